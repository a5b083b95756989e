/** Versions that are there, asked together: nothing is trained but, where that is wished, how much each of them counts. */
import { z } from 'zod';
import { joinInputs } from '../ensembles/joinInputs';
import { ensembleMethods } from '../ensembles/told';
import { together } from '../learners/together';
import type { FamilyDef } from './familyDef';

const params = z.strictObject({
  members: z.array(z.string().max(100)).max(50).default([]).meta({
    label: 'Members',
    hint: 'Ids of model versions that learnt from the same dataset.',
  }),
  method: z.enum(ensembleMethods).default('voting').meta({
    label: 'Method',
    hint: 'voting: the mean, as the weights say. greedy: weights by taking what helps most. stacking: weights and a bias learnt.',
  }),
  weights: z.array(z.number().min(0)).max(50).default([]).meta({
    label: 'Weights',
    hint: 'Of voting, one for each member; empty: all alike.',
  }),
  folds: z.array(z.string().max(100)).max(50).default([]).meta({
    label: 'Cross-validations',
    hint: 'Runs, one for each member, whose answers the weights are learnt from; empty: the validation part.',
  }),
  judgedByFolds: z.boolean().default(false).meta({
    label: 'Judged by folds',
    hint: 'The validation rows are answered by the models of the cross-validations, because the members learnt from them.',
  }),
});
/** Fewer rows say nothing of how members are to be weighed. */
export const fewestFitted = 10;

export type EnsembleParams = z.infer<typeof params>;

export const ensemble: FamilyDef<EnsembleParams> = {
  type: 'ensemble',
  title: 'Ensemble',
  summary: 'Several trained models that answer together.',
  guide: {
    use: 'When several models are about as good and err on different rows: together they err less.',
    cost: 'One pass of every member; answers take as long as those of all members, and the file is as large as theirs.',
    cannot: 'It cannot repair what all members have in common, and gains little where they answer alike.',
    source: 'Caruana, Niculescu-Mizil, Crew and Ksikes (2004), Ensemble selection from libraries of models.',
  },
  offered: 'last',
  rank: [1, 2, 3, 4],
  values: ['class', 'number'],
  params,
  learner: together.type,
  members: (given) => params.parse(given).members.slice(1),
  enters(version, _source, _request, others = []) {
    const { input, inputs } = joinInputs([version, ...others]);
    // Where a label is called from, and how far an interval is moved, is each one's own.
    const { threshold: _threshold, outwards: _outwards, ...task } = version.task;
    const labels = [...new Set([version, ...others].flatMap((one) => one.task.labels ?? []))];
    return { input, inputs, task: task.labels ? { ...task, labels } : task };
  },
  defaults: () => ({ epochs: 1 }),
  examples: [{ inputShape: [4], outputWidth: 3, params: {} }],
};
