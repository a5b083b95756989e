import { z } from 'zod';
import { asNumbers, mapColumns, perColumn, quantiles } from './numberBlock';
import type { TransformDef } from './transformDef';

const params = z.object({
  strategy: z.enum(['median', 'mean', 'mostFrequent', 'constant']).default('median').meta({
    label: 'Fill with',
    hint: 'The median ignores outliers; a constant marks missing values clearly.',
  }),
  value: z.number().default(0).meta({ label: 'Constant', hint: 'Used when filling with a constant.' }),
});
type Params = z.infer<typeof params>;
interface State {
  /** One per column of the block. */
  fill: number[];
}

function center(present: Float64Array, { strategy, value }: Params): number {
  if (strategy === 'constant') return value;
  // A column without a single value carries nothing: any constant will do.
  if (present.length === 0) return 0;
  if (strategy === 'mean') return mean(present);
  if (strategy === 'median') return quantiles(present, [0.5])[0] ?? 0;
  return mostFrequent(present);
}

/** Two passes, so that a large offset costs no digits. */
export function mean(present: Float64Array): number {
  const rough = present.reduce((sum, value) => sum + value, 0) / present.length;
  return rough + present.reduce((sum, value) => sum + (value - rough), 0) / present.length;
}

/** Ties go to the smaller value. */
function mostFrequent(present: Float64Array): number {
  const counts = new Map<number, number>();
  let best = Number.NaN;
  let bestCount = 0;
  for (const value of present) {
    const count = (counts.get(value) ?? 0) + 1;
    counts.set(value, count);
    if (count > bestCount || (count === bestCount && value < best)) [best, bestCount] = [value, count];
  }
  return best;
}

export const impute: TransformDef<Params, State> = {
  type: 'impute',
  title: 'Fill missing numbers',
  summary: 'Replaces missing numbers by one learnt from the training rows.',
  accepts: ['numeric', 'integer', 'boolean', 'datetime'],
  input: 'number',
  output: 'number',
  params,
  fit: (values, p) => ({ fill: perColumn(asNumbers(values, 'impute'), (present) => center(present, p)) }),
  apply: (values, state) =>
    mapColumns(asNumbers(values, 'impute'), (value, c) =>
      Number.isNaN(value) ? (state.fill[c] as number) : value,
    ),
  outputNames: (name) => [name],
  toOnnx(graph, input, state) {
    const fill = graph.constant('double', [1, state.fill.length], Float64Array.from(state.fill), 'fill');
    return graph.node('Where', [graph.node('IsNaN', [input]), fill, input], {}, { hint: 'impute' });
  },
  examples: [
    { values: numbers([1, Number.NaN, 3, 100]), params: {} },
    { values: numbers([1e9 + 0.25, Number.NaN, 1e9 + 1.5]), params: { strategy: 'mean' } },
    { values: numbers([1, 0, Number.NaN, 1]), params: { strategy: 'mostFrequent' } },
    { values: numbers([Number.NaN, 2]), params: { strategy: 'constant', value: -1 } },
    { values: numbers([Number.NaN, Number.NaN]), params: {} },
  ],
};

function numbers(data: number[]) {
  return { kind: 'number' as const, width: 1, data: Float64Array.from(data) };
}
