import type { Split } from '../kinds/preparedData';
import type { Snapshot } from '#/core/protocol/model';
import type { KeptRows } from '#/core/tasks/keptRows';
import type { LeadScore } from '#/core/evaluation/forecastSkill';
import type { Augmentation } from '#/core/augment/augmentDef';
import type { ArchSpec } from '#/core/arch/archSpec';
import type { HostWeight } from '#/core/layers/layerDef';
import type { LossDef } from '#/core/losses/lossDef';
import type { MetricDef } from '#/core/metrics/metricDef';
import type { OptimizerDef } from '#/core/optimizers/optimizerDef';
import type { TaskSpec, TrainConfig, TrainEvent } from '#/core/protocol/train';
import type { ScheduleState } from '#/core/schedules/scheduleDef';
import type { EarlyStoppingState } from '#/core/train/earlyStopping';

export type NamedWeights = Map<string, HostWeight>;

/** Everything a training is a pure function of. */
export interface TrainSpec {
  arch: ArchSpec;
  /** What it begins with, in place of random weights. */
  start?: NamedWeights;
  width: number;
  outputWidth: number;
  train: Split;
  val: Split;
  /** Never seen in training nor by early stopping: judged once, at the end. */
  test?: Split;
  /** Number of labels; 0 for regression. */
  classes: number;
  /** Fitted. */
  task: TaskSpec;
  loss: LossDef;
  lossParams: unknown;
  /** Of each class in the training loss; all the same without. */
  classWeights?: Float32Array;
  /** How training changes its samples, in this order. */
  augment?: readonly Augmentation[];
  optimizer: OptimizerDef;
  optimizerParams: unknown;
  metrics: readonly MetricDef[];
  /** Rows of each part whose answers are kept for the evaluation page. */
  keep?: KeptPlaces;
  /** Rows on which what it begins with is judged beside what it comes to. */
  compared?: readonly Split[];
  config: TrainConfig;
}

/** Rows of the validation part and of the test, by place. */
export interface KeptPlaces {
  val: Uint32Array;
  test: Uint32Array;
}

/** What is kept of an epoch, before it is stored. */
export interface TakenSnapshot extends Omit<Snapshot, 'answers'> {
  /** Of validation rows by place, what they were answered. */
  answered?: { places: Uint32Array; kept: KeptRows };
}

export interface BestSoFar {
  epoch: number;
  metrics: Record<string, number>;
  weights: NamedWeights;
}

/** A training between two steps: enough to continue it to the bit. */
export interface TrainState {
  /** Steps done. */
  step: number;
  weights: NamedWeights;
  /** Slot name -> weight name -> values. */
  slots: Map<string, NamedWeights>;
  best?: BestSoFar;
  stopping: EarlyStoppingState;
  schedule: ScheduleState;
  /** Of the last finished epoch. */
  lastMetrics: Record<string, number>;
}

export type TrainerEvent =
  | Extract<TrainEvent, { kind: 'steps' | 'epoch' }>
  | { kind: 'snapshot'; taken: TakenSnapshot }
  | { kind: 'checkpoint'; epoch: number; epochEnded: boolean; state: TrainState };

export interface TrainOutcome {
  /** The best weights when early stopping is on, else the last. */
  weights: NamedWeights;
  metrics: Record<string, number>;
  bestEpoch: number;
  step: number;
  stoppedEarly: boolean;
  /** What those weights answered on the rows that `keep` names, of the validation part and of the test. */
  kept: { val?: KeptRows; test?: KeptRows };
  /** Forecast: what the validation windows came to, by channel and lead time. */
  leads?: LeadScore[][];
  /** Of each part that is compared: the metric that the task is judged by. */
  compared?: ComparedFigures[];
}

export interface ComparedFigures {
  before: number;
  after: number;
}
