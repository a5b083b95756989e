import { TetradError } from '../protocol/errors';

/** The inputs of a layer that takes two: shapes, tensors or ONNX value names. */
export function twoInputs<T>(inputs: readonly T[]): [T, T] {
  const [first, second] = inputs;
  if (first !== undefined && second !== undefined && inputs.length === 2) return [first, second];
  throw new TetradError({
    code: 'badInput',
    message: `This layer takes two inputs, not ${inputs.length}.`,
    place: 'inputs',
  });
}
