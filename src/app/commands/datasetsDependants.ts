import { z } from 'zod';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';

export const datasetsDependants = defineCommand({
  name: 'datasets.dependants',
  effect: 'reads',
  title: 'What uses a dataset',
  summary: 'Runs and models made from it, to show before a delete.',
  input: z.strictObject({ id }),
  output: z.object({
    runs: z.array(z.object({ id, name: z.string() })),
    models: z.array(z.object({ id, name: z.string() })),
  }),
  run: ({ storage }, input) => storage.datasets.dependants(input.id),
});
