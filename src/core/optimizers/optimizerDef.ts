/** The contract of an optimiser: pure step on named tensors with complete, named state. */
import type { z } from 'zod';
import type { Ops, Tensor } from '../layers/layerDef';

export interface OptimizerDef<P = unknown> {
  type: string;
  title: string;
  summary: string;
  params: z.ZodType<P>;
  /** Names of per-weight state tensors, each shaped like the weight, starting at zero: ['m', 'v']. */
  slots: readonly string[];
  /** In place of `slots`, where the settings decide. */
  slotsFor?(params: P): readonly string[];
  /** Whether these settings need the slot; without this, all are kept. */
  needs?(slot: string, params: P): boolean;
  /**
   * Weights usually arrive many at once, laid end to end. Those for which this says true arrive alone,
   * with their `shape`: for rules that depend on it.
   */
  alone?(weight: { shape: readonly number[]; decay: boolean }): boolean;
  /** One step for one weight, inside tf.tidy. `step` counts from 1; scalars are computed on the host in float64. Returns new tensors. */
  update(
    tf: Ops,
    input: {
      weight: Tensor;
      gradient: Tensor;
      slots: Record<string, Tensor>;
      learningRate: number;
      step: number;
      /** Weight decay applies (kernels yes, biases and norms no). */
      decay: boolean;
      /** Of a weight that came alone. */
      shape?: readonly number[];
    },
    params: P,
  ): { weight: Tensor; slots: Record<string, Tensor> };
}

export const slotsOf = (optimizer: OptimizerDef, params: unknown): readonly string[] =>
  optimizer.slotsFor?.(params) ?? optimizer.slots.filter((slot) => optimizer.needs?.(slot, params) ?? true);
