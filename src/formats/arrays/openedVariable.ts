/** A variable as its format hands it over: values in the precision that is asked for. */
import type { ArrayVariable } from '#/core/grid/arrayFile';
import type { Attributes } from './decoding';

export type Floats = Float32ArrayConstructor | Float64ArrayConstructor;

export const newValues = <F extends Floats>(Values: F, length: number): InstanceType<F> =>
  new Values(length) as InstanceType<F>;

export interface OpenedVariable {
  variable: ArrayVariable;
  /** As the file has them, where it has attributes. */
  attributes?: Attributes;
  /** The box is inside the variable, not empty and of bearable size. */
  read<F extends Floats>(
    start: readonly number[],
    count: readonly number[],
    step: readonly number[],
    Values: F,
  ): Promise<InstanceType<F>>;
}
