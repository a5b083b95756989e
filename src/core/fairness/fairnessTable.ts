/** The figures of groups as rows of a table: what is saved as CSV. */
import type { ShareWithInterval } from '../evaluation/wilsonInterval';
import type { ClassFairness, GroupRates } from './classFairness';
import type { GroupErrors, NumberFairness } from './numberFairness';

type Cell = string | number | null;

const shares = {
  positiveRate: 'rate of positive answers',
  truePositiveRate: 'true positive rate',
  falsePositiveRate: 'false positive rate',
  precision: 'precision',
  accuracy: 'accuracy',
  baseRate: 'share of true positives',
} as const;

const plain = (value: number | undefined): Cell =>
  value === undefined || !Number.isFinite(value) ? null : value;
const whole = ({ share, low, high, of }: ShareWithInterval): Cell[] => [
  plain(share),
  ...(of === 0 ? [null, null] : [low, high]),
];

export function classFairnessTable({ groups, total }: ClassFairness): Cell[][] {
  return [
    [
      'group',
      'rows',
      'threshold',
      ...Object.values(shares).flatMap((name) => [name, `${name}, low`, `${name}, high`]),
      'area under the curve',
      'area, low',
      'area, high',
      'mean probability',
      'calibration error',
      'Brier score',
      'too few to compare',
    ],
    ...[...groups, total].map((group: GroupRates): Cell[] => [
      group.label,
      group.rows,
      plain(group.threshold),
      ...(Object.keys(shares) as (keyof typeof shares)[]).flatMap((name) => whole(group[name])),
      plain(group.auc.area),
      plain(group.auc.low),
      plain(group.auc.high),
      plain(group.meanProbability),
      plain(group.calibration.ece),
      plain(group.calibration.brier),
      group.small ? 'yes' : 'no',
    ]),
  ];
}

export function numberFairnessTable({ groups, total }: NumberFairness): Cell[][] {
  return [
    [
      'group',
      'rows',
      'mean error (predicted - true)',
      'mean error, low',
      'mean error, high',
      'MAE',
      'MAE, low',
      'MAE, high',
      'RMSE',
      'mean of the true',
      'mean of the predicted',
      'too few to compare',
    ],
    ...[...groups, total].map((group: GroupErrors): Cell[] => [
      group.label,
      group.rows,
      plain(group.meanError),
      plain(group.meanErrorInterval?.low),
      plain(group.meanErrorInterval?.high),
      plain(group.mae),
      plain(group.maeInterval?.low),
      plain(group.maeInterval?.high),
      plain(group.rmse),
      plain(group.meanTruth),
      plain(group.meanPredicted),
      group.small ? 'yes' : 'no',
    ]),
  ];
}
