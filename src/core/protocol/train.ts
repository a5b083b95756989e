/** What a training run is asked to do, and what it says while doing it. */
import { z } from 'zod';

export const backendNames = ['webgpu', 'wasm', 'cpu'] as const;
export type BackendName = (typeof backendNames)[number];

/** output * std + mean is in the target's own unit. */
export interface Scale {
  mean: number;
  std: number;
}

/** Of core/tasks. */
export type TaskType = string;

/**
 * What is learnt: fixed before training, fitted with the data, stored with run and version. Every task (core/tasks)
 * narrows it; what is common to several is here, so that nobody has to ask which task it is.
 */
export interface TaskSpec {
  type: TaskType;
  target: string;
  /** Of a task that answers with classes: in the order of the network's outputs. */
  labels?: string[];
  /** Of a task that answers with several labels of a row: the sets that rows have, as indices of labels. */
  labelSets?: number[][];
  /** Of two labels the one to be found, where the data say which. */
  event?: string;
  /** Of two labels this one is called from this probability on; the likelier without. Chosen after a training. */
  threshold?: { label: string; from: number };
  /** Of a task that answers for a later time: steps after the last time of a window. */
  horizon?: number;
  /** It answers for this many times, the last of them at the horizon; absent: for that one alone. */
  steps?: number;
  /** Steps after which the data tend to repeat: what the seasonal naive forecast goes by. */
  period?: number;
  /** Of a task that answers with whole frames. */
  channels?: string[];
  /** Of a task that answers with tokens, once fitted: what each is written as, by id. */
  tokens?: string[];
  /** Of how many characters each is. */
  characters?: number[];
  /** Of a task that answers with quantiles: which, ascending, the median in the middle. */
  levels?: number[];
  /** Of a task that answers with quantiles, once fitted: those of the training rows, which need no model. */
  usual?: number[];
  /** Of quantiles: how far the ends of the interval are moved, standardised, by channel. Found after a training. */
  outwards?: number[];
  /** Of a task that answers with a class for each pixel, once fitted: how masks write each label (images/maskCodes). */
  keys?: number[];
  /** Of a task that tells how odd a row is, once fitted: from this score on it is called so. */
  oddFrom?: number;
  /** Of a task that answers with numbers, once fitted: of the one value, or of every channel. */
  scales?: Scale[];
}

export const samplings = ['shuffled', 'stratified', 'balanced'] as const;
export type Sampling = (typeof samplings)[number];
export const classWeightings = ['none', 'balanced'] as const;

/** roles: what the columns say (parts, groups, time), else at random. random: groups alone are kept whole. */
export const splitWays = ['roles', 'random'] as const;

/** One of `folds` parts of the rows validates, whatever is kept for a test aside; each `repeat` deals them anew. */
export const trainFold = z
  .object({ index: z.int().min(0), folds: z.int().min(2).max(1000), repeat: z.int().min(0).max(10_000) })
  .refine(({ index, folds }) => index < folds, 'The index must be below the number of folds.');
export type TrainFold = z.infer<typeof trainFold>;

/** What the values of pixels are to a model that somebody else made. */
export const pixelScales = ['unit', 'signed', 'bytes', 'imagenet'] as const;
export type PixelScale = (typeof pixelScales)[number];

/** Layers of a network that a training begins with: the last that is kept, and the last that stands still, if any. */
export const transfer = z.strictObject({
  cut: z.string().max(500),
  freeze: z.string().max(500).optional(),
  /** Of an imported file: how pictures enter it. */
  samples: z
    .strictObject({
      height: z.int().min(1).max(4096),
      width: z.int().min(1).max(4096),
      channels: z.union([z.literal(1), z.literal(3)]),
      channelsFirst: z.boolean(),
      scale: z.enum(pixelScales),
      /** Its operators are said in layers of ours, so that any of them can learn; else it stands still as a whole. */
      layers: z.literal(true).optional(),
    })
    .optional(),
});
export type Transfer = z.infer<typeof transfer>;

/** Settings of a chosen registry entry; its own schema says what they may be. */
const entrySettings = z
  .record(
    z.string().max(100),
    z.union([z.number(), z.boolean(), z.string().max(4000), z.array(z.number()).max(1000)]),
  )
  .default({});

