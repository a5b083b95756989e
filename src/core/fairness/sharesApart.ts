/**
 * How far apart shares of groups lie: the largest less the smallest, and the smallest over the largest. The interval
 * of the difference is Newcombe's (1998, method 10), from the Wilson intervals of the two. Shares of few rows say
 * little, so they are left out and named.
 */
import type { ShareWithInterval } from '../evaluation/wilsonInterval';

/** A share of fewer rows is not compared. */
export const fewestRows = 10;

export interface Apart {
  /** NaN where fewer than two groups can be compared. */
  difference: number;
  low: number;
  high: number;
  ratio: number;
  lowest?: string;
  highest?: string;
  /** Groups with too few rows for this share. */
  leftOut: string[];
}

export function sharesApart(
  shares: readonly { group: string; share: ShareWithInterval }[],
  fewest = fewestRows,
): Apart {
  const compared = shares.filter(({ share }) => share.of >= Math.max(1, fewest));
  const leftOut = shares.filter((one) => !compared.includes(one)).map(({ group }) => group);
  const sorted = [...compared].sort((a, b) => a.share.share - b.share.share);
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (!least || !most || sorted.length < 2) return { ...unknown, leftOut };
  const [a, b] = [most.share, least.share];
  const difference = a.share - b.share;
  return {
    difference,
    low: Math.max(0, difference - Math.hypot(a.share - a.low, b.high - b.share)),
    high: Math.min(1, difference + Math.hypot(a.high - a.share, b.share - b.low)),
    ratio: a.share === 0 ? 1 : b.share / a.share,
    lowest: least.group,
    highest: most.group,
    leftOut,
  };
}

const unknown = { difference: Number.NaN, low: Number.NaN, high: Number.NaN, ratio: Number.NaN };

/** Of two, the one that lies further apart: equalised odds asks for both. */
export const furtherApart = (a: Apart, b: Apart): Apart => ({
  ...(Number.isNaN(b.difference) || a.difference >= b.difference ? a : b),
  ratio: Number.isNaN(a.ratio) ? b.ratio : Number.isNaN(b.ratio) ? a.ratio : Math.min(a.ratio, b.ratio),
  leftOut: [...new Set([...a.leftOut, ...b.leftOut])],
});
