import { z } from 'zod';
import { id, partialTrainConfig } from '../commandSchemas';
import { goOnTraining } from '../training/goOnTraining';
import { defineCommand } from './commandDef';

export const trainingGoOn = defineCommand({
  name: 'training.goOn',
  effect: 'writes',
  title: 'Train a version further',
  summary:
    'As a job: a new version of the same model that begins with the weights of this one, on the same data or others, with the settings of its run where none are given. Preprocessing and labels stay; rows that judged before judge again, and the new version says what was forgotten on them (goneOn).',
  input: z.strictObject({
    modelVersionId: id,
    datasetId: id.optional().describe('Else the dataset that the version was learnt from.'),
    versionId: id.optional().describe('Of the dataset; else its newest.'),
    training: partialTrainConfig.optional(),
  }),
  output: z.object({ jobId: id, runId: id, modelId: id }),
  run: (services, input) => goOnTraining(services, input),
});
