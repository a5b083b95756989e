import { z } from 'zod';
import type { Dataset, DatasetVersion } from '#/core/protocol/dataset';
import { id, typed } from '../commandSchemas';
import { defineCommand } from './commandDef';
import { findDataset, found } from '../queries';

export const datasetsGet = defineCommand({
  name: 'datasets.get',
  effect: 'reads',
  title: 'Get a dataset',
  summary: 'One dataset, its newest version and the list of versions.',
  input: z.strictObject({ id }),
  output: z.object({
    dataset: typed<Dataset>('Dataset'),
    version: typed<DatasetVersion>('DatasetVersion').optional(),
    versions: z.array(z.object({ id, number: z.int(), createdAt: z.number(), rows: z.int() })),
  }),
  run: async ({ storage }, input) => found(await findDataset(storage, input.id), 'dataset', input.id),
});
