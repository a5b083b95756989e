/**
 * One class against the rest, group by group: who is called it, who of those who are it is found, who of the others is
 * called it wrongly, and whether the probabilities happen as often as they say. Demographic parity asks that the rates
 * of positive answers be equal; equalised odds (Hardt, Price and Srebro 2016) that both the true and the false positive
 * rates be. Each group may have a threshold of its own.
 */
import { type ShareWithInterval, wilsonInterval } from '../evaluation/wilsonInterval';
import { type Calibration, calibration } from '../stats/calibration';
import { type AreaWithInterval, aucInterval } from './aucInterval';
import { type Apart, fewestRows, furtherApart, sharesApart } from './sharesApart';

export interface Group {
  label: string;
  /** Places in the judged rows. */
  members: readonly number[];
}

export interface JudgedClass {
  /** Probability of the class, of each row. */
  scores: ArrayLike<number>;
  /** 1 where it is the class. */
  isPositive: ArrayLike<number>;
}

export interface GroupRates {
  label: string;
  rows: number;
  positives: number;
  threshold: number;
  positiveRate: ShareWithInterval;
  truePositiveRate: ShareWithInterval;
  falsePositiveRate: ShareWithInterval;
  precision: ShareWithInterval;
  accuracy: ShareWithInterval;
  auc: AreaWithInterval;
  /** Mean probability, beside the share of rows that are the class. */
  meanProbability: number;
  baseRate: ShareWithInterval;
  calibration: Calibration;
  /** Fewer rows, or fewer of either side, than can be compared. */
  small: boolean;
}

export interface ClassFairness {
  groups: GroupRates[];
  /** All rows together. */
  total: GroupRates;
  demographicParity: Apart;
  equalOpportunity: Apart;
  equalisedOdds: Apart;
  predictiveParity: Apart;
  accuracy: Apart;
}

/** `thresholdOf` a group's label. A row is called positive when its score is at least the threshold. */
export const classFairness = (
  judged: JudgedClass,
  groups: readonly Group[],
  thresholdOf: (label: string) => number,
  fewest = fewestRows,
): ClassFairness => compareClass(judged, groups, fewest)(thresholdOf);

/** The same for thresholds that move: what does not hang on them is computed once. */
export function compareClass(
  judged: JudgedClass,
  groups: readonly Group[],
  fewest = fewestRows,
): (thresholdOf: (label: string) => number) => ClassFairness {
  const all = groups.flatMap(({ members }) => members);
  const called = new Uint8Array(judged.scores.length);
  const rating = groups.map((group) => rater(judged, called, group, fewest));
  const rateAll = rater(judged, called, { label: 'all rows', members: all }, fewest);
  return (thresholdOf) => {
    for (const { label, members } of groups) {
      const threshold = thresholdOf(label);
      for (const place of members) called[place] = (judged.scores[place] as number) >= threshold ? 1 : 0;
    }
    const rated = groups.map(({ label }, i) => (rating[i] as Rater)(thresholdOf(label)));
    const apart = (
      name: 'positiveRate' | 'truePositiveRate' | 'falsePositiveRate' | 'precision' | 'accuracy',
    ) =>
      sharesApart(
        rated.map((group) => ({ group: group.label, share: group[name] })),
        fewest,
      );
    const equalOpportunity = apart('truePositiveRate');
    return {
      groups: rated,
      total: rateAll(Number.NaN),
      demographicParity: apart('positiveRate'),
      equalOpportunity,
      equalisedOdds: furtherApart(equalOpportunity, apart('falsePositiveRate')),
      predictiveParity: apart('precision'),
      accuracy: apart('accuracy'),
    };
  };
}

type Rater = (threshold: number) => GroupRates;

/** `called`: 1 where the row is called positive now. */
function rater(
  { scores, isPositive }: JudgedClass,
  called: Uint8Array,
  { label, members }: Group,
  fewest: number,
): Rater {
  const own = Float64Array.from(members, (place) => scores[place] as number);
  const truth = Uint8Array.from(members, (place) => (isPositive[place] ? 1 : 0));
  const rows = members.length;
  const positives = truth.reduce((sum, one) => sum + one, 0);
  const negatives = rows - positives;
  const lasting = {
    label,
    rows,
    positives,
    auc: aucInterval(own, truth),
    meanProbability: own.reduce((sum, score) => sum + score, 0) / rows,
    baseRate: wilsonInterval(positives, rows),
    calibration: calibration(own, truth),
    small: Math.min(positives, negatives) < fewest,
  };
  return (threshold) => {
    let [hits, alarms] = [0, 0];
    for (const place of members) {
      if (!called[place]) continue;
      if (isPositive[place]) hits++;
      else alarms++;
    }
    return {
      ...lasting,
      threshold,
      positiveRate: wilsonInterval(hits + alarms, rows),
      truePositiveRate: wilsonInterval(hits, positives),
      falsePositiveRate: wilsonInterval(alarms, negatives),
      precision: wilsonInterval(hits, hits + alarms),
      accuracy: wilsonInterval(hits + negatives - alarms, rows),
    };
  };
}
