/**
 * The interval that holds the true value of a ratio of sums in 95 of 100 cases: a mean error is one (errors over
 * ones), and so is an error over that of a reference. Rows that depend on each other are put together in blocks:
 * a t interval of the linearised ratio over the blocks. Else the rows are drawn anew, seeded: the percentiles of
 * what comes out (Efron 1979).
 */
import { randomWords } from '../random/random';
import { quantileOfSorted } from './quantile';
import { studentQuantile } from './studentT';

export interface Interval {
  low: number;
  high: number;
}

export interface Ratio {
  /** Of each row. */
  above: ArrayLike<number>;
  below?: ArrayLike<number>;
  /** Of each row the number of its block; without, each row stands for itself. */
  blocks?: ArrayLike<number>;
}

const draws = 1000;
/** More numbers than this take too long to draw; then there are so many rows that the normal interval is as good. */
const mostDrawn = 5e6;

export function ratioOf({ above, below }: Ratio): number {
  let [sum, of] = [0, 0];
  for (let i = 0; i < above.length; i++) {
    sum += above[i] as number;
    of += below ? (below[i] as number) : 1;
  }
  return sum / of;
}

/** undefined where there is too little to tell: fewer than two rows or blocks. */
export function ratioInterval(ratio: Ratio, seed: number): Interval | undefined {
  const { above, blocks } = ratio;
  const count = above.length;
  const grouped = blocks && new Set(Array.from(blocks)).size < count;
  if (grouped) return overBlocks(ratio, blocks);
  if (count < 2) return undefined;
  return count * draws > mostDrawn
    ? linearised(above, ratio.below ?? ones(count), 1.959963984540054)
    : drawn(ratio, seed);
}

const ones = (count: number): Float64Array => new Float64Array(count).fill(1);

function overBlocks({ above, below }: Ratio, blocks: ArrayLike<number>): Interval | undefined {
  const places = new Map<number, number>();
  for (let i = 0; i < blocks.length; i++) {
    const block = blocks[i] as number;
    if (!places.has(block)) places.set(block, places.size);
  }
  if (places.size < 2) return undefined;
  const [sums, ofs] = [new Float64Array(places.size), new Float64Array(places.size)];
  for (let i = 0; i < above.length; i++) {
    const at = places.get(blocks[i] as number) as number;
    sums[at] = (sums[at] as number) + (above[i] as number);
    ofs[at] = (ofs[at] as number) + (below ? (below[i] as number) : 1);
  }
  return linearised(sums, ofs, studentQuantile(0.975, places.size - 1));
}

/** The variance of a ratio estimator over its units (Cochran 1977, 6.4). */
function linearised(above: ArrayLike<number>, below: ArrayLike<number>, wide: number): Interval {
  const value = ratioOf({ above, below });
  const count = above.length;
  let [total, squares] = [0, 0];
  for (let i = 0; i < count; i++) {
    total += below[i] as number;
    squares += ((above[i] as number) - value * (below[i] as number)) ** 2;
  }
  const spread = wide * Math.sqrt(((count / (count - 1)) * squares) / total ** 2);
  return { low: value - spread, high: value + spread };
}

function drawn({ above, below }: Ratio, seed: number): Interval {
  const count = above.length;
  const found = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw++) {
    const words = randomWords(seed, 'bootstrap', draw, count);
    let [sum, of] = [0, 0];
    for (let i = 0; i < count; i++) {
      const row = Math.floor(((words[i] as number) / 0x1_0000_0000) * count);
      sum += above[row] as number;
      of += below ? (below[row] as number) : 1;
    }
    found[draw] = sum / of;
  }
  found.sort();
  return { low: quantileOfSorted(found, 0.025), high: quantileOfSorted(found, 0.975) };
}
