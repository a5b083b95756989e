/** How much each preset tries, and how the time is shared out. */
import type { AutomlPreset } from '#/core/protocol/automl';

/** What of the portfolio is tried, how many lead into the folds, how many may be in the ensemble, and how many are tuned. */
export const presets: Record<
  AutomlPreset,
  { portfolio: number; folded: number; members: number; tuned: number }
> = {
  fast: { portfolio: 6, folded: 3, members: 4, tuned: 0 },
  balanced: { portfolio: 14, folded: 6, members: 6, tuned: 24 },
  best: { portfolio: 40, folded: 10, members: 10, tuned: 200 },
};
/** Share of the time after which no fit begins. */
export const fitsEnd = 0.5;
/** And no fold, of so many seconds: an ensemble takes a worker of its own, and asks every member. */
export const foldsEndOf = (limit: number): number =>
  1 - Math.max(0.12, Math.min(leastEndSeconds / limit, 0.3));
const leastEndSeconds = 8;
/** Where folds leave time, fits go on until this, and are judged by folds as well. */
export const fitsEndAgain = 0.72;
/** Of the time that fits have left, and of all, one may take; and so much after they should have ended. */
export const [longestShare, leastShare, overShare] = [0.5, 0.15, 0.08];
/** Families around whose best settings others are tried. */
export const tunedFamilies = 3;
/** Between the weighing of members and the end. */
export const endSeconds = 0.5;
