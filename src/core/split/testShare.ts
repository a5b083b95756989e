/** How much is kept for a test when nobody says: enough for a figure that means something, or nothing. */

/** Fewer leave a test part whose figure is too coarse to mean much: k folds judge such data better. */
export const fewestForTest = 500;
/** Things to hold back (rows, groups): fewer make a test of one or two. */
export const fewestUnitsForTest = 10;
const mostTested = 50_000;

export function autoTestShare(samples: number, units = samples): number {
  if (samples < fewestForTest || units < fewestUnitsForTest) return 0;
  return Math.min(samples < 10_000 ? 0.15 : 0.1, mostTested / samples);
}
