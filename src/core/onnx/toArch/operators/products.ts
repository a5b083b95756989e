/** Gemm, MatMul: a dense layer on the last axis. */
import { plain } from '../archReader';
import { type Constant, notALayer } from '../told';
import { whole } from './attributes';
import { addedBehind } from './convolutions';
import type { Operator } from './operator';

export const gemm: Operator = (reader, node) => {
  const value = reader.layered(node);
  const weight = reader.needed(node, 1);
  if (whole(node, 'transA', 0) !== 0) throw notALayer(node, 'turns its samples (transA)');
  const isTurned = whole(node, 'transB', 0) === 1;
  const [alpha, beta] = [whole(node, 'alpha', 1), whole(node, 'beta', 1)];
  const [units = 1, inputs = 1] = isTurned ? weight.shape : [weight.shape[1], weight.shape[0]];
  const given = reader.constant(node, 2);
  if (given && given.data.length !== 1 && (given.data.length !== units || given.shape.at(-1) !== units))
    throw notALayer(node, 'adds an array that is not one number for each unit');
  const bias =
    given &&
    Float32Array.from(
      { length: units },
      (_, i) => beta * (given.data[given.data.length > 1 ? i : 0] as number),
    );
  const id = reader.make.layer(
    reader.name('dense', weight),
    'dense',
    { units, useBias: bias !== undefined },
    [reader.asWritten(node, value)],
    { kernel: turned(weight, units, inputs, isTurned, alpha), ...(bias && { bias }) },
  );
  return plain(id, 1);
};

/** [inputs, units]. */
function turned(
  { data }: Constant,
  units: number,
  inputs: number,
  isTurned: boolean,
  alpha: number,
): Float32Array {
  return Float32Array.from({ length: data.length }, (_, at) => {
    const [row, column] = [Math.floor(at / units), at % units];
    return alpha * (data[isTurned ? column * inputs + row : at] as number);
  });
}

export const matMul: Operator = (reader, node) => {
  const weight = reader.input(node, 1);
  if (weight.kind !== 'constant' || weight.shape.length !== 2)
    throw notALayer(node, 'multiplies two values that are both made of the samples');
  const value = reader.layered(node);
  const [, units = 1] = weight.shape;
  const added = addedBehind(reader, node, units, 0);
  const id = reader.make.layer(
    reader.name('dense', weight),
    'dense',
    { units, useBias: added !== undefined },
    [reader.asWritten(node, value)],
    { kernel: weight.data, ...(added && { bias: added.constant.data }) },
  );
  const result = plain(id, value.perm.length - 1);
  if (added) reader.tell(added.output, result);
  return result;
};
