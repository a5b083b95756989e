/** How much each preset tries, and how the time is shared out. */
import type { AutomlPreset } from '#/core/protocol/automl';

/**
 * What of the portfolio is tried, how many lead into the folds, how many may be in the ensemble, and how many are tuned
 * before the first folds; after these as many as there is time for.
 */
export const presets: Record<
  AutomlPreset,
  { portfolio: number; folded: number; members: number; tuned: number }
> = {
  fast: { portfolio: 6, folded: 3, members: 4, tuned: 0 },
  balanced: { portfolio: 16, folded: 6, members: 8, tuned: 24 },
  best: { portfolio: 40, folded: 10, members: 12, tuned: 200 },
};
/** Share of the time after which no fit begins before there are folds. */
export const fitsEnd = 0.4;
/** And no fold, of so many seconds: an ensemble takes a worker of its own, and asks every member. */
export const firstFoldsEnd = 0.75;
/** Seconds that weighing members takes, before it is known. */
export const combineSecondsOf = (limit: number): number =>
  limit * Math.max(0.12, Math.min(leastEndSeconds / limit, 0.3));
const leastEndSeconds = 8;
/** So much longer than before the same may take at the end. */
export const slack = 1.4;
/** Of the time that fits have left, and of all, one may take; and so much after they should have ended. */
export const [longestShare, leastShare, overShare] = [0.5, 0.15, 0.08];
/** Families around whose best settings others are tried. */
export const tunedFamilies = 3;
/** Settings that are tried at a time where folds follow. */
export const mostTunedAtOnce = 4;
/** Of the time that is left, folds of one model may take. */
export const mostFoldedShare = 0.8;
/** Between the weighing of members and the end. */
export const endSeconds = 0.5;
/** Learning from all rows takes so much longer than from those that leave a validation part. */
export const wholeFactor = 1.4;
/** Of the time that learning again from all rows may take. */
export const mostWholeShare = 0.25;
/** A part must judge; what learns from all rows keeps as little as that. */
export const leastValidation = 0.02;
