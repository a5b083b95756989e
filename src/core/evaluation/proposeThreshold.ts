/**
 * From which probability on the event is called, chosen on the validation rows: for the best F1, or for the least cost
 * where a person says what a miss and a false alarm cost. It lies between two scores that were met, as float32, so that
 * no such row lies on it.
 */
import { rankScores, type RankedScores } from '../stats/rankScores';
import { thresholdMetrics, type ThresholdMetrics } from '../stats/thresholdMetrics';
import type { ClassPredictions } from '../tasks/classification';

/** Below this share of the rows, 0.5 calls too few. */
const rareShare = 0.2;

export interface Costs {
  miss: number;
  alarm: number;
}

export interface ThresholdProposal {
  label: string;
  /** Of the validation rows. */
  share: number;
  from: number;
  /** At 0.5, and at the threshold. */
  before: ThresholdMetrics;
  after: ThresholdMetrics;
}

export const bestF1 = (ranked: RankedScores): number =>
  best(ranked, (hits, alarms) => (2 * hits) / (hits + alarms + ranked.positives));

export const leastCost = (ranked: RankedScores, { miss, alarm }: Costs): number =>
  best(ranked, (hits, alarms) => -miss * (ranked.positives - hits) - alarm * alarms);

export const rankedFor = (
  { labels, truth, probabilities }: Pick<ClassPredictions, 'labels' | 'truth' | 'probabilities'>,
  event: number,
): RankedScores =>
  rankScores(
    Float32Array.from(truth, (_, i) => probabilities[labels.length * i + event] as number),
    Uint8Array.from(truth, (label) => Number(label === event)),
  );

/** Two labels of which one is rare: what would find more of it. Nothing is changed by it. */
export function proposeThreshold(
  judged: Pick<ClassPredictions, 'labels' | 'truth' | 'probabilities'>,
  event: number,
): ThresholdProposal | undefined {
  const { labels, truth } = judged;
  if (labels.length !== 2) return undefined;
  const ranked = rankedFor(judged, event);
  const share = ranked.positives / truth.length;
  if (ranked.positives === 0 || share >= rareShare) return undefined;
  const from = bestF1(ranked);
  const [before, after] = [thresholdMetrics(ranked, 0.5), thresholdMetrics(ranked, from)];
  if (after.f1 <= before.f1) return undefined;
  return { label: labels[event] as string, share, from, before, after };
}

const count = (n: number): string => n.toLocaleString('en');

export function proposalWords({ label, share, from, before, after }: ThresholdProposal): string {
  const positives = before.truePositives + before.falseNegatives;
  const found = ({ truePositives, falsePositives }: ThresholdMetrics) =>
    `${count(truePositives)} of ${count(positives)} found, ${count(falsePositives)} false ${falsePositives === 1 ? 'alarm' : 'alarms'}`;
  return `Only ${(100 * share).toFixed(1)} % of the validation rows are “${label}”. At 0.5: ${found(before)}. From ${from.toFixed(3)} on: ${found(after)}. Labels stay as they are until a threshold is kept.`;
}

function best(ranked: RankedScores, worth: (hits: number, alarms: number) => number): number {
  const { thresholds, truePositives, falsePositives } = ranked;
  let place = -1;
  let highest = worth(0, 0);
  for (let i = 0; i < thresholds.length; i++) {
    const value = worth(truePositives[i] as number, falsePositives[i] as number);
    if (value <= highest) continue;
    highest = value;
    place = i;
  }
  const above = place < 0 ? 1 : (thresholds[place] as number);
  return Math.fround((above + (thresholds[place + 1] ?? 0)) / 2);
}
