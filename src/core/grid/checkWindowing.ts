/** What is wrong with windows and patches over axes that are already known. */
import type { MappingPlace, MappingProblem } from './checkMapping';
import type { GridSchema } from './gridSchema';
import { windowsOf } from './windowsOf';

/** More rows than a table of samples should have, or any training could see. */
const mostSamples = 5_000_000;

const isCount = (value: number): boolean => Number.isInteger(value) && value >= 1;

/** `needsFuture`: the target is the field itself, later. */
export function checkWindowing(
  grid: Pick<GridSchema, 'recordings' | 'axes' | 'windowing'>,
  needsFuture: boolean,
): MappingProblem[] {
  const { axes, windowing } = grid;
  const { length, stride, horizon, patch } = windowing;
  const problems: MappingProblem[] = [];
  const problem = (at: MappingPlace, message: string, hint: string) => problems.push({ at, message, hint });
  const times = axes.time.size;
  if (!isCount(length)) problem('length', 'A window has at least one time.', 'Enter a whole number from 1.');
  if (!isCount(stride))
    problem('stride', 'Windows are at least one step apart.', 'Enter a whole number from 1.');
  if (!(Number.isInteger(horizon) && horizon >= 0))
    problem('horizon', 'The horizon is a number of steps.', 'Enter a whole number from 0.');
  else if (needsFuture && horizon === 0)
    problem('horizon', 'The future is at least one step ahead.', 'Enter 1 or more.');
  if (problems.length === 0 && length > times)
    problem(
      'length',
      `A window of ${length.toLocaleString('en')} times is longer than the series, which has ${times.toLocaleString('en')}.`,
      `Enter at most ${times.toLocaleString('en')}, or choose which dimension is time.`,
    );
  else if (problems.length === 0 && length + horizon > times)
    problem(
      'horizon',
      `A window of ${length.toLocaleString('en')} and a target ${horizon.toLocaleString('en')} later need ${(length + horizon).toLocaleString('en')} times; the series has ${times.toLocaleString('en')}.`,
      'Make the window shorter or the horizon nearer.',
    );
  for (const [i, axis] of (['x', 'y', 'z'] as const).entries()) {
    if (!patch) break;
    const size = patch.size[i] as number;
    if (!isCount(size) || !isCount(patch.stride[i] as number))
      problem(`patch ${axis}`, 'Patches and the steps between them are whole numbers.', 'Enter 1 or more.');
    else if (size > axes[axis].size)
      problem(
        `patch ${axis}`,
        `A patch of ${size.toLocaleString('en')} is larger than the space: ${axis} has ${axes[axis].size.toLocaleString('en')}.`,
        `Enter at most ${axes[axis].size.toLocaleString('en')}.`,
      );
  }
  if (problems.length > 0) return problems;
  const { count } = windowsOf(grid);
  if (count > mostSamples)
    problem(
      'stride',
      `This makes ${count.toLocaleString('en')} samples; at most ${mostSamples.toLocaleString('en')} can be kept.`,
      'Make the strides longer.',
    );
  return problems;
}
