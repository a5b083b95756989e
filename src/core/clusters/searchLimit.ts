/** What methods that compare every row with all others may be given, told before the work begins. */
import { TetradError } from '../protocol/errors';
import type { Rows } from './rows';

/** Differences of values, in the worst case: some minutes. */
const mostDifferences = 2e11;
/** Values of the rows that a version keeps: 64 MB. */
const mostValues = 2 ** 24;
/** On an ordinary processor. */
const differencesPerSecond = 5e8;

/** badInput where it would take too long; `instead`: "k-means, which …". */
export function searchLimit(
  method: string,
  { rows, width }: Pick<Rows, 'rows' | 'width'>,
  instead: string,
): void {
  const differences = rows * rows * width;
  if (differences <= mostDifferences && rows * width <= mostValues) return;
  const most = Math.floor(Math.min(Math.sqrt(mostDifferences / width), mostValues / width));
  const minutes = Math.round(differences / differencesPerSecond / 60);
  throw new TetradError({
    code: 'badInput',
    message: `${method} compares every row with all others: ${rows.toLocaleString('en')} rows of ${width.toLocaleString('en')} values would take up to ${minutes.toLocaleString('en')} minutes, and their file as much room as they do.`,
    place: 'family',
    hint: `Choose at most ${most.toLocaleString('en')} training rows, fewer columns, or ${instead}.`,
  });
}
