/**
 * How far columns work together (Friedman and Popescu 2008): what the partial dependence on two columns has beyond the sum
 * of those on each, over the rows themselves; H is its share, between 0 (nothing) and 1 (all of it). Of one column: what
 * answers have beyond the sum of its partial dependence and that on all others.
 */

/** Of each row: the mean answer with the columns of `known` as in the row, the others as in each row of all. */
export type DependenceAt = (known: Uint8Array) => AsyncGenerator<number, Float64Array>;

export interface Strength {
  /** Share, 0 to 1. */
  h: number;
  /** In the unit of answers: the root of the mean square of what is beyond the sum. */
  moves: number;
}

/** What `whole` has beyond the sum of its parts, each around its mean. */
export function beyondSum(whole: Float64Array, one: Float64Array, other: Float64Array): Strength {
  const [all, a, b] = [around(whole), around(one), around(other)];
  let [beyond, squares] = [0, 0];
  for (const [i, value] of all.entries()) {
    beyond += (value - (a[i] as number) - (b[i] as number)) ** 2 / all.length;
    squares += value ** 2 / all.length;
  }
  // Below rounding of single precision nothing works together.
  const isNothing = beyond <= 1e-10 * squares || squares === 0;
  return isNothing
    ? { h: 0, moves: 0 }
    : { h: Math.min(1, Math.sqrt(beyond / squares)), moves: Math.sqrt(beyond) };
}

function around(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  return values.map((value) => value - mean);
}

/**
 * Of each column with all others, then of each pair of the `most` that work together furthest. Row-major
 * [columns, columns, 2], NaN of pairs that were not asked.
 */
export async function* strengthsOf(
  columns: number,
  most: number,
  answers: Float64Array,
  dependenceAt: DependenceAt,
): AsyncGenerator<number, Float64Array<ArrayBuffer>> {
  const values = new Float64Array(columns * columns * 2).fill(Number.NaN);
  const pairs = (Math.min(most, columns) * (Math.min(most, columns) - 1)) / 2;
  const calls = 2 * columns + pairs;
  let done = 0;
  async function* ask(known: Uint8Array): AsyncGenerator<number, Float64Array> {
    const asking = dependenceAt(known);
    for (;;) {
      const next = await asking.next();
      if (next.done) {
        done++;
        return next.value;
      }
      yield (done + next.value) / calls;
    }
  }
  const maskOf = (...known: number[]) =>
    Uint8Array.from({ length: columns }, (_, i) => Number(known.includes(i)));
  const alone: Float64Array[] = [];
  const total: Strength[] = [];
  for (let i = 0; i < columns; i++) {
    const own = yield* ask(maskOf(i));
    const others = yield* ask(maskOf(i).map((one) => 1 - one));
    alone.push(own);
    total.push(beyondSum(answers, own, others));
  }
  const put = (i: number, k: number, { h, moves }: Strength) => {
    values.set([h, moves], (i * columns + k) * 2);
    values.set([h, moves], (k * columns + i) * 2);
  };
  for (const [i, strength] of total.entries()) put(i, i, strength);
  const chosen = total
    .map(({ moves }, i) => ({ moves, i }))
    .sort((a, b) => b.moves - a.moves)
    .slice(0, most)
    .map(({ i }) => i);
  for (const [at, i] of chosen.entries())
    for (const k of chosen.slice(at + 1))
      put(i, k, beyondSum(yield* ask(maskOf(i, k)), alone[i] as Float64Array, alone[k] as Float64Array));
  return values;
}
