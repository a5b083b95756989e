import { sizeOf } from './sizeOf';
/**
 * How a value of a network lies on a device and inside an ONNX graph: batched, channels last, of rank 5 at most.
 * Axes beyond three of space are folded into the batch: [time, x, y, z, channels] is [batch * time, x, y, z, channels].
 */

const mostAxes = 4;

export function deviceShape(shape: readonly number[], batch: number): number[] {
  const folded = Math.max(0, shape.length - mostAxes);
  return [batch * sizeOf(shape.slice(0, folded)), ...shape.slice(folded)];
}

/** The same as the target of an ONNX Reshape, where the batch is what is left. */
export const onnxShape = (shape: readonly number[]): number[] => [
  -1,
  ...shape.slice(Math.max(0, shape.length - mostAxes)),
];

/** How many samples a tensor holds whose shape without batch is `shape`. */
export const batchOf = (tensor: { size: number }, shape: readonly number[]): number =>
  tensor.size / sizeOf(shape);
