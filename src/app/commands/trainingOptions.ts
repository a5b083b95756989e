import { z } from 'zod';
import type { TaskSpec, TrainConfig } from '#/core/protocol/train';
import { id, typed } from '../commandSchemas';
import { defineCommand } from './commandDef';
import { findDataset, found } from '../queries';
import { listOptions } from '../training/listOptions';

export const trainingOptions = defineCommand({
  name: 'training.options',
  effect: 'reads',
  title: 'What can be trained',
  summary: 'Task and fitting families with their defaults for a dataset and a target.',
  input: z.strictObject({ datasetId: id, target: z.string().optional() }),
  output: z.object({
    target: z.string(),
    task: typed<TaskSpec>('TaskSpec'),
    families: z.array(
      z.object({
        type: z.string(),
        title: z.string(),
        summary: z.string(),
        defaults: typed<Partial<TrainConfig>>('TrainConfig (partial)'),
      }),
    ),
  }),
  async run({ storage }, { datasetId, target }) {
    const { version } = found(await findDataset(storage, datasetId), 'dataset', datasetId);
    return listOptions(found(version, 'dataset version', datasetId), target);
  },
});