/** Training settings. The form is generated from this: meta holds label and hint. */
export const trainConfig = z.object({
  epochs: z.int().min(1).max(100_000).default(100).meta({
    label: 'Epochs',
    hint: 'Most passes over the training rows; early stopping usually ends sooner.',
  }),
  batchSize: z.int().min(1).max(1_000_000).default(32).meta({
    label: 'Batch size',
    hint: 'Rows per step. Larger is faster per row and steadier; smaller often generalises better.',
  }),
  learningRate: z
    .number()
    .positive()
    .max(1e7)
    .default(0.003)
    .meta({ label: 'Learning rate', hint: 'Size of each step. If the loss jumps, divide by 3.' }),
  optimizer: z.string().default('adamw').meta({ label: 'Optimizer', registry: 'optimizers' }),
  optimizerParams: entrySettings.meta({ label: 'Optimizer settings', hidden: true }),
  loss: z.string().default('auto').meta({
    label: 'Loss',
    registry: 'losses',
    hint: 'auto: cross-entropy for classes, squared error for numbers.',
  }),
  lossParams: entrySettings.meta({ label: 'Loss settings', hidden: true }),
  schedule: z.string().default('constant').meta({ label: 'Learning-rate schedule', registry: 'schedules' }),
  scheduleParams: entrySettings.meta({ label: 'Schedule settings', hidden: true }),
  warmupSteps: z.int().min(0).max(10_000_000).default(0).meta({
    label: 'Warm-up (steps)',
    hint: 'Steps in which the learning rate rises along a line, before the schedule begins.',
    advanced: true,
  }),
  validationSplit: z.number().gt(0).max(0.9).default(0.2).meta({
    label: 'Validation share',
    hint: 'Rows held back to choose the best weights and to end the training in time.',
  }),
  /** Absent in requests of before there was a test part: none. 'auto': by size, see core/split/testShare. */
  testSplit: z
    .union([z.literal('auto'), z.number().min(0).max(0.5)])
    .optional()
    .meta({ label: 'Test share', hidden: true }),
  /** Absent in requests of before roles of columns counted: they do not. */
  splitBy: z.enum(splitWays).optional().meta({ label: 'Split by', hidden: true }),
  earlyStopping: z.boolean().default(true).meta({
    label: 'Early stopping',
    hint: 'Stop when validation loss no longer improves and restore the best weights.',
  }),
  patience: z
    .int()
    .min(1)
    .max(10_000)
    .default(20)
    .meta({ label: 'Patience (epochs)', hint: 'Epochs without improvement before stopping.' }),
  allRows: z.boolean().default(false).meta({
    label: 'All rows at last',
    hint: 'Once the validation rows have said when to stop, as much is learnt anew from them too. Figures of the validation part stay those of the model before.',
  }),
  sampling: z.enum(samplings).default('shuffled').meta({
    label: 'Sampling',
    hint: 'shuffled: every row once an epoch. stratified: the same, each batch with the shares of the classes. balanced: every class equally often, rare rows repeated.',
    advanced: true,
    value: 'class',
  }),
  classWeights: z.enum(classWeightings).default('none').meta({
    label: 'Class weights',
    hint: 'balanced: rows of rare classes count more in the training loss, so that all classes weigh the same.',
    advanced: true,
    value: 'class',
  }),
  labelSmoothing: z.number().min(0).max(0.9).default(0).meta({
    label: 'Label smoothing',
    hint: 'Share of the target spread evenly over all classes in training: less certain, often better calibrated. 0 is off.',
    advanced: true,
    value: 'class',
  }),
  weightDecay: z.number().min(0).max(10).default(0).meta({
    label: 'Extra weight decay',
    hint: 'Shrinks kernels by learning rate × this in each step, with any optimiser. AdamW, Lion and Muon have their own; this adds to it.',
    advanced: true,
  }),
  clipNorm: z.number().min(0).max(1e6).default(0).meta({
    label: 'Clip gradient norm',
    hint: 'Gradients longer than this, all weights together, are shortened to it. 0 is off; 1 is common.',
    advanced: true,
  }),
  clipValue: z.number().min(0).max(1e6).default(0).meta({
    label: 'Clip gradient values',
    hint: 'Each gradient is kept between minus this and this. 0 is off.',
    advanced: true,
  }),
  accumulation: z.int().min(1).max(10_000).default(1).meta({
    label: 'Gradient accumulation',
    hint: 'Batches whose gradients make one step: a large batch in the memory of a small one.',
    advanced: true,
  }),
  averaging: z.number().min(0).max(0.999999).default(0).meta({
    label: 'Weight averaging (EMA)',
    hint: 'Memory of a running mean of the weights, which is judged and saved in their place: 0.99 remembers about 100 steps. 0 is off.',
    advanced: true,
  }),
  /** Absent in requests of before: the same for all. */
  layerRate: z.number().gt(0).max(1).optional().meta({
    label: 'Rate by depth',
    hint: 'Each layer learns at this times the rate of the one behind it: 0.5 leaves the first layers of a trained network almost as they are. 1: all alike.',
    default: 1,
    advanced: true,
  }),
  seed: z.int().min(0).max(0xffff_ffff).default(42).meta({
    label: 'Seed',
    hint: 'Drives split, order, start and dropout: the same seed gives the same curve.',
  }),
  deterministic: z.boolean().default(true).meta({
    label: 'Deterministic',
    hint: 'The same seed gives the same bits on the same device. Off lets a GPU add up large products and picked rows in any order, which can be faster.',
    advanced: true,
  }),
  /** Absent in requests of before: kept. */
  replay: z.enum(['epochs', 'off']).optional().meta({
    label: 'Replay',
    hint: 'epochs: keeps what some validation rows were answered, and samples of what makes any, for at most 50 epochs. off: nothing.',
    default: 'epochs',
    advanced: true,
  }),
  backend: z
    .enum(['auto', ...backendNames])
    .default('auto')
    .meta({
      label: 'Backend',
      hint: 'auto measures steps of this very job and takes what is expected to be through first.',
    }),
});
export type TrainConfig = z.infer<typeof trainConfig>;

