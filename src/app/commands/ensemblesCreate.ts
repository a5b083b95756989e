import { z } from 'zod';
import { ensembleMethods } from '#/core/ensembles/told';
import { id } from '../commandSchemas';
import { submitEnsemble } from '../training/submitEnsemble';
import { defineCommand } from './commandDef';

export const ensemblesCreate = defineCommand({
  name: 'ensembles.create',
  effect: 'writes',
  title: 'Combine models',
  summary:
    'As a job: model versions that learnt from the same data as one model, judged on rows that taught none of them. Its run has the evaluation beside each member’s, its version answers, explains and exports as one file.',
  input: z.strictObject({
    members: z
      .array(z.strictObject({ modelId: id, version: z.int().min(1) }))
      .min(2)
      .max(50),
    method: z
      .enum(ensembleMethods)
      .describe(
        'voting: the weighted mean. greedy: weights by taking again and again what helps most. stacking: weights and a bias learnt, drawn to the mean.',
      ),
    weights: z.array(z.number().min(0)).max(50).optional().describe('Of voting, one for each member.'),
    folds: z
      .array(id)
      .max(50)
      .optional()
      .describe(
        'Runs of training.crossValidate, one for each member, from whose answers weights are learnt; else from the validation part, or where that taught a member, from folds that are run first.',
      ),
    name: z.string().trim().min(1).max(200).optional(),
    experimentId: id.optional(),
  }),
  output: z.object({
    jobId: id,
    runId: id,
    modelId: id,
    foldsFirst: z
      .array(id)
      .describe('Cross-validations that run first, because a member has learnt from all rows; else empty.'),
  }),
  run: (services, input) => submitEnsemble(services, input),
});
