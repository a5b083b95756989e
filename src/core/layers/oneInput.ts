import { TetradError } from '../protocol/errors';

/** The only input of a layer that takes one: a shape, a tensor or an ONNX value name. */
export function oneInput<T>(inputs: readonly T[]): T {
  const [input] = inputs;
  if (inputs.length !== 1 || input === undefined) {
    throw new TetradError({
      code: 'badInput',
      message: `This layer takes one input, not ${inputs.length}.`,
      place: 'inputs',
    });
  }
  return input;
}

/** The shape of the only input, which must have a last axis to work on. */
export function oneShape(inputs: readonly number[][]): number[] {
  const shape = oneInput(inputs);
  if (shape.length === 0) {
    throw new TetradError({
      code: 'badInput',
      message: 'This layer needs an input of shape [..., channels]; this one has no axis besides the batch.',
      place: 'inputs.0',
    });
  }
  return shape;
}

/** A weight that the layer's own `weights` lists; missing means a programming error. */
export function needWeight<T>(weights: Readonly<Record<string, T>>, name: string): T {
  const weight = weights[name];
  if (weight === undefined)
    throw new TetradError({ code: 'internal', message: `Weight "${name}" is missing.` });
  return weight;
}
