/**
 * The contract of a task: what is answered, how the target becomes numbers and the network's output an answer, in the
 * studio and in the exported file. What a person sees of it is ui/tasks.
 */
import type { z } from 'zod';
import type { LossDef } from '../losses/lossDef';
import type { Figure, FigureContext } from '../evaluation/finalFigure';
import type { LeadScore } from '../evaluation/forecastSkill';
import type { ValidationPredictions } from '../evaluation/validationPredictions';
import type { Ops, Tensor } from '../layers/layerDef';
import type { MetricInput } from '../metrics/metricDef';
import type { GraphBuilder, OnnxDtype, OnnxShape } from '../onnx/graphBuilder';
import type { Prediction } from '../protocol/predict';
import type { Column, ColumnStats } from '../protocol/dataset';
import type { Run } from '../protocol/model';
import type { TaskSpec, TrainConfig } from '../protocol/train';
import type { Markup } from '../report/markup';
import type { Values } from '../transforms/transformDef';
import type { Artifact } from './artifact';
import type { KeptRows } from './keptRows';
import type { TargetValue } from './targetValue';

/** Raw network outputs of consecutive rows, and what came true, as training takes it. */
export interface JudgedPart {
  rows: number;
  /** Row-major [rows, width]. */
  outputs: Float32Array;
  width: number;
  /** Encoded: a class index or a standardised number a row, or whole frames [rows, truthWidth]. */
  truth: ArrayLike<number>;
  /** Of frames: values of the truth a row, where outputs are several for each. */
  truthWidth: number;
  /** Of frames: the last one known, which persistence would answer. */
  last?: ArrayLike<number>;
  /** Of frames: what the seasonal naive forecast answers, where the data have a period. */
  seasonal?: ArrayLike<number>;
  /** Of the rows, row-major: what answers without a model come to, where the kind of data knows. */
  freely?: ArrayLike<number>;
}

export interface AnswerOutputs {
  label: string;
  probabilities?: string;
  quantiles?: string;
  /** Of a score: whether it is from the threshold on. */
  odd?: string;
  /** Of a network that passes its samples through few numbers: these. */
  latent?: string;
}

export interface OnnxAnswer {
  outputs: AnswerOutputs;
  /** Of the network's last value, per row. */
  width: number;
  batch: OnnxShape[number];
  /** Of numbers that leave the graph: double where raw columns enter it, whose targets may have large offsets. */
  dtype: Extract<OnnxDtype, 'double' | 'float'>;
  /** What the network takes, without batch. */
  inputShape: readonly number[];
}

/** What a training kept of some rows, in their order. */
export interface KeptPart {
  kept: KeptRows;
  /** Encoded; of frames nothing. */
  truth: Float64Array<ArrayBuffer>;
  /** What was learnt from. */
  inputs: readonly Pick<Column, 'name' | 'unit'>[];
  /** Of frames, by channel and lead time, where that was judged. */
  leads?: LeadScore[][];
}

/** Of a run what its report depends on. */
export interface ReportContext {
  run: Pick<Run, 'event' | 'task'>;
  /** Of two labels one is an event to be found among quiet samples. */
  detection: boolean;
}

/** A column to be predicted, and the task that it means by itself. */
export interface TargetColumn {
  column: Column;
  stats: ColumnStats;
  usual: TaskSpec;
}

/** T: the task, fitted or not. A: what is kept of a run's answers. */
export interface TaskDef<
  T extends TaskSpec = TaskSpec,
  A extends ValidationPredictions = ValidationPredictions,
