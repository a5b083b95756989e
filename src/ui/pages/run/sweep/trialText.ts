import type { Objective } from '#/core/protocol/sweep';
import type { Trial } from '#/core/sweeps/trials';
import { objectiveText, objectiveTitle } from './sweepNames';

/** A trial and its figures, as a plot says them: "trial 3, pruned: Validation accuracy 91 %". */
export function trialText(trial: Trial | undefined, objectives: readonly Objective[]): string {
  if (!trial) return '';
  const figures = objectives.flatMap(({ metric }, at) => {
    const value = trial.values?.[at];
    return value === undefined ? [] : [`${objectiveTitle(metric)} ${objectiveText(metric, value)}`];
  });
  const state = trial.state === 'complete' ? '' : `, ${trial.state}`;
  const network = trial.params.network === undefined ? '' : ` · ${String(trial.params.network)}`;
  return `trial ${trial.number + 1}${state}${network}${figures.length > 0 ? `: ${figures.join(', ')}` : ''}`;
}

/** As `told` of a linked plot. */
export const tellTrials = (trials: readonly Trial[], objectives: readonly Objective[]) => {
  const byNumber = new Map(trials.map((trial) => [trial.number, trial]));
  return (number: number): string => trialText(byNumber.get(number), objectives);
};
