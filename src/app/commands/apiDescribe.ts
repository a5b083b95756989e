import { z } from 'zod';
import { commandInfos } from '../commandInfo';
import { listedCommands } from '../listedCommands';
import { openapiOf } from '../rest/openapi';
import { defineCommand } from './commandDef';

export const apiDescribe = defineCommand({
  name: 'api.describe',
  effect: 'reads',
  title: 'Describe the API',
  summary: 'The REST API as an OpenAPI 3.1 document: every address, what it takes and what it answers.',
  unlogged: true,
  input: z.strictObject({}),
  output: z.object({ document: z.record(z.string(), z.unknown()) }),
  run: async () => ({ document: { ...openapiOf(commandInfos(listedCommands())) } }),
});
