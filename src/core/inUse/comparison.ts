/**
 * Two versions of a model that answer at the same time. split: each row is answered by one, by the hash of its key.
 * canary: the same with a share that grows. shadow: both answer, the champion's answer is returned. What is measured is how
 * much better the challenger is (accuracy; of numbers how much nearer), as labels come, and may be looked at at any time.
 */
import { streamId } from '../random/random';
import { anytime, type Between, noMean, type RunningMean, withValue } from './anytime';

export const comparisonWays = ['shadow', 'split', 'canary'] as const;
export type ComparisonWay = (typeof comparisonWays)[number];
export const comparisonStatuses = ['running', 'stopped', 'promoted', 'rolledBack'] as const;
export type ComparisonStatus = (typeof comparisonStatuses)[number];

export interface Contender {
  versionId: string;
  version: number;
  /** Rows that it answered, and those where it failed. */
  rows: number;
  failed: number;
}

export interface Guardrails {
  /** Rolled back as soon as the challenger is found worse. */
  worse: boolean;
  /** Rolled back when the challenger fails at more than this share of its rows. */
  failedShare: number;
}

export interface Comparison {
  id: string;
  modelId: string;
  way: ComparisonWay;
  champion: Contender;
  challenger: Contender;
  /** Of the rows the challenger is asked; of a shadow all. */
  share: number;
  alpha: number;
  /** Labelled rows at which the test is sharpest. */
  expectedRows: number;
  /** Of numbers: how far off a row may usually be, in their own unit. Absent: answers are right or wrong. */
  unit?: number;
  guardrails: Guardrails;
  status: ComparisonStatus;
  startedAt: number;
  endedAt?: number;
  test: ComparisonTest;
  verdict?: { found: 'better' | 'worse'; rows: number; at: number };
  /** How the bounds went, thinned. */
  path: (Between & { rows: number })[];
  history: { at: number; what: string }[];
  /** Where the champion's alias pointed before the challenger was promoted. */
  before?: string | null;
}

/** What labels said so far. */
export interface ComparisonTest {
  difference: RunningMean;
  champion: RunningMean;
  challenger: RunningMean;
}

export const noTest: ComparisonTest = { difference: noMean, champion: noMean, challenger: noMean };

/** Larger is better. */
export interface Outcome {
  /** Of a row that both answered. */
  both?: { champion: number; challenger: number };
  /** Of a row that one answered, which had this share of being the challenger's. */
  one?: { challenger: boolean; share: number; value: number };
}

/**
 * Of a row that one of them answered: what it says of the difference, so that its mean is the difference whatever the
 * shares were (augmented inverse weights, with the means of earlier rows).
 */
export function withOutcome(test: ComparisonTest, { both, one }: Outcome): ComparisonTest {
  if (both)
    return {
      difference: withValue(test.difference, both.challenger - both.champion),
      champion: withValue(test.champion, both.champion),
      challenger: withValue(test.challenger, both.challenger),
    };
  if (!one) return test;
  const { challenger, share, value } = one;
  const all = test.champion.n + test.challenger.n;
  const pooled =
    all === 0 ? 0 : (test.champion.n * test.champion.mean + test.challenger.n * test.challenger.mean) / all;
  const expected = (own: RunningMean) => (own.n < 10 ? pooled : own.mean);
  const [ofChampion, ofChallenger] = [expected(test.champion), expected(test.challenger)];
  const seen = challenger ? (value - ofChallenger) / share : -(value - ofChampion) / (1 - share);
  return {
    difference: withValue(test.difference, ofChallenger - ofChampion + seen),
    champion: challenger ? test.champion : withValue(test.champion, value),
    challenger: challenger ? withValue(test.challenger, value) : test.challenger,
  };
}

/** Fewer labelled rows say nothing. */
export const leastRows = 100;
const mostPath = 200;
/** Shares of a canary, and the labelled rows after which it grows. */
export const canaryShares = [0.05, 0.1, 0.2, 0.5] as const;
export const canaryRows = 300;

export const boundsOf = ({
  test,
  alpha,
  expectedRows,
  share,
  unit = 1,
}: Pick<Comparison, 'test' | 'alpha' | 'expectedRows' | 'share' | 'unit'>) =>
  anytime(test.difference, alpha, expectedRows / 2, share < 1 ? unit / Math.min(share, 1 - share) : unit);

