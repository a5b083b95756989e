import { z } from 'zod';
import type { Run } from '#/core/protocol/model';
import { id, typed } from '../commandSchemas';
import { defineCommand } from './commandDef';
import { found } from '../queries';

export const runsGet = defineCommand({
  name: 'runs.get',
  effect: 'reads',
  title: 'Get a run',
  summary: 'Params, summary, tags, lineage and status of one run.',
  input: z.strictObject({ id }),
  output: typed<Run>('Run'),
  run: async ({ storage }, input) => found(await storage.runs.get(input.id), 'run', input.id),
});
