/** The point of a space that is nearest to what would be trained without a search. */
import type { ParamValue, TrialParams } from '../protocol/sweep';
import { drawAtRandom } from './drawParams';
import { isActive, keepsConstraints, type Space, toUnit } from './space';

/** Undefined where it breaks a constraint. What the space does not hold is drawn, or moved to its end. */
export function standardTrial(
  space: Space,
  standard: (name: string) => ParamValue | undefined,
  seed: number,
): TrialParams | undefined {
  const drawn = drawAtRandom(space, seed, 0);
  const params: TrialParams = {};
  for (const param of space.params) {
    if (!isActive(param, params)) continue;
    const { name, spec } = param;
    const value = standard(name);
    if (value !== undefined && toUnit(spec, value) !== undefined) params[name] = value;
    else if (spec.type !== 'categorical' && typeof value === 'number')
      params[name] = Math.min(Math.max(value, spec.min), spec.max);
    else
      params[name] = drawn[name] ?? (spec.type === 'categorical' ? (spec.values[0] as ParamValue) : spec.min);
  }
  return keepsConstraints(space, params) ? params : undefined;
}
