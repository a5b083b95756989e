/** A search over settings: what is asked for, and what each of its trials is. Stored in runs. */
import { z } from 'zod';

/** JSON; a list is one value ([3, 3, 5]). */
export type ParamValue = string | number | boolean | (string | number | boolean)[];
export type TrialParams = Record<string, ParamValue>;

const scalar = z.union([z.number(), z.boolean(), z.string().max(500)]);
export const paramValue: z.ZodType<ParamValue> = z.union([scalar, z.array(scalar).max(100)]);

const finite = z.number().refine(Number.isFinite, 'must be a finite number');
/** Searched only where each of these has one of the values. */
const when = z.record(z.string(), z.array(paramValue).min(1)).optional();
/** Of a grid: so many values of it. */
const levels = z.int().min(1).max(1000).optional();

export const paramSpec = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('continuous'), min: finite, max: finite, levels, when }),
  z.strictObject({ type: z.literal('log'), min: finite, max: finite, levels, when }),
  z.strictObject({
    type: z.literal('integer'),
    min: z.int(),
    max: z.int(),
    step: z.int().min(1).optional(),
    /** Drawn evenly on a logarithmic scale. */
    log: z.boolean().optional(),
    levels,
    when,
  }),
  z.strictObject({ type: z.literal('categorical'), values: z.array(paramValue).min(1).max(1000), when }),
]);
export type ParamSpec = z.infer<typeof paramSpec>;
export type SpaceSpec = Record<string, ParamSpec>;

export const objective = z.strictObject({
  /** A figure of finished runs: "valAccuracy", or "seconds", what the training took. */
  metric: z.string().min(1).max(100),
  better: z.enum(['higher', 'lower']),
});
export type Objective = z.infer<typeof objective>;

export const mostTrials = 10_000;
/** Of one trial. */
export const mostFolds = 20;

/** A search over networks: each trial is one, written as core/architecture/genome does. */
export const architecturePlan = z.object({
  method: z.enum(['evolution', 'random']),
  /** The first network. */
  start: z.string().max(10_000),
  /** Of a sample as it is prepared, without batch. */
  inputShape: z.array(z.int().min(1)).min(1),
  outputWidth: z.int().min(1),
  /** So many of the youngest can be parents. */
  population: z.int().min(2).max(1_000),
  /** So many of them are drawn; the best becomes the parent. */
  sample: z.int().min(1).max(1_000),
  /** A child that is only wider or deeper begins with its parent's weights. */
  inherit: z.boolean(),
  mostWeights: z.int().min(1),
  /** What a training may hold, as it is estimated. */
  mostBytes: z.number().positive().optional(),
  /** An answer to one sample, as it is measured. */
  mostLatencyMs: z.number().positive().optional(),
});
export type ArchitecturePlan = z.infer<typeof architecturePlan>;

/** A run of before that the method is told of: where it lies in the space, and its figure of each objective. */
export const earlierTrial = z.object({
  runId: z.string(),
  params: z.record(z.string(), paramValue),
  values: z.array(finite).min(1).max(4),
});
export type EarlierTrial = z.infer<typeof earlierTrial>;
export const mostEarlier = 1_000;

/** What a sweep is asked to do, defaults filled in. */
export const sweepPlan = z.object({
  method: z.string(),
  pruner: z.string(),
  trials: z.int().min(1).max(mostTrials),
  /** Trainings of each trial, with seeds that follow each other; the mean counts. */
  repeats: z.int().min(1).max(100),
  /** Each of these trainings is one for each fold of the rows, judged on it; the mean counts. Absent: one validation part. */
  folds: z.int().min(2).max(mostFolds).optional(),
  seed: z.int().min(0).max(0xffff_ffff),
  space: z.record(z.string(), paramSpec),
  constraints: z.array(z.string().max(500)).max(50),
  objectives: z.array(objective).min(1).max(4),
  /** The first trial is what would be trained without a search. */
  startWithStandard: z.boolean(),
  /** Networks are searched; the space is what is told of them. */
  architecture: architecturePlan.optional(),
  /** While it is not paused. */
  timeLimitSeconds: z.number().positive().optional(),
  /** Of every trial; false: of the best alone, or of the front. Absent in searches of before: of every trial. */
  keepModels: z.boolean().optional(),
  /** Of a method whose trials go on with each other's weights: so many learn side by side. */
  population: z.int().min(2).max(1_000).optional(),
  /** Never the best of this sweep; the method learns from them. */
  earlier: z.array(earlierTrial).max(mostEarlier).optional(),
});
export type SweepPlan = z.infer<typeof sweepPlan>;

/** Of a run that is a trial of a sweep, or one of its repeats. */
export interface TrialRecord {
  /** Of the trial, from 0. */
  number: number;
  repeat: number;
  /** Where trials are judged by folds. */
  fold?: number;
  params: TrialParams;
  /** The trial whose weights it begins with. */
  from?: number;
  /** Of the first objective after each epoch, as far as it was judged; once it has ended. */
  reported?: number[];
  /** It was stopped, because others were better: after which epoch, and why. */
  pruned?: { epoch: number; why: string };
  /** There was no memory for batches as large as asked: it was trained with these. */
  batch?: { asked: number; taken: number };
}

/** How a sweep ended. */
export interface SweepResult {
  /** Of the best trial; of several objectives the first of the front. */
  best: { number: number; runId: string; values: number[] };
  complete: number;
  pruned: number;
  failed: number;
  /** Epochs trained, all trials together. */
  epochs: number;
}
