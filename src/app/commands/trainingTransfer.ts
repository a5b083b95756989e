import { z } from 'zod';
import { pixelScales } from '#/core/protocol/train';
import { headSettings } from '#/core/arch/cut/transferDraft';
import { id, partialTrainConfig } from '../commandSchemas';
import { transferTraining } from '../training/transferTraining';
import { defineCommand } from './commandDef';

export const trainingTransfer = defineCommand({
  name: 'training.transfer',
  effect: 'writes',
  title: 'Transfer a version to another task',
  summary:
    'As a job: a new model that keeps a version up to a layer and learns a new answer behind it. What stands still is computed once for all epochs. Samples enter as the version takes them: images are brought to its size.',
  input: z.strictObject({
    modelVersionId: id,
    datasetId: id,
    versionId: id.optional(),
    target: z.string(),
    task: z.string().optional(),
    features: z.array(z.string()).optional(),
    cut: z
      .string()
      .optional()
      .describe('The last layer that is kept, of models.cuts; else the one before the answer.'),
    freeze: z
      .string()
      .nullable()
      .optional()
      .describe('It stands still up to this layer; else up to the cut. null: all of it learns.'),
    head: headSettings.partial().optional(),
    pictures: z
      .strictObject({
        channelsFirst: z.boolean().optional(),
        scale: z.enum(pixelScales).optional(),
      })
      .optional()
      .describe('Of an imported ONNX: how pictures enter it; else as its sizes say, 0 to 1.'),
    training: partialTrainConfig.optional(),
    name: z.string().trim().min(1).max(200).optional(),
  }),
  output: z.object({ jobId: id, runId: id, modelId: id }),
  run: (services, input) => transferTraining(services, input),
});
