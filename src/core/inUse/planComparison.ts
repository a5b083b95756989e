/**
 * The chance that a comparison finds a difference of a given size by so many labelled rows, before it is started: streams
 * are drawn in which the challenger is that much better, and go label by label through the very test of the live one.
 */
import { uniforms } from '../random/random';
import { wilsonInterval } from '../evaluation/wilsonInterval';
import {
  canaryShares,
  type Comparison,
  type ComparisonWay,
  judged,
  noTest,
  type Outcome,
} from './comparison';

export interface Planned {
  way: ComparisonWay;
  /** Of a split: of the rows the challenger answers. */
  share: number;
  alpha: number;
  /** Labelled rows in all; the test is sharpest for as many. */
  rows: number;
  /** How often the champion is right, and how much more often the challenger. */
  champion: number;
  difference: number;
  /** Of a shadow: the share of rows at which one of them is right and the other wrong. */
  apart: number;
}

export interface Plan {
  runs: number;
  /** Found better by the last row, with a 95 % interval of the simulation. */
  chance: { share: number; low: number; high: number };
  /** Found worse, though it is not. */
  wrong: number;
  /** Labelled rows by which half of those that are found are found. */
  typicalRows?: number;
  /** The chance by labelled rows. */
  curve: { rows: number; chance: number }[];
}

/** Errors that are independent of each other lie this far apart: the most for versions that are no rivals by design. */
export const independentlyApart = (champion: number, difference: number): number => {
  const challenger = champion + difference;
  return champion * (1 - challenger) + challenger * (1 - champion);
};

const [mostRuns, leastRuns] = [400, 100];
const steps = 1_000_000;
/** As many as can be drawn in about a second. */
export const runsFor = (rows: number): number =>
  Math.max(leastRuns, Math.min(mostRuns, Math.round(steps / rows)));
const pointsOfCurve = 20;
const atOnce = 1_000;

/** `breathe` lets others work, some streams apart. */
export async function planComparison(
  planned: Planned,
  breathe: () => Promise<void> = async () => {},
): Promise<Plan> {
  const runs = runsFor(planned.rows);
  const found: number[] = [];
  let wrong = 0;
  for (let run = 0; run < runs; run++) {
    const verdict = verdictOf(planned, run + 1);
    if (verdict?.found === 'better') found.push(verdict.rows);
    if (verdict?.found === 'worse') wrong++;
    if (run % 10 === 9) await breathe();
  }
  found.sort((a, b) => a - b);
  const { share, low, high } = wilsonInterval(found.length, runs);
  return {
    runs,
    chance: { share, low, high },
    wrong: wrong / runs,
    ...(found.length > 0 && { typicalRows: found[Math.floor((found.length - 1) / 2)] }),
    curve: Array.from({ length: pointsOfCurve }, (_, i) => {
      const rows = Math.round((planned.rows * (i + 1)) / pointsOfCurve);
      return { rows, chance: found.filter((at) => at <= rows).length / runs };
    }),
  };
}

function verdictOf(planned: Planned, seed: number): Comparison['verdict'] {
  let comparison = begun(planned);
  for (let at = 0; at < planned.rows; at += atOnce) {
    const count = Math.min(atOnce, planned.rows - at);
    const drawn = uniforms(seed, 'plan', at, 2 * count);
    for (let i = 0; i < count; i++) {
      const pair: [number, number] = [drawn[2 * i] as number, drawn[2 * i + 1] as number];
      comparison = judged(comparison, [outcomeOf(planned, comparison.share, pair)], 0);
      if (comparison.verdict) return comparison.verdict;
    }
  }
  return undefined;
}

function outcomeOf(
  { way, champion, difference, apart }: Planned,
  share: number,
  [a, b]: [number, number],
): Outcome {
  if (way !== 'shadow') {
    const challenger = a < share;
    return { one: { challenger, share, value: b < champion + (challenger ? difference : 0) ? 1 : 0 } };
  }
  // Right alone: the challenger in (apart + difference) / 2, the champion in (apart - difference) / 2 of the rows.
  const [won, lost] = [(apart + difference) / 2, (apart - difference) / 2];
  if (a < won) return { both: { champion: 0, challenger: 1 } };
  if (a < won + lost) return { both: { champion: 1, challenger: 0 } };
  const both = a < won + lost + (champion - lost) ? 1 : 0;
  return { both: { champion: both, challenger: both } };
}

function begun({ way, share, alpha, rows }: Planned): Comparison {
  const contender = (version: number) => ({ versionId: '', version, rows: 0, failed: 0 });
  return {
    id: '',
    modelId: '',
    way,
    champion: contender(1),
    challenger: contender(2),
    share: way === 'shadow' ? 1 : way === 'canary' ? canaryShares[0] : share,
    alpha,
    expectedRows: rows,
    guardrails: { worse: true, failedShare: 1 },
    status: 'running',
    startedAt: 0,
    test: noTest,
    path: [],
    history: [],
  };
}
