/** Rows dealt out one by one, classes in their shares; or whole groups. */
import type { TaskSpec } from '../protocol/train';
import { taskOf } from '../tasks/registry';
import type { SplitData } from './dataSplit';
import { dealFolds, kFold, notPossible } from './kFold';
import { type RowSplit, splitRows } from './splitRows';
import { pick, type SplitWay } from './splitWay';
import { type Draw, firstDraw, shuffledGroups } from './stratify';

export function atRandom(task: TaskSpec, { codes, word }: SplitData, seed: number): SplitWay {
  const codesOf = (rows: Uint32Array) => codes && Array.from(rows, (row) => codes[row] as number);
  const placed = (rows: Uint32Array, { train, validation }: RowSplit) => ({
    rest: pick(rows, train),
    held: pick(rows, validation),
    between: 0,
  });
  return {
    how:
      taskOf(task).value === 'class'
        ? 'at random, every class in its share'
        : `at random, ${word} by ${word}`,
    notes: [],
    units: (rows) => rows.length,
    hold: (rows, share, draw) => placed(rows, splitRows(task, codesOf(rows), rows.length, share, seed, draw)),
    fold: (rows, { index, folds, repeat }) =>
      placed(rows, kFold(task, codesOf(rows), rows.length, folds, seed, repeat)[index] as RowSplit),
  };
}

interface Groups {
  rows: number[][];
  /** Its class where every group has one, and each class several groups. */
  codes?: number[];
}

/** `byCount`: so many groups are held, whatever their sizes; else so many rows, as far as groups allow. */
export function byGroup(
  task: TaskSpec,
  { codes, word }: SplitData,
  group: NonNullable<SplitData['group']>,
  seed: number,
  byCount: boolean,
): SplitWay {
  const found = (rows: Uint32Array) => groupsOf(rows, group.of, codes);
  const whole: TaskSpec = { type: 'regression', target: task.target };
  const rowsOf = (groups: Groups, wanted: (i: number) => boolean) =>
    Uint32Array.from(groups.rows.flatMap((rows, i) => (wanted(i) ? rows : []))).sort();
  const placed = (groups: Groups, isHeld: (i: number) => boolean) => ({
    rest: rowsOf(groups, (i) => !isHeld(i)),
    held: rowsOf(groups, isHeld),
    between: 0,
  });
  const shuffled = (groups: Groups, draw: Draw) =>
    shuffledGroups(groups.codes ? task : whole, groups.codes, groups.rows.length, seed, draw);
  const alone = Array.from(group.of).filter((number) => number < 0).length;
  return {
    how: `whole groups of “${group.name}”, so that none is on two sides`,
    notes:
      alone > 0
        ? [
            `${alone} ${word}${alone === 1 ? ' has' : 's have'} no “${group.name}”: each counts as a group of its own.`,
          ]
        : [],
    units: (rows) => found(rows).rows.length,
    hold(rows, share, draw) {
      const groups = found(rows);
      const count = groups.rows.length;
      if (count < 2) return undefined;
      if (byCount) {
        const least = Math.max(share, 1 / count);
        const { validation } = splitRows(groups.codes ? task : whole, groups.codes, count, least, seed, draw);
        const held = new Set(validation);
        return placed(groups, (i) => held.has(i));
      }
      const held = new Set(shuffled(groups, draw).flatMap((some) => nearest(some, groups, share)));
      return held.size === 0 ? undefined : placed(groups, (i) => held.has(i));
    },
    fold(rows, { index, folds, repeat }) {
      const groups = found(rows);
      if (folds > groups.rows.length)
        throw notPossible(folds, groups.rows.length, `groups of “${group.name}”`);
      const foldOf = dealFolds(
        shuffled(groups, { ...firstDraw, repeat }),
        folds,
        (i) => groups.rows[i]?.length ?? 0,
      );
      return placed(groups, (i) => foldOf.get(i) === index);
    },
  };
}

/** Groups whose rows come nearest to the share, in the order given: at least one of several, never all. */
function nearest(order: Uint32Array, groups: Groups, share: number): number[] {
  const sizeOf = (i: number) => groups.rows[i]?.length ?? 0;
  const total = order.reduce((sum, i) => sum + sizeOf(i), 0);
  const held: number[] = [];
  let rows = 0;
  for (const i of order) {
    if (held.length + 1 >= order.length) break;
    const size = sizeOf(i);
    if (Math.abs(rows + size - total * share) > Math.abs(rows - total * share)) continue;
    held.push(i);
    rows += size;
  }
  if (held.length > 0 || order.length < 2) return held;
  // Every group is more than twice the share: the smallest is nearest.
  return [Array.from(order).reduce((least, i) => (sizeOf(i) < sizeOf(least) ? i : least))];
}

function groupsOf(rows: Uint32Array, of: ArrayLike<number>, codes?: ArrayLike<number>): Groups {
  const byNumber = new Map<number, number[]>();
  let unnamed = -1;
  for (const row of rows) {
    const number = of[row] ?? -1;
    const key = number < 0 ? unnamed-- : number;
    const members = byNumber.get(key);
    if (members) members.push(row);
    else byNumber.set(key, [row]);
  }
  const found = [...byNumber.values()];
  if (!codes) return { rows: found };
  const seen = found.map((members) => new Set(members.map((row) => codes[row] as number)));
  const classes = seen.map((some) => [...some][0] ?? 0);
  const counts = new Map<number, number>();
  for (const code of classes) counts.set(code, (counts.get(code) ?? 0) + 1);
  const pure = seen.every(({ size }) => size === 1);
  const several = counts.size > 1 && [...counts.values()].every((count) => count > 1);
  return pure && several ? { rows: found, codes: classes } : { rows: found };
}
