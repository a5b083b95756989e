/**
 * Which columns are known together, and how much each such coalition weighs, for the least squares that Shapley values are
 * the answer of (Lundberg and Lee 2017, theorem 2): weight (n - 1) / (C(n, s) s (n - s)) of one of s columns. All of them
 * where that is not too many; else whole sizes from both ends, and of the others a draw, each with its complement.
 */
import { uniforms } from '../../random/random';

export interface Coalitions {
  /** Row-major [count, columns]: 1 where the column is known. Neither none nor all of them. */
  known: Uint8Array;
  weights: Float64Array;
  /** Every coalition there is. */
  exact: boolean;
}

/** At least two columns. `most`: coalitions. */
export function coalitionsOf(columns: number, most: number, seed: number): Coalitions {
  const known: Uint8Array[] = [];
  const weights: number[] = [];
  const add = (mask: Uint8Array, weight: number) => {
    known.push(mask);
    weights.push(weight);
  };
  const half = Math.floor(columns / 2);
  // Of all coalitions of a size and of the complementary one together.
  const shares = Array.from({ length: half }, (_, i) => {
    const size = i + 1;
    const both = 2 * size === columns ? 1 : 2;
    return (both * (columns - 1)) / (size * (columns - size));
  });
  let size = 1;
  for (; size <= half; size++) {
    const paired = 2 * size !== columns;
    const count = binomial(columns, size) * (paired ? 2 : 1);
    const rest = shares.slice(size - 1).reduce((sum, share) => sum + share, 0);
    const share = shares[size - 1] as number;
    const fits = most - known.length >= 2 ** Math.min(columns, 40) - 2 - known.length;
    if (!fits && count > (most - known.length) * (share / rest)) break;
    eachSubset(columns, size, (mask) => {
      add(mask, share / count);
      if (paired) add(complement(mask), share / count);
    });
  }
  const exact = size > half;
  if (!exact) addDrawn(columns, most, seed, { size, shares }, { known, add, weights });
  const all = new Uint8Array(known.length * columns);
  for (const [i, mask] of known.entries()) all.set(mask, i * columns);
  return { known: all, weights: Float64Array.from(weights), exact };
}

/** Of sizes from `size` on, in pairs of a coalition and its complement; the weight that is left is theirs in equal parts. */
function addDrawn(
  columns: number,
  most: number,
  seed: number,
  { size, shares }: { size: number; shares: readonly number[] },
  {
    known,
    add,
    weights,
  }: { known: Uint8Array[]; add(mask: Uint8Array, weight: number): void; weights: number[] },
): void {
  const open = shares.slice(size - 1);
  const rest = open.reduce((sum, share) => sum + share, 0);
  const pairs = Math.max(1, Math.floor((most - known.length) / 2));
  const first = known.length;
  for (let pair = 0; pair < pairs; pair++) {
    const drawn = uniforms(seed, 'coalitions', pair, columns + 1);
    let left = (drawn[columns] as number) * rest;
    let of = 0;
    while (of < open.length - 1 && left >= (open[of] as number)) left -= open[of++] as number;
    const order = Array.from({ length: columns }, (_, i) => i).sort(
      (a, b) => (drawn[a] as number) - (drawn[b] as number),
    );
    const mask = new Uint8Array(columns);
    for (const column of order.slice(0, size + of)) mask[column] = 1;
    add(mask, 0);
    add(complement(mask), 0);
  }
  const each = rest / (known.length - first);
  for (let i = first; i < known.length; i++) weights[i] = each;
}

const complement = (mask: Uint8Array): Uint8Array => mask.map((one) => 1 - one);

function binomial(n: number, k: number): number {
  let result = 1;
  for (let i = 1; i <= k; i++) result = (result * (n - k + i)) / i;
  return Math.round(result);
}

function eachSubset(columns: number, size: number, take: (mask: Uint8Array) => void): void {
  const chosen = Array.from({ length: size }, (_, i) => i);
  for (;;) {
    const mask = new Uint8Array(columns);
    for (const column of chosen) mask[column] = 1;
    take(mask);
    let at = size - 1;
    while (at >= 0 && chosen[at] === columns - size + at) at--;
    if (at < 0) return;
    chosen[at] = (chosen[at] as number) + 1;
    for (let i = at + 1; i < size; i++) chosen[i] = (chosen[i - 1] as number) + 1;
  }
}
