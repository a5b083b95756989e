/**
 * Whether samples look to a model as those of before did: by a classifier and by the mean discrepancy, all of them and
 * window by window. Both probabilities join those of the columns before they are called small (judgeColumns).
 */
import type { ColumnDrift, DriftPicture, SeenTest, Verdict } from '../driftReport';
import { meanDiscrepancy } from './meanDiscrepancy';
import { type Points, pointsAt } from './points';
import { toldApart } from './toldApart';

/** Of each side; fewer say nothing. */
export const fewestSeen = 20;
/** Of each side, at once: a matrix of all pairs is held. */
export const mostSeen = 500;
const mostPermutations = 9_999;
const mostRows = 5;
const bins = 12;

interface Look {
  statistic: number;
  pValue: number;
  /** From 0, and what chance reaches. */
  distance: number;
  chance: number;
  scores: { before: Float64Array; now: Float64Array };
  /** Numbers of the samples of now. */
  rows: Uint32Array;
}

/** undefined: too few samples. */
export type Looks = Record<SeenTest, Look> | undefined;

export interface SeenPair {
  before: Points;
  now: Points;
  /** Number of each sample of now. */
  rows: Uint32Array;
  /** Of each the window it is in, -1 for none; absent: there is one. */
  windowOf?: Int32Array;
  windows: number;
}

export interface SeenLooks {
  whole: Looks;
  windows: Looks[];
}

export async function lookAtSeen(
  { before, now, rows, windowOf, windows }: SeenPair,
  /** `tests`: with which the probabilities are judged together. */
  { alpha, tests }: { alpha: number; tests: number },
  tell: (progress: number) => Promise<void>,
): Promise<SeenLooks> {
  const permutations = Math.max(199, Math.min(mostPermutations, Math.ceil((2 * (tests + 2)) / alpha)));
  const at = (places: Uint32Array) =>
    look(
      before,
      pointsAt(now, places),
      places.map((place) => rows[place] as number),
      { alpha, permutations },
    );
  const found: SeenLooks = { whole: at(evenly(now.rows)), windows: [] };
  await tell(1 / (windows + 1));
  for (let window = 0; windowOf && window < windows; window++) {
    const own = Uint32Array.from(windowOf.keys()).filter((place) => windowOf[place] === window);
    found.windows.push(at(evenly(own.length).map((place) => own[place] as number)));
    await tell((window + 2) / (windows + 1));
  }
  return found;
}

/** The places that are looked at of so many: they are in order, and so over all of it. */
export const evenly = (count: number, most = mostSeen): Uint32Array =>
  Uint32Array.from({ length: Math.min(count, most) }, (_, i) =>
    Math.floor((i * count) / Math.min(count, most)),
  );

function look(
  before: Points,
  now: Points,
  rows: Uint32Array,
  how: { alpha: number; permutations: number },
): Looks {
  if (before.rows < fewestSeen || now.rows < fewestSeen) return undefined;
  const told = toldApart(before, now, how.alpha);
  const mean = meanDiscrepancy(before, now, how);
  const root = (square: number) => Math.sqrt(Math.max(0, square));
  const above = (accuracy: number) => Math.max(0, 2 * accuracy - 1);
  return {
    classifier: {
      statistic: told.accuracy,
      pValue: told.pValue,
      distance: above(told.accuracy),
      chance: above(told.chance),
      scores: told.scores,
      rows,
    },
    mmd: {
      statistic: mean.square,
      pValue: mean.pValue,
      distance: root(mean.square),
      chance: root(mean.chance),
      scores: mean.scores,
      rows,
    },
  };
}

export const seenTests = ['classifier', 'mmd'] as const satisfies readonly SeenTest[];

/** The probabilities of a look, in the order of `seenTests`. */
export const pValuesOf = (looks: Looks): number[] =>
  looks ? seenTests.map((test) => looks[test].pValue) : [];

const names: Record<SeenTest, string> = {
  classifier: 'what the model sees',
  mmd: 'what it sees on average',
};

/** `adjusted`: as `pValuesOf`, after the correction. */
export function seenColumns(
  { whole, windows }: SeenLooks,
  adjusted: { whole: readonly number[]; windows: readonly (readonly number[])[] },
  alpha: number,
): ColumnDrift[] {
  return seenTests.map((test, i): ColumnDrift => {
    const own = whole?.[test];
    const pValue = adjusted.whole[i];
    const verdict = verdictOf(pValue, alpha);
    const overTime = windows.map((looks, window) => ({
      verdict: verdictOf(adjusted.windows[window]?.[i], alpha),
      distance: looks?.[test].distance ?? null,
      chance: looks?.[test].chance ?? null,
      missing: 0,
    }));
    const moved = overTime.flatMap((one, window) => (one.verdict === 'drifted' ? [window] : []));
    // A window that is foreign drowns among those that are not.
    const foreign = verdict === 'drifted' ? own : windows[moved[0] ?? -1]?.[test];
    return {
      name: names[test],
      part: 'input',
      form: 'seen',
      verdict,
      words: `${wordsOf(test, own, verdict, alpha)}${moved.length > 0 ? ` Drifted in ${moved.length} of ${windows.length} windows.` : ''}`,
      ...(own && {
        test,
        statistic: own.statistic,
        ...(pValue !== undefined && { pValue }),
        threshold: alpha,
        distance: own.distance,
        picture: pictureOf(own.scores),
      }),
      missing: { before: 0, now: 0 },
      rows: foreign ? mostForeign(foreign) : [],
      overTime,
    };
  });
}

const verdictOf = (pValue: number | undefined, alpha: number): Verdict =>
  pValue === undefined ? 'unknown' : pValue < alpha ? 'drifted' : 'same';

function mostForeign({ scores: { now }, rows }: Look): number[] {
  const order = Array.from(now.keys()).sort((a, b) => (now[b] as number) - (now[a] as number));
  return order.slice(0, mostRows).map((place) => rows[place] as number);
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;

function wordsOf(test: SeenTest, look: Look | undefined, verdict: Verdict, alpha: number): string {
  if (!look) return `Fewer than ${fewestSeen} samples on a side: too few to tell.`;
  const by = `chance reaches ${test === 'mmd' ? look.chance.toFixed(3) : percent((1 + look.chance) / 2)} in ${percent(alpha)} of cases.`;
  const found =
    test === 'mmd'
      ? `${look.distance.toFixed(3)} apart; ${by}`
      : `A classifier is right about ${percent(look.statistic)} of samples it did not learn from; ${by}`;
  return verdict === 'same' ? `As before. ${found}` : found;
}

/** Shares of the scores of both sides, in equal steps from the least to the largest. */
function pictureOf({ before, now }: Look['scores']): DriftPicture {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const side of [before, now])
    for (const score of side) {
      least = Math.min(least, score);
      most = Math.max(most, score);
    }
  const step = (most - least) / bins || 1;
  const shares = (scores: Float64Array) => {
    const counts = Array.from({ length: bins }, () => 0);
    for (const score of scores)
      (counts[Math.min(bins - 1, Math.floor((score - least) / step))] as number) += 1 / scores.length;
    return counts;
  };
  return {
    edges: Array.from({ length: bins + 1 }, (_, i) => least + i * step),
    before: shares(before),
    now: shares(now),
  };
}
