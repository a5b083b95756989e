import { z } from 'zod';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';
import { findDataset, found } from '../queries';
import { dataset, datasetVersion } from '../outputs/dataset';

export const datasetsGet = defineCommand({
  name: 'datasets.get',
  effect: 'reads',
  title: 'Get a dataset',
  summary: 'One dataset, its newest version and the list of versions.',
  input: z.strictObject({ id }),
  output: z.object({
    dataset: dataset,
    version: datasetVersion.optional(),
    versions: z.array(
      z.object({ id, number: z.int(), createdAt: z.number(), rows: z.int(), reason: z.string().optional() }),
    ),
  }),
  run: async ({ storage }, input) => found(await findDataset(storage, input.id), 'dataset', input.id),
});
