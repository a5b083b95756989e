/** Experiments and registry in MLflow's words: run, param, metric, tag, artifact, model, version, alias. */
import type { FinalFigure } from '../evaluation/finalFigure';
import type { CrossValidationResult, FoldPlan } from './crossValidation';
import type { BlobRef, Column, DatasetKind } from './dataset';
import type { ErrorInfo } from './errors';
import type { AutomlRecord, CandidateRecord } from './automl';
import type { SweepPlan, SweepResult, TrialRecord } from './sweep';
import type { SplitSummary, TaskSpec, TrainConfig, TrainFold, WeightHistogram } from './train';

export interface Experiment {
  id: string;
  name: string;
  createdAt: number;
}

export type RunStatus = 'running' | 'finished' | 'failed' | 'killed';

export interface Run {
  id: string;
  experimentId: string;
  /** It came from elsewhere: from an mlruns folder, or one that this studio wrote. Data and model may not be here. */
  origin?: 'mlflow' | 'tetrad';
  jobId: string;
  name: string;
  status: RunStatus;
  startedAt: number;
  finishedAt?: number;
  modelId: string;
  modelVersionId?: string;
  datasetId: string;
  datasetVersionId: string;
  /** Flat, as logged: everything needed to run it again. */
  params: Record<string, string | number | boolean>;
  /** Last (and best) value of each metric, for tables. */
  summary: Record<string, number>;
  tags: Record<string, string>;
  /** `type`, of MIME: of files that people attached, to look at. */
  artifacts: { name: string; blob: BlobRef; type?: string }[];
  /** The run that this one is a part of. */
  parentId?: string;
  /** What is held out, where this is a part of a cross-validation. */
  fold?: TrainFold;
  /** Of a run made of one run for each fold. */
  crossValidation?: FoldPlan & { result?: CrossValidationResult };
  /** What is tried, where this is a part of a sweep. */
  trial?: TrialRecord;
  /** Of a run made of one run for each trial. */
  sweep?: SweepPlan & { usedSeconds?: number; result?: SweepResult };
  /** Which of the models that were tried, where this is a part of a search for the best. */
  candidate?: CandidateRecord;
  /** Of a run that is such a search. */
  automl?: AutomlRecord;
  config: TrainConfig;
  task: TaskSpec;
  backend?: string;
  backendReason?: string;
  /** Known once its data were prepared; absent in runs of before. */
  split?: SplitSummary;
  /** What was left out of the data or read otherwise, in words; what the split says is among it. Once it has finished. */
  warnings?: string[];
  /** Once it has finished; absent in runs of before. */
  figure?: FinalFigure;
  error?: ErrorInfo;
  notes: string;
  /** Of two labels the one a person chose to be found; the data or the rarer one decide without. */
  event?: string;
}

/** One logged value. Names: trainLoss, valLoss, trainAccuracy, valAccuracy, learningRate, epochMs, batchLoss, ... */
export interface MetricPoint {
  runId: string;
  name: string;
  /** Optimiser step, from 1. */
  step: number;
  epoch: number;
  timestamp: number;
  value: number;
}

/** Logged at the end of an epoch. */
export interface HistogramPoint extends WeightHistogram {
  step: number;
  epoch: number;
}

/** Images that a network in training made, from the same numbers or samples each time. */
export interface MadeImages {
  /** Of one: height, width, channels; images larger than a strip needs are thinned. */
  shape: [height: number, width: number, channels: number];
  /** Shades, 0 to 255, image by image. */
  shades: Uint8Array<ArrayBuffer>;
}

/** What a network in training was at the end of an epoch: kept of some epochs beside the metrics. */
export interface Snapshot {
  step: number;
  epoch: number;
  /** Answers on some validation rows, as artifacts of a run are stored (evaluation/validationPredictions). */
  answers?: Uint8Array<ArrayBuffer>;
  /** Drawn from the same numbers each time. */
  drawn?: MadeImages;
  /** Validation images, and what was made of them. */
  given?: MadeImages;
  again?: MadeImages;
  /** Text written on, each from a beginning of its own. */
  texts?: { prompt: string; text: string }[];
  /** Of the first convolution of images, a kernel each: shades 0 to 255 between its extremes. */
  filters?: MadeImages;
}

export interface Model {
  id: string;
  name: string;
  description: string;
  family: string;
  tags: string[];
  notes: string;
  createdAt: number;
  updatedAt: number;
  /** alias -> version id; moving one is deployment, moving it back is rollback. */
  aliases: Record<string, string>;
}

export interface AliasMove {
  id: string;
  modelId: string;
  alias: string;
  from?: string;
  to?: string;
  at: number;
}

/** One tensor inside a weights blob: "dense1/kernel". Row-major float32, little-endian, at byteOffset. */
export interface WeightRef {
  name: string;
  shape: number[];
  byteOffset: number;
}

/** How raw samples become what the body takes; `fitted` is the kind's own (core/kinds). JSON. */
export interface FittedInput {
  kind: DatasetKind;
  fitted: unknown;
}

/** What answers; `spec` is the body type's own (core/bodies). JSON. */
export interface ModelBody {
  type: string;
  spec: unknown;
}

/** Everything needed to answer a raw row. Immutable. */
export interface ModelVersion {
  id: string;
  modelId: string;
  number: number;
  createdAt: number;
  /** SHA-256 over the canonical JSON of whatever makes its answers. */
  hash: string;
  /** Of one that was imported it is empty, and so are those of the dataset. */
  runId: string;
  datasetId: string;
  datasetVersionId: string;
  datasetHash: string;
  task: TaskSpec;
  /** The raw input fields, in order (name, type). */
  inputs: Column[];
  input: FittedInput;
  body: ModelBody;
  /** Final metrics of the restored best weights: valLoss, valAccuracy, valF1, ... */
  metrics: Record<string, number>;
  /** The one that says how good it is; absent in versions of before. */
  figure?: FinalFigure;
  /** Of one that went on from another: what both answer on the same rows. */
  goneOn?: GoneOn;
  /** What is kept of the rows it learnt from, to compare later ones with (core/drift); absent in versions of before. */
  reference?: BlobRef;
  /** A few raw rows of the dataset (validation part), for the export parity check and the predict form; of a grid { sample: number }. */
  sampleRows: RawRow[];
  notes: string;
}

/** What a version that a training went on from answers, and what the one that came of it does, on rows that taught neither. */
export interface GoneOn {
  /** The version before. */
  from: string;
  /** Of core/metrics. */
  metric: string;
  parts: GoneOnPart[];
}

export interface GoneOnPart {
  /** Those that judged the version before, or others of the data that were gone on with. */
  rows: 'old' | 'new';
  part: 'validation' | 'test';
  count: number;
  before: number;
  after: number;
  /** Of these the new version learnt from, because the data could not be divided as before. */
  learnt?: number;
}

/** A raw row as a person would write it; missing = null. Keys are field names (a Map-like plain object made with Object.create(null) or fromEntries). */
export type RawRow = Record<string, string | number | boolean | null>;
