/**
 * How the values of one feature are parted into the bins of a shape function: numbers by borders, categories by their code.
 * What is missing has a bin of its own, behind the others, so that it is answered as what it is.
 */
import type { BinnedFeatures } from '../trees/binFeatures';

export interface Axis {
  /** The value of the prepared row that it reads. */
  feature: number;
  /** Of numbers: values not above borders[b] are in bins up to b. */
  borders: Float32Array;
  /** Of codes of categories, from -1 (missing, or never seen) on: their bins, by code + 1. */
  binOfCode?: Uint8Array;
  /** Numbers that may be missing: there is one bin more. */
  mayMiss?: true;
}

export const binsOf = ({ borders, binOfCode, mayMiss }: Axis): number =>
  binOfCode
    ? binOfCode.reduce((last, bin) => Math.max(last, bin), 0) + 1
    : borders.length + 1 + Number(mayMiss ?? false);

export function binOf({ borders, binOfCode }: Axis, value: number): number {
  if (binOfCode) return binOfCode[value + 1] ?? (binOfCode[0] as number);
  if (Number.isNaN(value)) return borders.length + 1;
  let [low, high] = [0, borders.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= (borders[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}

export const axesOf = ({ borders, natures }: BinnedFeatures): Axis[] =>
  natures.map(({ binOfCode, mayMiss }, feature) => ({
    feature,
    borders: borders[feature] ?? new Float32Array(),
    ...(binOfCode && { binOfCode }),
    ...(mayMiss && { mayMiss }),
  }));

/**
 * The same with at most so many bins, of rows as even as their borders allow. `scores`: by bin, the order in which
 * categories are put side by side. `map`: by bin the one that it comes to.
 */
export function coarser(
  axis: Axis,
  rows: ArrayLike<number>,
  most: number,
  scores: ArrayLike<number>,
): { axis: Axis; map: Uint8Array } {
  const bins = binsOf(axis);
  const { binOfCode, borders, mayMiss } = axis;
  const plain = mayMiss ? bins - 1 : bins;
  const order = Array.from({ length: plain }, (_, bin) => bin);
  if (binOfCode) order.sort((a, b) => (scores[a] as number) - (scores[b] as number) || a - b);
  const map = new Uint8Array(bins);
  const room = mayMiss ? most - 1 : most;
  let left = order.reduce((sum, bin) => sum + (rows[bin] as number), 0);
  let [group, held] = [0, 0];
  const kept: number[] = [];
  for (const [at, bin] of order.entries()) {
    map[bin] = group;
    held += rows[bin] as number;
    left -= rows[bin] as number;
    const rest = plain - at - 1;
    const wanted = (left + held) / (room - group);
    if (rest === 0 || group === room - 1) continue;
    // Where all that is left fits, every bin is one for itself.
    if (rest > room - group - 1 && held < wanted) continue;
    if (!binOfCode) kept.push(borders[bin] as number);
    group++;
    held = 0;
  }
  if (mayMiss) map[bins - 1] = group + 1;
  return {
    map,
    axis: binOfCode
      ? { ...axis, binOfCode: binOfCode.map((bin) => map[bin] as number) }
      : { ...axis, borders: Float32Array.from(kept) },
  };
}
