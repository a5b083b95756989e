/**
 * The classic forecast of one channel that suits its windows: each method's parameters by least squares over all steps of
 * all windows, the method (and whether logarithms are taken, where all values are positive) by what that comes to, each
 * parameter counted. Errors are in the unit of the values, never in that of their logarithms.
 */
import { TetradError } from '../protocol/errors';
import { arima } from './arima';
import type { ClassicContext, ClassicMethod } from './classicMethod';
import { drift, seasonalNaive } from './drift';
import { nelderMead } from './nelderMead';
import { smoothing } from './smoothing';
import { theta } from './theta';

export const classicMethods: readonly ClassicMethod[] = [drift, smoothing, theta, arima, seasonalNaive];

export interface ClassicWindow {
  window: Float64Array;
  /** [steps]; NaN where nothing is known. */
  truth: Float64Array;
}

export interface ClassicQuestion {
  /** In the order of time, all of one length. */
  windows: readonly ClassicWindow[];
  steps: number;
  period?: number;
  /** Of a step, on the whole; and of the logarithm where all values are positive. */
  slope: number;
  logSlope?: number;
  method: string;
  logs: 'auto' | 'yes' | 'no';
  /** Else those that are linear in the window. */
  methods?: readonly ClassicMethod[];
}

export interface FittedClassic {
  method: ClassicMethod;
  logs: boolean;
  values: number[];
  context: ClassicContext;
  /** Mean squared error over the windows it was fitted to. */
  meanSquare: number;
}

type Candidate = Pick<FittedClassic, 'method' | 'logs' | 'context'>;

export function fitClassic(question: ClassicQuestion): FittedClassic {
  const [first, ...others] = candidatesOf(question).map((candidate) => fitted(candidate, question.windows));
  // As Akaike does: each parameter costs, the more the fewer values there are that differ.
  const values = question.windows.length + question.steps - 1;
  const score = ({ meanSquare, values: { length } }: FittedClassic) =>
    Math.log(meanSquare + Number.MIN_VALUE) + (2 * length) / values;
  return others.reduce((best, next) => (score(next) < score(best) ? next : best), first as FittedClassic);
}

function candidatesOf({
  windows,
  steps,
  period,
  slope,
  logSlope,
  method,
  logs,
  methods = classicMethods,
}: ClassicQuestion): Candidate[] {
  const length = windows[0]?.window.length ?? 0;
  const asked = methods.filter(({ type }) => method === 'auto' || type === method);
  if (logs === 'yes' && logSlope === undefined)
    throw new TetradError({
      code: 'badInput',
      message: 'Logarithms were asked for, and a channel has values that are not positive.',
      place: 'familyParams.logs',
      hint: 'Choose "auto" or "no".',
    });
  const scales = logSlope === undefined || logs === 'no' ? [false] : logs === 'yes' ? [true] : [true, false];
  const candidates = asked.flatMap((of) => {
    // Without its season rather than not at all.
    const season = period && length >= of.leastWindow(period) ? period : undefined;
    if (length < of.leastWindow(season)) return [];
    return scales.map((log) => ({
      method: of,
      logs: log,
      context: { steps, period: season, slope: log ? (logSlope as number) : slope },
    }));
  });
  const [only] = asked;
  if (candidates.length > 0) return candidates;
  throw new TetradError({
    code: 'badInput',
    message: `${only?.title ?? 'This method'} needs windows of at least ${only?.leastWindow(undefined) ?? 1} times; these have ${length}.`,
    place: 'familyParams.method',
    hint: 'Cut the series into longer windows, or choose another method.',
  });
}

function fitted(candidate: Candidate, windows: readonly ClassicWindow[]): FittedClassic {
  const { method, context } = candidate;
  const parameters = method.parameters(context.period);
  const valuesAt = (free: readonly number[]) =>
    parameters.map(({ toValue }, i) => toValue(free[i] as number));
  const lowest = nelderMead(
    (free) => meanSquare(candidate, valuesAt(free), windows),
    parameters.map(({ start }) => start),
  );
  return { ...candidate, values: valuesAt(lowest.at), meanSquare: lowest.value };
}

function meanSquare(
  { method, logs, context }: Candidate,
  values: readonly number[],
  windows: readonly ClassicWindow[],
): number {
  let [sum, count] = [0, 0];
  for (const { window, truth } of windows) {
    const answers = method.forecast(logs ? window.map(Math.log) : window, values, context);
    for (let h = 0; h < answers.length; h++) {
      const error = (logs ? Math.exp(answers[h] as number) : (answers[h] as number)) - (truth[h] as number);
      if (Number.isNaN(truth[h])) continue;
      sum += error * error;
      count++;
    }
  }
  return count > 0 ? sum / count : 0;
}

/** Row-major [length, steps] and [steps]: the same forecast as one matrix, in the unit of the window (or its logarithm). */
export function toMatrix(
  { method, values, context }: Pick<FittedClassic, 'method' | 'values' | 'context'>,
  length: number,
): { kernel: Float64Array; bias: Float64Array } {
  const { steps } = context;
  const bias = method.forecast(new Float64Array(length), values, context);
  const kernel = new Float64Array(length * steps);
  for (let t = 0; t < length; t++) {
    const unit = new Float64Array(length);
    unit[t] = 1;
    const answers = method.forecast(unit, values, context);
    for (let h = 0; h < steps; h++) kernel[t * steps + h] = (answers[h] as number) - (bias[h] as number);
  }
  return { kernel, bias };
}
