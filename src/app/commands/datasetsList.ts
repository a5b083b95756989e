import { z } from 'zod';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';
import { listDatasets } from '../queries';
import { dataset } from '../outputs/dataset';

export const datasetsList = defineCommand({
  name: 'datasets.list',
  effect: 'reads',
  title: 'List datasets',
  summary: 'Every dataset with a line about its newest version.',
  input: z.strictObject({}),
  output: z.array(
    z.object({
      dataset: dataset,
      version: z.object({ id, number: z.int(), rows: z.int(), bytes: z.int(), columns: z.int() }).optional(),
    }),
  ),
  run: ({ storage }) => listDatasets(storage),
});
