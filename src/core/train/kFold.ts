import { TetradError } from '../protocol/errors';
import type { TaskSpec } from '../protocol/train';
import type { RowSplit } from './splitRows';
import { checkTarget, shuffledGroups } from './stratify';

/** k splits whose validation parts cover every row once; classes are dealt round-robin over the folds. */
export function kFold(
  task: TaskSpec,
  targetCodes: ArrayLike<number> | undefined,
  n: number,
  k: number,
  seed: number,
): RowSplit[] {
  const groups = shuffledGroups(task, targetCodes, n, seed);
  checkTarget(task, groups, n);
  if (!Number.isInteger(k) || k < 2 || k > n) {
    throw new TetradError({
      code: 'badInput',
      message: `${k} folds of ${n} rows are not possible.`,
      place: 'folds',
    });
  }
  const foldOf = new Uint32Array(n);
  let dealt = 0;
  for (const group of groups) {
    for (const row of group) foldOf[row] = dealt++ % k;
  }
  return Array.from({ length: k }, (_, fold) => {
    const train: number[] = [];
    const validation: number[] = [];
    for (let row = 0; row < n; row++) (foldOf[row] === fold ? validation : train).push(row);
    return { train: Uint32Array.from(train), validation: Uint32Array.from(validation) };
  });
}
