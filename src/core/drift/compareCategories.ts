/** A column of labels on two sides. Thousands of labels are compared by their most frequent and, the rest, by a hash. */
import type { CategoryStream } from './categoryStream';
import type { Compared } from './compareNumbers';
import {
  chanceJensenShannon,
  chiSquare,
  cleanJensenShannon,
  jensenShannon,
  pooled,
  proportions,
  stabilityIndex,
} from './counts';
import type { DriftMethod, DriftPicture } from './driftReport';
import { bucketOf, type CategorySketch, hashLabel, present } from './sketch';

const mostCells = 100;
const mostBars = 12;
/** Of labels that stand for themselves among thousands. */
const leastShare = 0.005;

/** The share of rows whose labels a reference lacks by chance. */
export const unseenByChance = (before: CategorySketch): number => before.once / Math.max(1, present(before));

interface Cells {
  labels: string[];
  /** Labels, then buckets, then what is new. */
  before: number[];
  now: number[];
}

/**
 * Labels are chosen by how often both sides have them: by one side alone, those that chance favoured there would seem to
 * have fallen. New labels are a cell only where there are more than chance leaves out of a reference.
 */
export function cellsOf(before: CategorySketch, now: CategoryStream): Cells {
  const counted = now.counted();
  const pooledCounts = before.labels.map(
    (label, i) => (before.counts[i] as number) + (counted.labels.get(label) ?? 0),
  );
  const most = present(before) + now.present;
  const least = before.rest.some((count) => count > 0) ? leastShare * most : 1;
  const labels = before.labels
    .map((label, i) => ({ label, count: pooledCounts[i] as number }))
    .filter(({ count }) => count >= least)
    .sort((a, b) => b.count - a.count)
    .slice(0, mostCells)
    .map(({ label }) => label);
  const fresh = before.known ? now.fresh(before.known).count / Math.max(1, now.present) : 0;
  const hasFresh = fresh > 3 * unseenByChance(before);
  const place = new Map(labels.map((label, i) => [label, i]));
  const first = labels.length;
  const cells = first + before.rest.length;
  const own = Array.from({ length: cells + 1 }, () => 0);
  const other = [...own];
  for (const [i, label] of before.labels.entries())
    (own[place.get(label) ?? first + bucketOf(label)] as number) += before.counts[i] as number;
  for (const [i, count] of before.rest.entries()) (own[first + i] as number) += count;
  for (const [label, count] of counted.labels) {
    const isNew = hasFresh && before.known && !before.known.has(hashLabel(label));
    (other[place.get(label) ?? (isNew ? cells : first + bucketOf(label))] as number) += count;
  }
  for (const [i, count] of counted.rest.entries()) (other[first + i] as number) += count;
  return { labels, before: own, now: other };
}

/** Both sides have values. */
export function compareCategories(
  before: CategorySketch,
  now: CategoryStream,
  cells: Cells,
  method: DriftMethod,
): Compared {
  const joined = pooled(cells.before, cells.now);
  const distance = cleanJensenShannon(joined.a, joined.b);
  if (method === 'jensenShannon' || method === 'psi') {
    const measure = method === 'psi' ? stabilityIndex : jensenShannon;
    return { test: method, statistic: measure(joined.a, joined.b), distance };
  }
  const filled = cells.before.flatMap((count, i) => (count + (cells.now[i] as number) > 0 ? [i] : []));
  const yes = filled[0];
  if (filled.length === 2 && yes !== undefined && method !== 'chiSquare') {
    const found = proportions(
      cells.before[yes] as number,
      present(before),
      cells.now[yes] as number,
      now.present,
    );
    return { test: 'z', ...found, distance };
  }
  const { statistic, pValue } = chiSquare(joined.a, joined.b);
  return { test: 'chiSquare', statistic, pValue, distance };
}

export function momentOfCategories({ before, now }: Cells, alpha: number) {
  const joined = pooled(before, now);
  const [n, m] = [joined.a, joined.b].map((counts) => counts.reduce((sum, count) => sum + count, 0));
  return {
    distance: jensenShannon(joined.a, joined.b),
    chance: chanceJensenShannon(joined.a.length, n ?? 0, m ?? 0, alpha),
  };
}

/** The most frequent, those that are new, and all others as one. */
export function pictureOfCategories(before: CategorySketch, now: CategoryStream): DriftPicture {
  const counted = now.counted().labels;
  const fresh = before.known ? now.fresh(before.known).labels : [];
  const most = before.labels.slice(0, mostBars);
  const [n, m] = [present(before) || 1, now.present || 1];
  const a = [...most.map((_, i) => (before.counts[i] as number) / n), ...fresh.map(() => 0)];
  const b = [...most, ...fresh].map((label) => (counted.get(label) ?? 0) / m);
  const left = (shares: readonly number[]) => Math.max(0, 1 - shares.reduce((sum, share) => sum + share, 0));
  const hasOthers = left(a) > 1e-9 || left(b) > 1e-9;
  return {
    labels: [...most, ...fresh, ...(hasOthers ? ['all others'] : [])],
    before: [...a, ...(hasOthers ? [left(a)] : [])],
    now: [...b, ...(hasOthers ? [left(b)] : [])],
  };
}
