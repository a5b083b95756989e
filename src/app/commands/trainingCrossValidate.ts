import { z } from 'zod';
import { foldPlan } from '#/core/protocol/crossValidation';
import { id } from '../commandSchemas';
import { submitCrossValidation } from '../training/submitCrossValidation';
import { defineCommand } from './commandDef';
import { trainingSubmit } from './trainingSubmit';

export const trainingCrossValidate = defineCommand({
  name: 'training.crossValidate',
  title: 'Cross-validate a model',
  summary:
    'Trains a model for each of k folds, again for each repeat, and answers mean and spread of the metrics on the rows that each did not learn from. As training.submit, but the models are kept apart.',
  effect: 'writes',
  input: trainingSubmit.input.omit({ modelId: true, startFrom: true, transfer: true }).extend(foldPlan.shape),
  output: z.object({ jobId: id, runId: id, modelId: id }),
  run: (services, input) => submitCrossValidation(services, input),
});
