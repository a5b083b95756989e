import { z } from 'zod';
import { sizeNames } from '#/core/families/sizes';
import { id, partialTrainConfig } from '../commandSchemas';
import { defineCommand } from './commandDef';
import { findDataset, found } from '../queries';
import { listOptions } from '../training/listOptions';
import { taskSpec } from '../outputs/run';

export const trainingOptions = defineCommand({
  name: 'training.options',
  effect: 'reads',
  title: 'What can be trained',
  summary:
    'The tasks that can be learnt of a target, and the families that fit one of them, with their defaults.',
  input: z.strictObject({ datasetId: id, target: z.string().optional(), task: z.string().optional() }),
  output: z.object({
    target: z.string(),
    task: taskSpec,
    tasks: z.array(taskSpec),
    families: z.array(
      z.object({
        type: z.string(),
        title: z.string(),
        summary: z.string(),
        defaults: partialTrainConfig,
        sizes: z.record(z.enum(sizeNames), z.record(z.string(), z.unknown())).optional(),
      }),
    ),
  }),
  async run({ storage }, { datasetId, target, task }) {
    const { version } = found(await findDataset(storage, datasetId), 'dataset', datasetId);
    return listOptions(found(version, 'dataset version', datasetId), target, task);
  },
});
