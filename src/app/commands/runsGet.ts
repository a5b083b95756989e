import { z } from 'zod';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';
import { found } from '../queries';
import { run } from '../outputs/run';

export const runsGet = defineCommand({
  name: 'runs.get',
  effect: 'reads',
  title: 'Get a run',
  summary: 'Params, summary, tags, lineage and status of one run.',
  input: z.strictObject({ id }),
  output: run,
  run: async ({ storage }, input) => found(await storage.runs.get(input.id), 'run', input.id),
});
