/** What is known of a value of somebody's graph while it is said in layers of ours. */
import { TetradError } from '../../protocol/errors';
import type { OnnxNode, TensorData } from '../graphBuilder';

/** Stands in an axis of size 1 that no layer made. */
export const absent = -1;

export interface Layered {
  kind: 'layered';
  /** The layer (or the input) that makes it. */
  id: string;
  /** Of each axis of the file, the batch among them, the axis of the layer's value that it is; 0 is the batch. */
  perm: number[];
}

/** A number made of each number of another value by itself: not a layer yet, since more may follow. */
export interface Mapped {
  kind: 'mapped';
  of: Layered;
  /** In the words of an expression layer, with brackets around what needs them. */
  text: string;
  host(x: number): number;
}

export interface Constant {
  kind: 'constant';
  shape: number[];
  /** NaN: a size that depends on how many rows there are. */
  data: ArrayLike<number>;
  name: string;
  /** Its numbers are whole ones, which are divided without a rest. */
  whole?: boolean;
}

export type Told = Layered | Mapped | Constant;

/** The operator does not become a layer; `why` begins where "the operator X" ends. */
export const notALayer = ({ opType, name, outputs }: OnnxNode, why = 'has no layer of ours'): TetradError =>
  new TetradError({
    code: 'unsupported',
    message: `the operator ${opType} (“${(name || outputs[0] || '').slice(0, 80)}”) ${why}`,
    place: `node ${(name || outputs[0] || '').slice(0, 80)}`,
  });

export const numbersOf = (data: TensorData): ArrayLike<number> | undefined => {
  if (data instanceof BigInt64Array) return Float64Array.from(data, Number);
  return Array.isArray(data) ? undefined : data;
};
