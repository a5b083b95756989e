import type { StoredRows } from './findNearest';

/** Differences that are taken without a sign of life: some ten milliseconds. */
const differences = 2 ** 23;

/** Rows whose neighbours are found in one go. */
export const rowsPerSearch = ({ rows, width }: Pick<StoredRows, 'rows' | 'width'>): number =>
  Math.max(1, Math.floor(differences / (rows * width)));
