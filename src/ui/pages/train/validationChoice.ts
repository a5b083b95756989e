/** How a model is judged: on a part held out once, or on every part in turn. */
import { fewestForTest } from '#/core/split/testShare';
import { type FoldPlan, foldPlan, mostFoldRuns } from '#/core/protocol/crossValidation';

export interface ValidationChoice {
  by: 'holdOut' | 'folds' | 'repeated';
  folds: number;
  repeats: number;
}

export const heldOut: ValidationChoice = { by: 'holdOut', folds: 5, repeats: 2 };

/** What to ask for; undefined: hold-out. */
export const planOf = ({ by, folds, repeats }: ValidationChoice): FoldPlan | undefined =>
  by === 'holdOut' ? undefined : { folds, repeats: by === 'repeated' ? repeats : 1 };

/** By name: what is wrong with a number. */
export function planProblems(choice: ValidationChoice, rows: number): Map<string, string> {
  const problems = new Map<string, string>();
  const plan = planOf(choice);
  if (!plan) return problems;
  const { folds, repeats } = foldPlan.shape;
  if (!folds.safeParse(plan.folds).success || plan.folds > rows)
    problems.set('folds', `From 2 to ${Math.min(mostFoldRuns, rows)} folds.`);
  if (!repeats.safeParse(plan.repeats).success) problems.set('repeats', 'From 1 to 100 repeats.');
  if (problems.size === 0 && plan.folds * plan.repeats > mostFoldRuns)
    problems.set('repeats', `At most ${mostFoldRuns} models in all.`);
  return problems;
}

/** What a choice means. */
export function choiceText(
  { by, folds, repeats }: ValidationChoice,
  rows: number,
  { sample, samples }: { sample: string; samples: string },
): string {
  if (by === 'holdOut')
    return `One model, judged on ${samples} held back.${rows < fewestForTest ? ' With so few, k folds judge more surely.' : ''}`;
  const times = by === 'folds' || repeats === 1 ? 'once' : `${repeats} times`;
  return `${by === 'folds' ? folds : folds * repeats} models: every ${sample} is judged ${times}, by one that did not learn from it.`;
}
