import type { CrossValidationResult, FoldOutcome } from '../protocol/crossValidation';

/** Mean and standard deviation (of a sample) of every metric that all folds have. */
export function summarizeFolds(
  folds: readonly Pick<FoldOutcome, 'metrics'>[],
): Pick<CrossValidationResult, 'mean' | 'sd'> {
  const [first, ...others] = folds.map(({ metrics }) => new Map(Object.entries(metrics)));
  const names = [...(first?.keys() ?? [])].filter((name) => others.every((metrics) => metrics.has(name)));
  const [mean, sd]: [[string, number][], [string, number][]] = [[], []];
  for (const name of names) {
    const values = folds.map(({ metrics }) => metrics[name] as number);
    const middle = values.reduce((sum, value) => sum + value, 0) / values.length;
    mean.push([name, middle]);
    if (values.length > 1) {
      const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
      sd.push([name, Math.sqrt(squares / (values.length - 1))]);
    }
  }
  return { mean: Object.fromEntries(mean), sd: Object.fromEntries(sd) };
}
