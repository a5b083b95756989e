/** How trees take the values of prepared rows: which are codes of categories, and which may be missing. */
import type { FittedPipeline } from '../transforms/pipeline';
import type { StepSpec } from '../transforms/fitPipeline';
import type { Column, ColumnStats } from '../protocol/dataset';
import { defaultSteps } from '../transforms/fitPipeline';
import { mostBins, type Taken } from './binFeatures';

const code = 'labelEncode';
const filled = 'impute';

/** Columns as trees can take them: categories by number, nothing filled in. */
export function nativeSteps(field: Column, stats?: ColumnStats): StepSpec[] {
  const steps = defaultSteps(field, stats);
  if (steps.length === 0) return steps;
  if (field.type === 'categorical') return [{ type: code }];
  const kept = steps.filter(({ type }) => type !== filled);
  // Without a step a column is left out; this one changes no order.
  return kept.length > 0 ? kept : [{ type: 'standardize' }];
}

export function takenFeatures({ features }: Pick<FittedPipeline, 'features'>): Taken[] {
  return features.flatMap(({ steps, outputNames }) => {
    const state = steps.find(({ type }) => type === code)?.state as { labels: string[] } | undefined;
    const isFilled = steps.some(({ type }) => type !== 'standardize' && type !== 'datetimeParts');
    return outputNames.map(
      (): Taken => (state ? { codes: state.labels.length } : isFilled ? undefined : { mayMiss: true }),
    );
  });
}

/** Of the value of a prepared row at `place`: the categories that its codes stand for; none where it has no codes. */
export function codeLabels(features: FittedPipeline['features'], place: number): readonly string[] {
  let first = 0;
  for (const { steps, outputNames } of features) {
    first += outputNames.length;
    if (place < first)
      return (
        (steps.find(({ type }) => type === code)?.state as { labels: string[] } | undefined)?.labels ?? []
      );
  }
  return [];
}

/** Columns of more categories than bins: one bin is for what is missing, and the last for the rarest. */
export function sharedBinWarnings({ features }: Pick<FittedPipeline, 'features'>): string[] {
  return features.flatMap(({ column, steps }) => {
    const state = steps.find(({ type }) => type === code)?.state as { labels: string[] } | undefined;
    const count = state?.labels.length ?? 0;
    if (count < mostBins) return [];
    return [
      `${column} has ${count.toLocaleString('en')} different values to learn from: the ${mostBins - 2} most frequent are told apart, all others count as one.`,
    ];
  });
}
