import { z } from 'zod';
import { sizeNames } from '#/core/families/sizes';
import { transfer } from '#/core/protocol/train';
import { id, partialTrainConfig } from '../commandSchemas';
import { defineCommand } from './commandDef';
import { submitTraining } from '../training/submitTraining';

export const trainingSubmit = defineCommand({
  name: 'training.submit',
  effect: 'writes',
  title: 'Train a model',
  summary: 'Checks the request, records model and run, and queues the training job.',
  input: z.strictObject({
    datasetId: id,
    versionId: id.optional(),
    target: z.string(),
    task: z.string().optional().describe('Of training.options; else the one that the target means.'),
    features: z.array(z.string()).optional(),
    family: z.string(),
    size: z
      .enum(sizeNames)
      .optional()
      .describe('Settings of the family that go together; familyParams win over them.'),
    familyParams: z.record(z.string(), z.unknown()).optional(),
    training: partialTrainConfig.optional(),
    startFrom: id
      .optional()
      .describe('A model version, also an imported one: the training goes on with its network and weights.'),
    transfer: transfer
      .optional()
      .describe('Of startFrom only what is before the cut is kept, as training.transfer asks for it.'),
    modelId: id.optional(),
    experimentId: id.optional().describe('Of experiments.list; else the first one.'),
    name: z.string().trim().min(1).max(200).optional(),
  }),
  output: z.object({ jobId: id, runId: id, modelId: id }),
  run: (services, input) => submitTraining(services, input),
});
