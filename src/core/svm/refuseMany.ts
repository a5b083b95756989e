import { TetradError } from '../protocol/errors';

const mostRows = 10_000;

/** Time and memory grow with the square of the rows. */
export function refuseMany(rows: number, instead: string): void {
  if (rows <= mostRows) return;
  throw new TetradError({
    code: 'badInput',
    message: `Support vectors compare every row with every other, and ${rows.toLocaleString('en')} training rows are too many: ${mostRows.toLocaleString('en')} is the most.`,
    place: 'family',
    hint: `Take ${instead}, or a sample of the rows.`,
  });
}
