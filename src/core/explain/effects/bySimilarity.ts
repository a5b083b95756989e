/**
 * Texts of a column in an order that sets next to each other those whose rows are alike in the other columns (Apley and Zhu
 * 2020): distances are largest gaps between distributions (numbers) or between shares (texts), summed over the columns, and
 * laid along one line by classical scaling.
 */
import type { Values } from '../../transforms/transformDef';

/** The most frequent, at most so many. */
export function bySimilarity(
  data: readonly (string | null)[],
  name: string,
  columns: ReadonlyMap<string, Values>,
  most: number,
): string[] {
  const rowsOf = new Map<string, number[]>();
  for (const [row, text] of data.entries())
    if (text !== null) rowsOf.set(text, [...(rowsOf.get(text) ?? []), row]);
  const groups = [...rowsOf].sort((a, b) => b[1].length - a[1].length).slice(0, most);
  const count = groups.length;
  if (count < 3) return groups.map(([text]) => text);
  const squares = new Float64Array(count * count);
  for (let i = 0; i < count; i++)
    for (let k = 0; k < i; k++) {
      let apart = 0;
      for (const [other, values] of columns)
        if (other !== name)
          apart += gap(values, (groups[i] as [string, number[]])[1], (groups[k] as [string, number[]])[1]);
      squares[i * count + k] = apart ** 2;
      squares[k * count + i] = apart ** 2;
    }
  const along = firstAxis(squares, count);
  return groups
    .map(([text], i) => ({ text, at: along[i] as number }))
    .sort((a, b) => a.at - b.at)
    .map(({ text }) => text);
}

function gap(values: Values, a: readonly number[], b: readonly number[]): number {
  if (values.kind === 'string') {
    const shares = new Map<string | null, number>();
    for (const [rows, weight] of [
      [a, 1 / a.length],
      [b, -1 / b.length],
    ] as const)
      for (const row of rows) {
        const text = values.data[row] ?? null;
        shares.set(text, (shares.get(text) ?? 0) + weight);
      }
    let sum = 0;
    for (const share of shares.values()) sum += Math.abs(share) / 2;
    return sum;
  }
  if (values.width !== 1) return 0;
  const steps = [
    ...a.map((row) => ({ at: values.data[row] as number, by: 1 / a.length })),
    ...b.map((row) => ({ at: values.data[row] as number, by: -1 / b.length })),
  ]
    .filter(({ at }) => !Number.isNaN(at))
    .sort((one, other) => one.at - other.at);
  let [sum, largest] = [0, 0];
  for (const [i, { at, by }] of steps.entries()) {
    sum += by;
    if (steps[i + 1]?.at !== at) largest = Math.max(largest, Math.abs(sum));
  }
  return largest;
}

const rounds = 200;

/** Places along the axis that keeps most of the distances, by the power method. */
function firstAxis(squares: Float64Array, count: number): Float64Array {
  const at = (i: number, k: number) => squares[i * count + k] as number;
  const means = Float64Array.from({ length: count }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < count; k++) sum += at(i, k) / count;
    return sum;
  });
  const whole = means.reduce((sum, mean) => sum + mean / count, 0);
  let axis = Float64Array.from({ length: count }, (_, i) => Math.cos(1 + i));
  for (let round = 0; round < rounds; round++) {
    const next = Float64Array.from({ length: count }, (_, i) => {
      let sum = 0;
      for (let k = 0; k < count; k++)
        sum -= 0.5 * (at(i, k) - (means[i] as number) - (means[k] as number) + whole) * (axis[k] as number);
      return sum;
    });
    const length = Math.hypot(...next);
    if (length < 1e-12) return axis.map((_, i) => i);
    axis = next.map((value) => value / length);
  }
  return axis;
}
