/** Numbers, group by group: how far off, and to which side. Intervals are by rows drawn anew, seeded. */
import { type Interval, ratioInterval } from '../stats/ratioInterval';
import type { Group } from './classFairness';
import { fewestRows } from './sharesApart';

export interface GroupErrors {
  label: string;
  rows: number;
  /** Mean of predicted less true: above 0 it is told too much. */
  meanError: number;
  meanErrorInterval?: Interval;
  mae: number;
  maeInterval?: Interval;
  rmse: number;
  meanTruth: number;
  meanPredicted: number;
  small: boolean;
}

export interface NumberFairness {
  groups: GroupErrors[];
  total: GroupErrors;
  /** Of the groups that are not small: NaN where fewer than two are. */
  maeDifference: number;
  maeRatio: number;
  meanErrorDifference: number;
  leftOut: string[];
}

interface JudgedNumber {
  truth: ArrayLike<number>;
  predicted: ArrayLike<number>;
}

export function numberFairness(
  judged: JudgedNumber,
  groups: readonly Group[],
  fewest = fewestRows,
): NumberFairness {
  const found = groups.map((group) => errorsOf(judged, group, fewest));
  const compared = found.filter(({ small }) => !small);
  const few = compared.length < 2;
  const maes = compared.map(({ mae }) => mae);
  const means = compared.map(({ meanError }) => meanError);
  const [least, most] = [Math.min(...maes), Math.max(...maes)];
  return {
    groups: found,
    total: errorsOf(judged, { label: 'all rows', members: groups.flatMap(({ members }) => members) }, fewest),
    maeDifference: few ? Number.NaN : most - least,
    maeRatio: few ? Number.NaN : most === 0 ? 1 : least / most,
    meanErrorDifference: few ? Number.NaN : Math.max(...means) - Math.min(...means),
    leftOut: found.filter(({ small }) => small).map(({ label }) => label),
  };
}

function errorsOf(
  { truth, predicted }: JudgedNumber,
  { label, members }: Group,
  fewest: number,
): GroupErrors {
  const mean = (of: (place: number) => number): number =>
    members.reduce((sum, place) => sum + of(place), 0) / members.length;
  const error = (place: number): number => (predicted[place] as number) - (truth[place] as number);
  const errors = Float64Array.from(members, error);
  return {
    label,
    rows: members.length,
    meanError: mean(error),
    meanErrorInterval: ratioInterval({ above: errors }, 1),
    mae: mean((place) => Math.abs(error(place))),
    maeInterval: ratioInterval({ above: errors.map(Math.abs) }, 1),
    rmse: Math.sqrt(mean((place) => error(place) ** 2)),
    meanTruth: mean((place) => truth[place] as number),
    meanPredicted: mean((place) => predicted[place] as number),
    small: members.length < fewest,
  };
}
