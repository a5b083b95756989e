/** What a sweep has taught about its parameters: how much each explains, and in words what matters. */
import type { Objective, ParamValue, SweepPlan } from '../../protocol/sweep';
import { parseSpace, type Space, toUnit } from '../space';
import { signOf, type Trial } from '../trials';
import { growForest, importances } from './fanova';

export interface Importance {
  name: string;
  /** Of the variance of the first objective, by this parameter alone, 0 to 1. */
  share: number;
}

const fewest = 8;

/** Trained to the end: the last figure of a pruned one is of fewer epochs, which would count as the fault of its settings. */
const complete = (trials: readonly Trial[]): Trial[] =>
  trials.filter(({ values, state }) => state === 'complete' && Number.isFinite(values?.[0]));

/** Undefined: too few to tell, or all alike. The most important first. */
export function importanceOf(plan: SweepPlan, trials: readonly Trial[]): Importance[] | undefined {
  const told = complete(trials);
  const values = told.map((trial) => trial.values?.[0] as number);
  if (told.length < fewest || new Set(values).size < 2) return undefined;
  const { params } = parseSpace(plan.space);
  const points = told.map((trial) => params.map(({ name, spec }) => toUnit(spec, trial.params[name]) ?? 0.5));
  const shares = importances(growForest(points, values, plan.seed), params.length);
  return params
    .map(({ name }, at) => ({ name, share: shares[at] as number }))
    .sort((a, b) => b.share - a.share);
}

/** Sentences; `nameOf` and `textOf` write a parameter and a value of it as people read them. */
export function sweepWords(
  plan: SweepPlan,
  trials: readonly Trial[],
  importance: readonly Importance[] | undefined,
  nameOf: (param: string) => string,
  textOf: (value: ParamValue) => string,
): string[] {
  return [
    ...importanceWords(plan, trials, importance?.[0], nameOf, textOf),
    ...trials.flatMap(({ number, batch }) =>
      batch
        ? [
            `Trial ${number + 1} ran out of memory with batches of ${batch.asked} and was trained with ${batch.taken}.`,
          ]
        : [],
    ),
  ];
}

function importanceWords(
  plan: SweepPlan,
  trials: readonly Trial[],
  first: Importance | undefined,
  nameOf: (param: string) => string,
  textOf: (value: ParamValue) => string,
): string[] {
  if (!first || first.share < 0.05) return [];
  const words = [`${nameOf(first.name)} explains ${Math.round(first.share * 100)} % of the differences.`];
  const edge = badEdge(plan, parseSpace(plan.space), trials, first.name);
  if (edge)
    words.push(
      `${edge.side} ${textOf(edge.value)} ${edge.count === edge.failed ? `all ${edge.count} trials failed` : `none of ${edge.count} trials was better than the middle one`}.`,
    );
  return words;
}

/** Where from all trials (three or more) are worse than the middle one, or failed. */
function badEdge(
  plan: SweepPlan,
  { params }: Space,
  trials: readonly Trial[],
  name: string,
): { side: 'Above' | 'Below'; value: ParamValue; count: number; failed: number } | undefined {
  const spec = params.find((param) => param.name === name)?.spec;
  if (!spec || spec.type === 'categorical') return undefined;
  const sign = signOf(plan.objectives[0] as Objective);
  // A pruned one was stopped because others were better: behind all that ended.
  const lossOf = (trial: Trial): number =>
    trial.state === 'complete' ? sign * (trial.values?.[0] as number) : Number.POSITIVE_INFINITY;
  const known = [
    ...complete(trials),
    ...trials.filter(({ state }) => state === 'failed' || state === 'pruned'),
  ]
    .filter((trial) => typeof trial.params[name] === 'number')
    .map((trial) => ({
      at: trial.params[name] as number,
      failed: trial.state === 'failed',
      loss: lossOf(trial),
    }))
    .sort((a, b) => a.at - b.at);
  const middle = known.map(({ loss }) => loss).sort((a, b) => a - b)[Math.floor(known.length / 2)] as number;
  const runOf = (from: typeof known) => {
    const end = from.findIndex(({ loss }) => loss <= middle && loss < Number.POSITIVE_INFINITY);
    return from.slice(0, end < 0 ? 0 : end);
  };
  const [below, above] = [runOf(known), runOf(known.toReversed())];
  const [side, bad] =
    above.length >= below.length ? (['Above', above] as const) : (['Below', below] as const);
  const last =
    bad.length >= 3 ? known[side === 'Above' ? known.length - bad.length - 1 : bad.length] : undefined;
  return (
    last && { side, value: last.at, count: bad.length, failed: bad.filter(({ failed }) => failed).length }
  );
}
