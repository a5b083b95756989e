/** Targets that are numbers are learnt standardised; `scales` of the task leads back to their own unit. */
import type { Scale, TaskSpec } from '../protocol/train';
import { isMissing } from '../grid/fittedGrid';

const none: Scale = { mean: 0, std: 1 };

/** Of one value; of several channels there is none: errors in different units have no common size. */
export function commonScale({ scales = [] }: Pick<TaskSpec, 'scales'>): Scale {
  const [only, ...others] = scales;
  return only && others.length === 0 ? only : none;
}

/** In the target's own unit, float64; what is missing is NaN. */
export function unscaled(values: ArrayLike<number>, { mean, std }: Scale): Float64Array<ArrayBuffer> {
  const own = new Float64Array(values.length);
  for (let i = 0; i < own.length; i++) {
    const value = values[i] as number;
    own[i] = isMissing(value) ? Number.NaN : value * std + mean;
  }
  return own;
}
