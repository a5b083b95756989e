/**
 * How good answers are over time: by the labels that came, and without labels by confidence (confidence-based estimation,
 * CBPE). The estimate holds while what is right for given inputs stays as it was; where that is in doubt it says so.
 */
import { wilsonInterval } from '../evaluation/wilsonInterval';
import type { AnsweredRow } from '../protocol/inUse';
import { errorOf, meanRight, type RightCurve } from './calibrateRight';
import { tooWide } from './tooWide';

export interface ShareBetween {
  share: number;
  low: number;
  high: number;
}

export interface Measured {
  rows: number;
  labelled: number;
  /** Accuracy by labels, with a 95 % interval; of numbers the mean absolute error. */
  actual?: ShareBetween;
  /** Accuracy by confidence, with a 95 % interval. */
  estimate?: ShareBetween;
}

export interface Performance extends Measured {
  metric: 'accuracy' | 'meanAbsoluteError';
  /** Whether the estimate is to be trusted; `why` says why not. */
  known: boolean;
  why?: string;
  windows: (Measured & { from: number; to: number })[];
}

type Judged = Pick<AnsweredRow, 'at' | 'value' | 'confidence' | 'label'>;

export const leastReference = 100;
const most = { misfit: 0.03, unseen: 0.2 };
const z = 1.959963984540054;
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** `curve`: absent where there are no probabilities or no held back rows; `noCurve` says why. */
export function performanceOf(
  rows: readonly Judged[],
  { curve, noCurve, windows }: { curve?: RightCurve; noCurve?: string; windows: number },
): Performance {
  const isNumber = rows.some(
    ({ value, confidence }) => typeof value === 'number' && confidence === undefined,
  );
  const usable = isNumber ? undefined : curve;
  const parts: Judged[][] = Array.from({ length: Math.min(windows, rows.length) }, () => []);
  for (const [i, row] of rows.entries()) parts[Math.floor((i * parts.length) / rows.length)]?.push(row);
  const whole = measured(rows, isNumber, usable);
  const why = isNumber
    ? 'Numbers come without a confidence: how far off they are is known from labels only.'
    : (noCurve ??
      (curve
        ? doubt(rows, curve)
        : 'There are no rows with known truth to learn from how often the model is right.'));
  return {
    metric: isNumber ? 'meanAbsoluteError' : 'accuracy',
    ...whole,
    known: why === undefined && rows.length > 0,
    ...(why !== undefined && { why }),
    windows: parts.map((part) => ({
      from: part[0]?.at ?? 0,
      to: part.at(-1)?.at ?? 0,
      ...measured(part, isNumber, usable),
    })),
  };
}

function measured(rows: readonly Judged[], isNumber: boolean, curve: RightCurve | undefined): Measured {
  const labelled = rows.filter(({ label }) => label !== undefined);
  const confidences = rows.flatMap(({ confidence }) => confidence ?? []);
  return {
    rows: rows.length,
    labelled: labelled.length,
    ...(labelled.length > 0 && { actual: isNumber ? meanError(labelled) : rightShare(labelled) }),
    ...(curve && confidences.length > 0 && { estimate: estimated(curve, confidences) }),
  };
}

export const isRight = ({ value, label }: Pick<Judged, 'value' | 'label'>): boolean =>
  String(value) === String(label);

function rightShare(rows: readonly Judged[]): ShareBetween {
  const { share, low, high } = wilsonInterval(rows.filter(isRight).length, rows.length);
  return { share, low, high };
}

function meanError(rows: readonly Judged[]): ShareBetween {
  const errors = rows.map(({ value, label }) => Math.abs(Number(value) - Number(label)));
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  const variance =
    errors.reduce((sum, error) => sum + (error - mean) ** 2, 0) / Math.max(1, errors.length - 1);
  const reach = z * Math.sqrt(variance / errors.length);
  return { share: mean, low: Math.max(0, mean - reach), high: mean + reach };
}

function estimated(curve: RightCurve, confidences: readonly number[]): ShareBetween {
  const mean = meanRight(curve, confidences);
  const { share } = mean;
  const error = errorOf(mean);
  return { share, low: Math.max(0, share - z * error), high: Math.min(1, share + z * error) };
}

/** Why the estimate is not to be trusted; undefined where nothing speaks against it. */
function doubt(rows: readonly Judged[], curve: RightCurve): string | undefined {
  if (curve.rows < leastReference)
    return `Only ${curve.rows} rows with known truth were held back: ${leastReference} are needed to learn how often the model is right.`;
  if (curve.misfit > most.misfit)
    return `How sure the model is says little of how often it is right: on the rows held back the two differ by ${percent(curve.misfit)} on average.`;
  const confidences = rows.flatMap(({ confidence }) => confidence ?? []);
  const unseen = confidences.filter((confidence) => confidence < curve.lowest).length / confidences.length;
  if (unseen > most.unseen)
    return `${percent(unseen)} of the answers are less sure than nearly all of those with known truth: how often such answers are right was never seen.`;
  const contradiction = contradicted(rows, curve);
  return contradiction ?? tooWide(meanRight(curve, confidences), curve.rows, confidences.length);
}

/** Labels that came and do not fit the estimate. */
function contradicted(rows: readonly Judged[], curve: RightCurve): string | undefined {
  const labelled = rows.filter(({ label, confidence }) => label !== undefined && confidence !== undefined);
  if (labelled.length < 30) return undefined;
  const seen = labelled.filter(isRight).length / labelled.length;
  const mean = meanRight(
    curve,
    labelled.map(({ confidence }) => confidence as number),
  );
  const { share } = mean;
  // 99 of 100 by chance, and large enough to matter.
  return Math.abs(seen - share) > Math.max(0.02, 2.576 * errorOf(mean))
    ? `Of ${labelled.length} answers whose labels came ${percent(seen)} were right, and the estimate for the same is ${percent(share)}: what is right has changed, which no confidence shows.`
    : undefined;
}
