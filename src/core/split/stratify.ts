/** Which rows belong together when rows are dealt out: all of them, or one group per class. */
import { classLabels } from '../tasks/registry';
import { TetradError } from '../protocol/errors';
import type { TaskSpec } from '../protocol/train';
import { permutation } from '../random/random';

/** What is drawn (a stream of random numbers), and for the how manieth time. */
export interface Draw {
  stream: 'split' | 'test';
  repeat: number;
}

export const firstDraw: Draw = { stream: 'split', repeat: 0 };

/** Shuffled row numbers per class (regression: one group). Pure in its arguments. */
export function shuffledGroups(
  task: TaskSpec,
  targetCodes: ArrayLike<number> | undefined,
  n: number,
  seed: number,
  { stream, repeat }: Draw = firstDraw,
): Uint32Array[] {
  const labels = classLabels(task);
  if (!labels) return [permutation(seed, stream, repeat, n)];
  if (!targetCodes || targetCodes.length !== n) {
    throw new TetradError({ code: 'internal', message: `The split needs ${n} class codes.` });
  }
  const groups = labels.map((): number[] => []);
  for (const row of permutation(seed, stream, repeat, n)) {
    const group = groups[targetCodes[row] ?? -1];
    if (!group) {
      throw new TetradError({
        code: 'badInput',
        message: `The target "${task.target}" has no known class in this row.`,
        place: `row ${row + 1}, column ${task.target}`,
        hint: 'Leave rows without a target out before training.',
      });
    }
    group.push(row);
  }
  return groups.filter((group) => group.length > 0).map((group) => Uint32Array.from(group));
}

/** Below, values that all differ say nothing of a column. */
const fewRows = 10;

/** Fails where no model could be judged: too few rows, one class, nothing that repeats. */
export function checkTarget(task: TaskSpec, groups: readonly Uint32Array[], n: number): void {
  const place = `column ${task.target}`;
  if (n < 2) {
    throw new TetradError({
      code: 'badInput',
      message: `Training needs at least 2 rows with a target; there ${n === 1 ? 'is 1' : 'are none'}.`,
      hint: 'Import more rows, or choose another target.',
      place,
    });
  }
  if (!classLabels(task)) return;
  if (groups.length < 2) {
    throw new TetradError({
      code: 'badInput',
      message: `Every row has the same value in "${task.target}", so there is nothing to tell apart.`,
      hint: 'Choose a target with at least two different values.',
      place,
    });
  }
  if (groups.every((group) => group.length < 2)) {
    throw new TetradError({
      code: 'badInput',
      message: `Every value of "${task.target}" occurs once, so none can be both learnt and checked.`,
      hint:
        n < fewRows
          ? `${n} rows are too few to learn classes from: import more, so that each class has at least two.`
          : 'This looks like an identifier: choose another target, or treat it as a number.',
      place,
    });
  }
}
