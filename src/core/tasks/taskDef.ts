/**
 * The contract of a task: what is answered, how the target becomes numbers and the network's output an answer, in the
 * studio and in the exported file. What a person sees of it is ui/tasks.
 */
import type { z } from 'zod';
import type { LossDef } from '../losses/lossDef';
import type { Figure, FigureContext } from '../evaluation/finalFigure';
import type { ValidationPredictions } from '../evaluation/validationPredictions';
import type { MetricInput } from '../metrics/metricDef';
import type { GraphBuilder, OnnxDtype, OnnxShape } from '../onnx/graphBuilder';
import type { Prediction } from '../protocol/predict';
import type { TaskSpec } from '../protocol/train';
import type { Values } from '../transforms/transformDef';
import type { TargetValue } from './targetValue';

/** Raw network outputs of consecutive rows, and what came true, as training takes it. */
export interface JudgedPart {
  rows: number;
  /** Row-major [rows, width]. */
  outputs: Float32Array;
  width: number;
  /** Encoded: a class index or a standardised number a row, or whole frames [rows, width]. */
  truth: ArrayLike<number>;
  /** Of frames: the last one known, which persistence would answer. */
  last?: ArrayLike<number>;
}

export interface AnswerOutputs {
  label: string;
  probabilities?: string;
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

export interface TaskDef<T extends TaskSpec = TaskSpec> {
  type: string;
  title: string;
  /** "regression of" the target; what an answer is: "a number". */
  words: { of: string; answer: string };
  /** What losses and metrics are chosen by. */
  value: TargetValue;
  /** Fitted or not; refuses what is of another task. */
  spec: z.ZodType<T>;
  /** Default metric, which runs and models are compared by, and default loss. */
  judge: string;
  loss: string;
  /** Whether an answer is a whole frame of the input, later, rather than a value of a column. */
  frames: boolean;
  /** What the exported file calls the answer. */
  answerName: string;
  /** Values of the network's output per row. */
  outputWidth(task: T, inputShape: readonly number[], loss: LossDef): number;
  /** From the target of the training rows; adds what decoding needs. badInput where there is nothing to learn. */
  fit(task: T, values: Values): T;
  /** Class index, or standardised number, per row; NaN where missing or unknown. */
  encode(task: T, values: Values): Float64Array;
  /** Exactly as the exported file does it. `output`: row-major [rows, width]. */
  decode(task: T, output: Float32Array, width: number): Prediction[];
  /** For metrics: in the target's own unit. */
  compare(task: T, part: JudgedPart): MetricInput;
  /** What is kept of a row for the evaluation page: so many values. */
  kept: { width(outputWidth: number): number; of(part: JudgedPart, row: number): ArrayLike<number> };
  /** The one that says how good a run is, from what is kept of its answers. */
  figure(task: T, judged: ValidationPredictions, context: FigureContext): Figure | undefined;
  /** From the network's output to the outputs of the graph. */
  toOnnx(graph: GraphBuilder, raw: string, task: T, answer: OnnxAnswer): void;
  /** One sentence on the exported file. */
  describe(task: T, from: string, outputs: AnswerOutputs): string;
}

export const defineTask = <T extends TaskSpec>(task: TaskDef<T>): TaskDef => task as unknown as TaskDef;
