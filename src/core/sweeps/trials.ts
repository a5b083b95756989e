/** What the runs of a sweep say of its trials: how each ended, with which values. */
import type { Run } from '../protocol/model';
import type { Objective, SweepPlan, TrialParams } from '../protocol/sweep';
import { bestFirst } from './bestFirst';
import { secondsMetric } from './measured';
import { paretoFront } from './pareto';
import { countParts, inOrderOfParts, type PartsPlan } from './partsOfTrial';
import type { SweepTrial } from './samplers/samplerDef';

export type TrialState = SweepTrial['state'] | 'stopped';

export interface Trial {
  number: number;
  params: TrialParams;
  /** The trial whose weights it began with. */
  from?: number;
  state: TrialState;
  /** Of every objective, the mean over its repeats; of a pruned one the last that was reported of the first. */
  values?: number[];
  /** Of every objective: the standard deviation over its repeats and folds (n - 1), where there are several. */
  spread?: number[];
  /** Of the first objective after each epoch of the first repeat. */
  reported: number[];
  /** Trained, all repeats together. */
  epochs: number;
  seconds?: number;
  /** Why it is pruned or failed. */
  why?: string;
  /** Trained with smaller batches than it should have been, for want of memory. */
  batch?: { asked: number; taken: number };
  /** Its runs, by repeat and fold. */
  runs: Run[];
}

/** Of a run: a figure of its summary, or what it took. */
export function valueOf({ summary, startedAt, finishedAt }: Run, metric: string): number | undefined {
  if (metric === secondsMetric) return finishedAt === undefined ? undefined : (finishedAt - startedAt) / 1000;
  return summary[metric];
}

type TrialsPlan = Pick<SweepPlan, 'objectives'> & PartsPlan;

export function trialsOf(plan: TrialsPlan, parts: readonly Run[]): Trial[] {
  const byNumber = new Map<number, Run[]>();
  for (const run of parts) {
    if (!run.trial) continue;
    const others = byNumber.get(run.trial.number);
    if (others) others.push(run);
    else byNumber.set(run.trial.number, [run]);
  }
  return [...byNumber]
    .sort(([a], [b]) => a - b)
    .map(([number, runs]) => toTrial(plan, number, inParts(runs)));
}

const inParts = (runs: Run[]): Run[] =>
  runs.sort((a, b) => (a.trial && b.trial ? inOrderOfParts(a.trial, b.trial) : 0));

/** The trials of a sweep while it goes on: a run that changed makes its own trial anew, and no other. */
export class KnownTrials {
  readonly #plan: TrialsPlan;
  readonly #runs = new Map<number, Run[]>();
  readonly #trials = new Map<number, Trial>();

  constructor(plan: TrialsPlan, parts: readonly Run[]) {
    this.#plan = plan;
    for (const trial of trialsOf(plan, parts)) {
      this.#runs.set(trial.number, trial.runs);
      this.#trials.set(trial.number, trial);
    }
  }

  set(run: Run): void {
    if (!run.trial) return;
    const { number } = run.trial;
    const others = (this.#runs.get(number) ?? []).filter(({ id }) => id !== run.id);
    const runs = inParts([...others, run]);
    this.#runs.set(number, runs);
    this.#trials.set(number, toTrial(this.#plan, number, runs));
  }

  /** By number. */
  all(): Trial[] {
    return [...this.#trials.values()].sort((a, b) => a.number - b.number);
  }
}

function toTrial(plan: TrialsPlan, number: number, runs: Run[]): Trial {
  const { objectives } = plan;
  const first = runs[0] as Run;
  const reported = first.trial?.reported ?? [];
  const times = runs.flatMap(({ startedAt, finishedAt }) =>
    finishedAt === undefined ? [] : [(finishedAt - startedAt) / 1000],
  );
  const trial = {
    number,
    params: first.trial?.params ?? {},
    ...(first.trial?.from !== undefined && { from: first.trial.from }),
    reported,
    epochs: runs.reduce((sum, run) => sum + (run.trial?.reported?.length ?? 0), 0),
    ...(first.trial?.batch && { batch: first.trial.batch }),
    ...(times.length === runs.length && { seconds: times.reduce((a, b) => a + b, 0) }),
    runs,
  };
  const pruned = first.trial?.pruned;
  if (pruned) {
    const last = reported[pruned.epoch - 1] ?? reported.at(-1);
    return { ...trial, state: 'pruned', why: pruned.why, ...(last !== undefined && { values: [last] }) };
  }
  const failed = runs.find(({ status }) => status === 'failed');
  if (failed) return { ...trial, state: 'failed', why: failed.error?.message ?? 'The training failed.' };
  if (runs.some(({ status }) => status === 'killed')) return { ...trial, state: 'stopped' };
  if (runs.length < countParts(plan) || runs.some(({ status }) => status !== 'finished'))
    return { ...trial, state: 'running' };
  const each = objectives.map(({ metric }) => runs.map((run) => valueOf(run, metric) ?? Number.NaN));
  const values = each.map(mean);
  const missing = objectives.find((_, at) => !Number.isFinite(values[at]));
  return missing
    ? { ...trial, state: 'failed', why: `It has no finite ${missing.metric}.` }
    : { ...trial, state: 'complete', values, ...(runs.length > 1 && { spread: each.map(deviation) }) };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}

/** Less is better. */
export const signOf = ({ better }: Objective): number => (better === 'higher' ? -1 : 1);

export const signed = (plan: Pick<SweepPlan, 'objectives'>, values: readonly number[]): number[] =>
  values.map((value, at) => value * signOf(plan.objectives[at] as Objective));

/** As samplers are told: first what earlier runs found, then the trials. */
export const toldOf = (plan: SweepPlan, trials: readonly Trial[]): SweepTrial[] => [
  ...earlierOf(plan),
  ...trials.flatMap(({ number, params, state, values, epochs }) =>
    state === 'stopped'
      ? []
      : [
          {
            number,
            params,
            state,
            ...(state === 'pruned' && { epochs }),
            ...(values && { values: signed(plan, values) }),
          },
        ],
  ),
];

/** With numbers below those of trials. */
const earlierOf = (plan: SweepPlan): SweepTrial[] =>
  (plan.earlier ?? []).map(({ params, values }, at, { length }) => ({
    number: at - length,
    params,
    state: 'complete',
    values: signed(plan, values),
  }));

/** Complete trials, the best first. */
export function ranked(plan: Pick<SweepPlan, 'objectives'>, trials: readonly Trial[]): Trial[] {
  const complete = trials.filter(({ state }) => state === 'complete');
  return bestFirst(
    complete.map((trial) => ({ trial, number: trial.number, values: signed(plan, trial.values ?? []) })),
  ).map(({ trial }) => trial);
}

/** Complete trials that no other beats in all objectives. */
export function frontOf(plan: Pick<SweepPlan, 'objectives'>, trials: readonly Trial[]): Trial[] {
  const complete = trials.filter(({ state }) => state === 'complete');
  return paretoFront(complete.map(({ values }) => signed(plan, values ?? []))).map(
    (at) => complete[at] as Trial,
  );
}
