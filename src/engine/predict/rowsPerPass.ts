/** Samples of `size` values each that are taken at once. */
export const rowsPerPass = (size: number, mostValues: number, mostRows: number): number =>
  Math.max(1, Math.min(mostRows, Math.floor(mostValues / size)));
