import { TetradError } from '../protocol/errors';
import type { TaskSpec } from '../protocol/train';
import type { RowSplit } from './splitRows';
import { checkTarget, firstDraw, shuffledGroups } from './stratify';

/** k splits whose validation parts cover every row once; classes are dealt round-robin over the folds. */
export function kFold(
  task: TaskSpec,
  targetCodes: ArrayLike<number> | undefined,
  n: number,
  k: number,
  seed: number,
  repeat = 0,
): RowSplit[] {
  const groups = shuffledGroups(task, targetCodes, n, seed, { ...firstDraw, repeat });
  checkTarget(task, groups, n);
  if (!Number.isInteger(k) || k < 2 || k > n) throw notPossible(k, n, 'rows');
  const foldOf = dealFolds(groups, k, () => 1);
  return Array.from({ length: k }, (_, fold) => {
    const train: number[] = [];
    const validation: number[] = [];
    for (let row = 0; row < n; row++) (foldOf.get(row) === fold ? validation : train).push(row);
    return { train: Uint32Array.from(train), validation: Uint32Array.from(validation) };
  });
}

/** The fold of every unit: one after the other to the fold with the least so far. */
export function dealFolds(
  groups: readonly Uint32Array[],
  k: number,
  sizeOf: (unit: number) => number,
): Map<number, number> {
  const foldOf = new Map<number, number>();
  const sizes = Array.from({ length: k }, () => 0);
  for (const group of groups)
    for (const unit of group) {
      const fold = sizes.indexOf(Math.min(...sizes));
      foldOf.set(unit, fold);
      sizes[fold] = (sizes[fold] as number) + sizeOf(unit);
    }
  return foldOf;
}

export const notPossible = (k: number, n: number, of: string): TetradError =>
  new TetradError({
    code: 'badInput',
    message: `${k} folds of ${n} ${of} are not possible.`,
    place: 'folds',
    hint: `Choose from 2 to ${Math.max(2, n)} folds.`,
  });