export interface TrainRequest {
  jobId: string;
  runId: string;
  modelId: string;
  datasetVersionId: string;
  target: string;
  /** Decided once, by core/train/taskKind; the labels come from the rows. */
  task: TaskType;
  /** Field names used as inputs, in schema order. */
  features: string[];
  family: string;
  familyParams: Record<string, unknown>;
  config: TrainConfig;
  /** The model version whose network and weights it begins with. */
  startFrom?: string;
  /** Of that only what is before the cut is kept, for another answer. */
  transfer?: Transfer;
  /** Of a cross-validation; without, a share is held out. */
  fold?: TrainFold;
  /** Its network begins with the weights of the same or of a smaller one, and answers as that did. */
  inherit?: Inherit;
}

/** The version that the weights come from; where its network is another, both as core/architecture/genome writes them. */
export const inherit = z.object({
  versionId: z.string(),
  parent: z.string().optional(),
  child: z.string().optional(),
});
export type Inherit = z.infer<typeof inherit>;

/** How the rows of a run were divided: how many are where, and why. */
export interface SplitSummary {
  /** In words: "by the order of “t”: the latest rows judge". */
  how: string;
  train: number;
  val: number;
  test: number;
  /** Left out and why, and what else to know, in words. */
  notes: string[];
}

/** Backends tried, what each measured, which one was taken and why. */
export interface BackendChoice {
  backend: BackendName;
  reason: string;
  measured: {
    backend: BackendName;
    /** Once, before the first steady step: pipelines made, kernels chosen. */
    setUpMs?: number;
    /** Of a steady step. */
    stepMs?: number;
    /** Expected for the whole job. */
    totalMs?: number;
    error?: string;
    /** It could not be first: a step of so many rows (else a whole one) needs at least this, or it is ready too late. */
    notMeasured?: { atLeastMs?: number; rows?: number; readyMs?: number };
  }[];
}

/** Logged at steps rather than epochs; the names of a run's metrics. */
export const stepFigures = [
  'batchLearningRate',
  'gradientNorm',
  'updateRatio',
  'stepMs',
  'gpuStepMs',
  'samplesPerSecond',
  'memoryBytes',
  'secondsLeft',
] as const;
export type StepFigure = (typeof stepFigures)[number];

export interface Figure {
  name: StepFigure;
  step: number;
  value: number;
}

/** How the values of one weight, or of its gradient, are spread: equal bins from the lowest to the highest. */
export interface WeightHistogram {
  /** "dense1/kernel" */
  name: string;
  of: 'weights' | 'gradients';
  lowest: number;
  highest: number;
  counts: number[];
}

/** Streamed from the engine worker, at most 10 a second. */
export type TrainEvent =
  | {
      kind: 'prepared';
      trainRows: number;
      valRows: number;
      split: SplitSummary;
      /** Of a network. */
      weightCount?: number;
      stepsPerEpoch: number;
      backend: BackendChoice;
      resumedAtStep?: number;
      /** A checkpoint could not be read and an earlier one is taken. */
      damaged?: string;
      /** What was left out (rows without a target, empty columns), in words. */
      warnings?: string[];
    }
  | {
      kind: 'steps';
      epoch: number;
      epochs: number;
      step: number;
      totalSteps: number;
      losses: number[];
      firstStep: number;
      learningRate: number;
      samplesPerSecond: number;
      secondsLeft?: number;
      figures?: Figure[];
    }
  | {
      kind: 'epoch';
      epoch: number;
      epochs: number;
      step: number;
      metrics: Record<string, number>;
      best: boolean;
      histograms?: WeightHistogram[];
    }
  | { kind: 'checkpoint'; step: number }
  | {
      kind: 'done';
      modelVersionId: string;
      metrics: Record<string, number>;
      stoppedEarly: boolean;
      bestEpoch: number;
    };

export interface TrainResult {
  modelVersionId: string;
  metrics: Record<string, number>;
}
