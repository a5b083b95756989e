/** From such a rank correlation on with the explanation of an untaught network, an explanation does not come from what was learnt. */
import { TetradError } from '../../protocol/errors';

export const unlearntCorrelation = 0.7;

/** Where errors of explanations say that it is the method, not the sample, that does not fit this model. */
export const unlearntPlace = 'sanity';

/** `correlations`: of the samples that were looked at, all weights drawn anew. */
export const isUnlearnt = (correlations: readonly number[]): boolean =>
  middle(correlations.map(Math.abs)) >= unlearntCorrelation;

export const unlearnt = (title: string, correlations: readonly number[]): TetradError =>
  new TetradError({
    code: 'unsupported',
    message: `${title} says of this model nothing that it has learnt: with all its weights drawn anew the explanation stays the same (rank correlation ${middle(correlations.map(Math.abs)).toFixed(2)} in the median of ${correlations.length} samples). It is withheld.`,
    place: unlearntPlace,
    hint: 'Choose another method, or train the model until it is better than by chance.',
  });

function middle(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[half] as number)
    : ((sorted[half - 1] as number) + (sorted[half] as number)) / 2;
}