const found = ({ low, high }: Between): 'better' | 'worse' | undefined =>
  low > 0 ? 'better' : high < 0 ? 'worse' : undefined;

/** Labels of each of the two below which nothing is said. */
const leastOfEach = 100;
const says = ({ difference, champion, challenger }: ComparisonTest): boolean =>
  difference.n >= leastRows && champion.n >= leastOfEach && challenger.n >= leastOfEach;

/** undefined while nothing is found, or too little was seen. */
export const verdictOf = (comparison: Parameters<typeof boundsOf>[0]): 'better' | 'worse' | undefined =>
  says(comparison.test) ? found(boundsOf(comparison)) : undefined;

const signed = (value: number, unit?: number) =>
  `${value >= 0 ? '+' : ''}${unit === undefined ? (100 * value).toFixed(1) : Number(value.toPrecision(3))}`;

/** The comparison after more labels, in their order: the verdict, the guardrails and the share of a canary with it. */
export function judged(comparison: Comparison, outcomes: readonly Outcome[], at: number): Comparison {
  let next = comparison;
  for (const outcome of outcomes) {
    if (next.status !== 'running') return next;
    next = step({ ...next, test: withOutcome(next.test, outcome) }, at);
  }
  return next;
}

function step(comparison: Comparison, at: number): Comparison {
  const { n } = comparison.test.difference;
  const bounds = boundsOf(comparison);
  const every = Math.max(1, Math.floor(comparison.expectedRows / mostPath));
  let next = comparison;
  if (n >= 20 && n % every === 0)
    next = { ...next, path: [...next.path, { rows: n, ...bounds }].slice(-2 * mostPath) };
  const verdict = verdictOf(next);
  if (verdict && !next.verdict) {
    const what = `The challenger was found ${verdict} after ${n.toLocaleString('en')} labelled rows (${signed(bounds.low, next.unit)} to ${signed(bounds.high, next.unit)}${next.unit === undefined ? ' points' : ''})`;
    next = {
      ...next,
      verdict: { found: verdict, rows: n, at },
      path: [...next.path, { rows: n, ...bounds }],
      history: [...next.history, { at, what }],
    };
    if (verdict === 'worse' && next.guardrails.worse)
      return ended(next, 'rolledBack', 'Rolled back by itself: the challenger is worse', at);
  }
  return next.way === 'canary' && n % canaryRows === 0 && next.verdict?.found !== 'worse'
    ? grown(next, at)
    : next;
}

function grown(comparison: Comparison, at: number): Comparison {
  const share = canaryShares.find((one) => one > comparison.share);
  return share === undefined
    ? comparison
    : {
        ...comparison,
        share,
        history: [...comparison.history, { at, what: `The challenger gets ${share * 100} % of the rows` }],
      };
}

export function ended(
  comparison: Comparison,
  status: Exclude<ComparisonStatus, 'running'>,
  what: string,
  at: number,
): Comparison {
  return { ...comparison, status, endedAt: at, history: [...comparison.history, { at, what }] };
}

export interface Answered {
  champion: { rows: number; failed: number };
  challenger: { rows: number; failed: number };
}

const leastFailed = 5;

/** After more answers: a challenger that fails too often is rolled back. */
export function withAnswers(comparison: Comparison, more: Answered, at: number): Comparison {
  const add = (contender: Contender, { rows, failed }: Answered['champion']): Contender => ({
    ...contender,
    rows: contender.rows + rows,
    failed: contender.failed + failed,
  });
  const next = {
    ...comparison,
    champion: add(comparison.champion, more.champion),
    challenger: add(comparison.challenger, more.challenger),
  };
  const { rows, failed } = next.challenger;
  return next.status === 'running' &&
    failed >= leastFailed &&
    failed / (rows + failed) > next.guardrails.failedShare
    ? ended(
        next,
        'rolledBack',
        `Rolled back by itself: the challenger failed at ${failed} of ${rows + failed} rows`,
        at,
      )
    : next;
}

/** Whether the challenger answers the row of this key: the same key, the same answer, while the share does not shrink. */
export function asksChallenger({ id, share }: Pick<Comparison, 'id' | 'share'>, key: string): boolean {
  return streamId(`${id} ${key}`) / 2 ** 32 < share;
}
