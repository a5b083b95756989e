/**
 * At the end of which epochs it is kept what a network is: all of them at first, later every second, every fourth …, and
 * then of those before as well, so that a run of any length keeps about as many, evenly spread.
 */
export const mostSnapshots = 48;

const strideAt = (epoch: number): number => 2 ** Math.max(0, Math.ceil(Math.log2(epoch / mostSnapshots)));

export const isSnapshot = (epoch: number, last: number): boolean =>
  epoch === 1 || epoch === last || epoch % strideAt(epoch) === 0;

/** Which of those before are kept when one of this epoch is. */
export const keptBeside =
  (now: number) =>
  (epoch: number): boolean =>
    epoch === 1 || epoch % strideAt(now) === 0;
