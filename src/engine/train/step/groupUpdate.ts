/** One optimiser step on a packed group: one dispatch where there is a kernel for it, else tensor operations. */
import type { Ops, Tensor } from '#/core/layers/layerDef';
import { type OptimizerDef, slotsOf } from '#/core/optimizers/optimizerDef';
import { runFusedUpdate, updateInputs } from '../../kernels/fusedUpdate';
import { NotElementwise, traceElementwise } from '../../kernels/traceElementwise';

export interface UpdateInput {
  packed: Tensor;
  /** Flat. */
  gradient: Tensor;
  /** Elements of one part. */
  size: number;
  learningRate: number;
  step: number;
  decay: boolean;
  /** Of a weight that is alone in its group. */
  shape?: readonly number[];
}

/** Inside tf.tidy. Returns the new packed state. */
export function updateGroup(tf: Ops, optimizer: OptimizerDef, params: unknown, input: UpdateInput): Tensor {
  return fused(tf, optimizer, params, input) ?? withOperations(tf, optimizer, params, input);
}

function fused(
  tf: Ops,
  optimizer: OptimizerDef,
  params: unknown,
  { packed, gradient, size, ...input }: UpdateInput,
): Tensor | undefined {
  if (tf.getBackend() === 'cpu') return undefined;
  const slots = slotsOf(optimizer, params);
  try {
    const trace = traceElementwise(updateInputs(slots), (traced, tensors) => {
      const named = Object.fromEntries(slots.map((slot) => [slot, tensors[`slot:${slot}`] as Tensor]));
      const { weight, gradient } = tensors as { weight: Tensor; gradient: Tensor };
      const next = optimizer.update(traced, { ...input, weight, gradient, slots: named }, params);
      return [next.weight, ...slots.map((slot) => next.slots[slot] as Tensor)];
    });
    return runFusedUpdate(tf, packed, gradient, { trace, size });
  } catch (thrown) {
    if (thrown instanceof NotElementwise) return undefined;
    throw thrown;
  }
}

function withOperations(
  tf: Ops,
  optimizer: OptimizerDef,
  params: unknown,
  { packed, gradient, size, ...input }: UpdateInput,
): Tensor {
  const slots = slotsOf(optimizer, params);
  const part = (index: number): Tensor => tf.slice(packed, [index * size], [size]);
  const named = Object.fromEntries(slots.map((slot, i) => [slot, part(i + 1)]));
  const next = optimizer.update(tf, { ...input, weight: part(0), gradient, slots: named }, params);
  const parts = [next.weight, ...slots.map((slot) => next.slots[slot] as Tensor)];
  return parts.length === 1 ? next.weight : tf.concat(parts, 0);
}