> {
  type: string;
  title: string;
  /** "regression of" the target; what an answer is: "a number". */
  words: { of: string; answer: string };
  /** What losses and metrics are chosen by. */
  value: TargetValue;
  /** It asks for no column: what it answers is found in the rows themselves, and nothing is known of them beforehand. */
  untaught?: true;
  /** Fitted or not; refuses what is of another task. */
  spec: z.ZodType<T>;
  /** Of a column that by itself means another task: what is learnt where a person asks for this one. */
  of?(target: TargetColumn): T | undefined;
  /** Of a target that by itself means another task and is no column: the same beside it. */
  beside?(usual: TaskSpec): TaskSpec | undefined;
  /** What the settings of a training say of the task. */
  heeds?(config: Pick<TrainConfig, 'lossParams'>): Partial<TaskSpec>;
  /** Of cells that are read as text, where its labels are not the cells themselves. */
  infer?(target: string, cells: readonly (string | null)[]): TaskSpec;
  /** Default metric, which runs and models are compared by, and default loss; '' where none means anything. */
  judge: string;
  loss: string;
  /** Whether an answer is a whole frame of the input, later, rather than a value of a column. */
  frames: boolean;
  /** Of an answer of many whole numbers below 256, a label or a shade each: its axes. Files of many answers are arrays of them. */
  codes?(inputShape: readonly number[]): { dimensions: string[]; shape: number[] };
  /** What the exported file calls the answer. */
  answerName: string;
  /** Values of the network's output per row. */
  outputWidth(task: T, inputShape: readonly number[], loss: LossDef): number;
  /** Outputs for each value of the truth; one unless said. */
  perValue?(task: TaskSpec): number;
  /** From the target of the training rows; adds what decoding needs. badInput where there is nothing to learn. */
  fit(task: T, values: Values): T;
  /** Class index, or standardised number, per row; NaN where missing or unknown. */
  encode(task: T, values: Values): Float64Array;
  /** Of targets that are codes: what each stands for to the loss, row-major [codes, width]. */
  targetTable?(task: TaskSpec): Float32Array;
  /** Of targets that are frames: what they stand for to the loss, on the device. */
  meant?(tf: Ops, target: Tensor, task: TaskSpec): Tensor;
  /** Of answers that are samples themselves: the output as a network would be given it, on the device. */
  shown?(tf: Ops, output: Tensor, task: TaskSpec): Tensor;
  /**
   * Exactly as the exported file does it. `output`: row-major [rows, width]. `whole`: with all that the file says, for a
   * comparison with it; an answer may leave out what is large.
   */
  decode(task: T, output: Float32Array, width: number, whole?: boolean): Prediction[];
  /**
   * Of outputs that are too many to be read back: what is made of them and the target while they are on the device.
   * All that judges sees that in place of outputs.
   */
  onDevice?: {
    width(task: TaskSpec, outputWidth: number): number;
    of(tf: Ops, output: Tensor, target: Tensor, task: TaskSpec): Tensor;
  };
  /** For metrics: in the target's own unit. */
  compare(task: T, part: JudgedPart): MetricInput;
  /** What is kept of a row for the evaluation page: so many values. */
  kept: {
    width(outputWidth: number, task: TaskSpec): number;
    of(part: JudgedPart, row: number, task: TaskSpec): ArrayLike<number>;
  };
  /** So many values are kept of a row, where that is more than one a label: fewer rows are kept then. */
  keptValues?(task: TaskSpec): number;
  /** Of tables of many answers: the columns beside the answer itself, and the numbers that fill them. */
  columns?: {
    names(task: TaskSpec): string[];
    of(prediction: Prediction): readonly number[];
    /** The answer itself, from those numbers. */
    says(task: TaskSpec, numbers: ArrayLike<number>): string | number;
    /** Whether it is right; equal to what is known unless said. */
    isRight?(says: string | number, known: string | number): boolean;
  };
  /** After a training: what is left to be found of the task, from what was answered on the validation part. */
  settle?(task: TaskSpec, part: Pick<KeptPart, 'kept' | 'truth'>): TaskSpec;
  /** Where that changes answers: the metrics of a part anew, by their types. */
  settledMetrics?(judged: A): Record<string, number>;
  /** The same as it is stored and read by every page about a run. */
  artifact: Artifact;
  keep(task: T, part: KeptPart): Omit<A, keyof ValidationPredictions>;
  /** The one that says how good a run is, from what is kept of its answers. */
  figure(task: T, judged: A, context: FigureContext): Figure | undefined;
  /** For a comparison of two models on the same rows. */
  errors: {
    /** Of each row, larger is worse; undefined where a run of before kept none. */
    of(judged: A): Float64Array | undefined;
    /** How large they are is what counts, in words; else on how many rows which model is nearer. */
    mean?: { error: string; rows: string };
  };
  /** The part of the report that says how good a run is. Loaded when a report is made: it draws and computes much. */
  report(): Promise<(judged: A, context: ReportContext) => Markup>;
  /** From the network's output to the outputs of the graph. */
  toOnnx(graph: GraphBuilder, raw: string, task: T, answer: OnnxAnswer): void;
  /** One sentence on the exported file. */
  describe(task: T, from: string, outputs: AnswerOutputs): string;
}

export const defineTask = <T extends TaskSpec, A extends ValidationPredictions>(
  task: TaskDef<T, A>,
): TaskDef => task as unknown as TaskDef;
