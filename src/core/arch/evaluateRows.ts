/** Rows per forward pass when a whole split is evaluated: fewer where a row fills much memory on its way. */
const mostRows = 8192;
const mostElements = 2 ** 23;

/** `largest`: elements of the widest value of one row, the input included. */
export const evaluateRows = (largest: number): number =>
  Math.min(mostRows, Math.max(1, Math.floor(mostElements / largest)));
