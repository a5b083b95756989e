import { uniforms } from '../../random/random';
import { failsRung, reduction, rungsOf } from './asha';
import type { PrunerDef } from './prunerDef';

/** Brackets: the n-th skips the n first rungs, so that what begins slowly has a chance too. */
export const bracketsOf = (epochs: number): number => rungsOf(epochs).length + 1;

/** Drawn for each trial, so that every bracket is given about as many epochs. */
export function bracketOf(number: number, epochs: number, seed: number): number {
  const brackets = bracketsOf(epochs);
  const weights = Array.from({ length: brackets }, (_, skipped) => {
    const left = brackets - 1 - skipped;
    // Trials that begin in a bracket of so many rungs (Li et al. 2018, algorithm 1).
    return Math.ceil((brackets / (left + 1)) * reduction ** left);
  });
  let at = (uniforms(seed, 'sweep/hyperband', number, 1)[0] as number) * weights.reduce((a, b) => a + b);
  return Math.max(
    0,
    weights.findIndex((weight) => (at -= weight) < 0),
  );
}

export const hyperband: PrunerDef = {
  type: 'hyperband',
  title: 'Hyperband',
  summary: 'ASHA in several strengths side by side: safer where good settings begin slowly.',
  source: 'Li et al. 2018, Hyperband: a novel bandit-based approach to hyperparameter optimization',
  prune({ trial, others, epochs, seed }) {
    const bracket = bracketOf(trial.number, epochs, seed);
    const beside = others.filter(({ number }) => bracketOf(number, epochs, seed) === bracket);
    return failsRung(trial.reported, beside, rungsOf(epochs, bracket));
  },
};
