import { TetradError } from '../protocol/errors';
import type { StoredRows } from './findNearest';

/** Values of the rows that are kept: 64 MB, which a page and a file can hold. */
const mostValues = 2 ** 24;

/** badInput where so many rows, from so many columns, are more than a version may keep. */
export function refuseTooLarge({ rows, width }: Pick<StoredRows, 'rows' | 'width'>, columns: number): void {
  if (rows * width <= mostValues) return;
  const count = (n: number) => n.toLocaleString('en');
  throw new TetradError({
    code: 'badInput',
    message: `Nearest neighbours keeps every training row: ${count(rows)} rows of ${count(width)} values are more than the ${count(mostValues)} values it may hold.`,
    place: 'family',
    hint: `Choose ${columns > 1 ? `fewer than ${count(columns)} features` : 'smaller samples'}, at most ${count(Math.floor(mostValues / width))} training rows, or another family.`,
  });
}
