import type { TaskSpec } from '../protocol/train';
import { checkTarget, firstDraw, shuffledGroups } from './stratify';

export interface RowSplit {
  /** Ascending row numbers. */
  train: Uint32Array<ArrayBuffer>;
  validation: Uint32Array<ArrayBuffer>;
}

/**
 * Training and validation rows. Classes keep their shares; every class with two rows or more is on both
 * sides, a class with a single row is in training.
 */
export function splitRows(
  task: TaskSpec,
  targetCodes: ArrayLike<number> | undefined,
  n: number,
  share: number,
  seed: number,
  draw = firstDraw,
): RowSplit {
  const groups = shuffledGroups(task, targetCodes, n, seed, draw);
  checkTarget(task, groups, n);
  const counts = validationCounts(
    groups.map((group) => group.length),
    Math.round(n * share),
  );
  const train: number[] = [];
  const validation: number[] = [];
  for (const [i, group] of groups.entries()) {
    const count = counts[i] ?? 0;
    for (const [rank, row] of group.entries()) (rank < count ? validation : train).push(row);
  }
  return { train: Uint32Array.from(train).sort(), validation: Uint32Array.from(validation).sort() };
}

/** Rows of each class to hold back: in proportion, rounded so that the total fits, within 1..size-1. */
function validationCounts(sizes: readonly number[], wanted: number): number[] {
  const n = sizes.reduce((sum, size) => sum + size, 0);
  const exact = sizes.map((size) => (size * wanted) / n);
  const least = sizes.map((size) => (size >= 2 ? 1 : 0));
  const counts = sizes.map((size, i) =>
    Math.min(Math.max(Math.floor(exact[i] ?? 0), least[i] ?? 0), Math.max(size - 1, 0)),
  );
  let missing = wanted - counts.reduce((sum, count) => sum + count, 0);
  const byRemainder = exact
    .map((value, i) => ({ i, remainder: value - (counts[i] ?? 0) }))
    .sort((a, b) => b.remainder - a.remainder || a.i - b.i);
  for (const { i, remainder } of byRemainder) {
    if (missing <= 0 || remainder <= 0) break;
    if ((counts[i] ?? 0) >= (sizes[i] ?? 0) - 1) continue;
    counts[i] = (counts[i] ?? 0) + 1;
    missing--;
  }
  return counts;
}
