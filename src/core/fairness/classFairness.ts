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
export function classFairness(
  judged: JudgedClass,
  groups: readonly Group[],
  thresholdOf: (label: string) => number,
  fewest = fewestRows,
): ClassFairness {
  const called = new Uint8Array(judged.scores.length);
  for (const { label, members } of groups)
    for (const place of members)
      called[place] = (judged.scores[place] as number) >= thresholdOf(label) ? 1 : 0;
  const rated = groups.map((group) => ratesOf(judged, called, group, thresholdOf(group.label), fewest));
  const all = groups.flatMap(({ members }) => members);
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
    total: ratesOf(judged, called, { label: 'all rows', members: all }, Number.NaN, fewest),
    demographicParity: apart('positiveRate'),
    equalOpportunity,
    equalisedOdds: furtherApart(equalOpportunity, apart('falsePositiveRate')),
    predictiveParity: apart('precision'),
    accuracy: apart('accuracy'),
  };
}

function ratesOf(
  { scores, isPositive }: JudgedClass,
  called: Uint8Array,
  { label, members }: Group,
  threshold: number,
  fewest: number,
): GroupRates {
  let [hits, alarms, positives, sum] = [0, 0, 0, 0];
  for (const place of members) {
    sum += scores[place] as number;
    if (isPositive[place]) positives++;
    if (called[place] && isPositive[place]) hits++;
    else if (called[place]) alarms++;
  }
  const rows = members.length;
  const negatives = rows - positives;
  const own = Float64Array.from(members, (place) => scores[place] as number);
  const truth = Uint8Array.from(members, (place) => (isPositive[place] ? 1 : 0));
  return {
    label,
    rows,
    positives,
    threshold,
    positiveRate: wilsonInterval(hits + alarms, rows),
    truePositiveRate: wilsonInterval(hits, positives),
    falsePositiveRate: wilsonInterval(alarms, negatives),
    precision: wilsonInterval(hits, hits + alarms),
    accuracy: wilsonInterval(hits + negatives - alarms, rows),
    auc: aucInterval(own, truth),
    meanProbability: sum / rows,
    baseRate: wilsonInterval(positives, rows),
    calibration: calibration(own, truth),
    small: Math.min(positives, negatives) < fewest,
  };
}
