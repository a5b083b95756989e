/** The contract of a layer: one file says everything about it, its examples are its tests. */
import type * as tf from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import type { GraphBuilder } from '../onnx/graphBuilder';

export type Ops = typeof tf;
export type Tensor = tf.Tensor;

export type Initializer =
  | { kind: 'zeros' }
  | { kind: 'ones' }
  | { kind: 'glorotUniform'; fanIn: number; fanOut: number }
  | { kind: 'heNormal'; fanIn: number }
  /** Squares of so many rows, side by side and below each other, each a random orthogonal matrix. */
  | { kind: 'orthogonal'; square: number }
  /** Each value so many times, from the beginning again after the last. */
  | { kind: 'repeated'; values: readonly number[]; times: number };

export interface WeightSpec {
  name: string;
  shape: number[];
  init: Initializer;
  /** false: state such as moving averages, updated by forward, saved with the weights. */
  trainable: boolean;
  /** Weight decay applies (kernels yes, biases and norms no). */
  decay: boolean;
}

export interface ForwardContext {
  tf: Ops;
  training: boolean;
  nodeId: string;
  /** Shapes of the inputs without batch. Tensors have deviceShape of them: a fourth axis is folded into the batch. */
  shapes: number[][];
  /** Uniform [0,1) values of this node for this step: pure in (seed, nodeId, step). */
  uniform(shape: number[]): Tensor;
  /** Records a new value for a non-trainable weight (training only). */
  updateState(name: string, value: Tensor): void;
  /** Shows a value of the inside to those who look; absent where nobody does. */
  show?(name: string, value: Tensor): void;
  /** Adds to the loss, beside what the answer loses: a scalar. Absent where nobody asks for a loss. */
  addLoss?(value: Tensor): void;
}

/** Float32 weights at export time, row-major. */
export interface HostWeight {
  shape: number[];
  data: Float32Array;
}

export interface LayerDef<P = unknown> {
  type: string;
  title: string;
  summary: string;
  params: z.ZodType<P>;
  /** Shapes without batch. Throws TetradError badInput naming the expected shape. */
  inferShape(inputs: number[][], params: P): number[];
  weights(inputs: number[][], params: P): WeightSpec[];
  /** Inputs and result are batched (deviceShape). Called inside tf.tidy. */
  forward(ctx: ForwardContext, inputs: Tensor[], weights: Record<string, Tensor>, params: P): Tensor;
  /** How often a pass holds the size of the output: the result and, in training, what the gradient needs. 2 unless said. */
  keeps?(params: P, training: boolean, inputs: number[][]): number;
  /**
   * Elements a row is laid out in on backends without a kernel for it (WASM, CPU): forwards, and for the gradient to
   * its input. None unless said.
   */
  laidOut?(inputs: number[][], params: P): { forward: number; backward: number };
  /** Each channel of the result comes of the same channel of its one input; its weights are by channel, on their last axis. */
  channelwise?(params: P): boolean;
  /** An export folds it into the layer before: its weights cannot be read out of a file. */
  folded?: true;
  /** Holds a convolution over four axes, which a file may have folded or native. */
  conv4d?: boolean;
  /** Adds nodes, returns the name of the output value. `shapes`: of the inputs, without batch; values have deviceShape. */
  toOnnx(
    graph: GraphBuilder,
    inputs: string[],
    weights: Record<string, HostWeight>,
    params: P,
    shapes: number[][],
  ): string;
  /**
   * `ids`: by input, where it is whole numbers below that, which have no gradient; 0 where it is not. `around`: what the
   * inputs lie around, 0 unless said: for layers that bend sharply there.
   */
  examples: { inputs: number[][]; params: Record<string, unknown>; ids?: number[]; around?: number }[];
}
