import { z } from 'zod';
import type { ShareWithInterval } from '#/core/evaluation/wilsonInterval';
import type { AreaWithInterval } from '#/core/fairness/aucInterval';
import type { ClassFairness, GroupRates } from '#/core/fairness/classFairness';
import type { Fairness } from '#/core/fairness/fairnessOf';
import type { GroupErrors, NumberFairness } from '#/core/fairness/numberFairness';
import type { Apart } from '#/core/fairness/sharesApart';
import type { Calibration, CalibrationBin } from '#/core/stats/calibration';
import { type Complete, named } from './complete';
import { anyNumber } from './values';

const share = named(
  'ShareWithInterval',
  z.object({
    share: anyNumber,
    low: anyNumber,
    high: anyNumber,
    of: z.int(),
  } satisfies Complete<ShareWithInterval>),
);
const area = z.object({
  area: anyNumber,
  low: anyNumber,
  high: anyNumber,
} satisfies Complete<AreaWithInterval>);
const interval = z.object({ low: anyNumber, high: anyNumber });
const apart = named(
  'Apart',
  z.object({
    difference: anyNumber,
    low: anyNumber,
    high: anyNumber,
    ratio: anyNumber,
    lowest: z.string().optional(),
    highest: z.string().optional(),
    leftOut: z.array(z.string()),
  } satisfies Complete<Apart>),
);
const calibrated = named(
  'Calibration',
  z.object({
    bins: z.array(
      z.object({
        low: z.number(),
        high: z.number(),
        count: z.int(),
        predicted: anyNumber,
        observed: anyNumber,
      } satisfies Complete<CalibrationBin>),
    ),
    ece: anyNumber,
    brier: anyNumber,
  } satisfies Complete<Calibration>),
);
const rates = named(
  'GroupRates',
  z.object({
    label: z.string(),
    rows: z.int(),
    positives: z.int(),
    threshold: anyNumber,
    positiveRate: share,
    truePositiveRate: share,
    falsePositiveRate: share,
    precision: share,
    accuracy: share,
    auc: area,
    meanProbability: anyNumber,
    baseRate: share,
    calibration: calibrated,
    small: z.boolean(),
  } satisfies Complete<GroupRates>),
);
const errors = named(
  'GroupErrors',
  z.object({
    label: z.string(),
    rows: z.int(),
    meanError: anyNumber,
    meanErrorInterval: interval.optional(),
    mae: anyNumber,
    maeInterval: interval.optional(),
    rmse: anyNumber,
    meanTruth: anyNumber,
    meanPredicted: anyNumber,
    small: z.boolean(),
  } satisfies Complete<GroupErrors>),
);
const ofClass = {
  groups: z.array(rates),
  total: rates,
  demographicParity: apart,
  equalOpportunity: apart,
  equalisedOdds: apart,
  predictiveParity: apart,
  accuracy: apart,
} satisfies Complete<ClassFairness>;
const ofNumber = {
  groups: z.array(errors),
  total: errors,
  maeDifference: anyNumber,
  maeRatio: anyNumber,
  meanErrorDifference: anyNumber,
  leftOut: z.array(z.string()),
} satisfies Complete<NumberFairness>;

export const fairness = named<Fairness>(
  'Fairness',
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('class'), label: z.string(), ...ofClass }),
    z.object({ kind: z.literal('number'), ...ofNumber }),
  ]),
);
