/** A point of a space from places of the unit interval, one for each parameter that is searched. */
import { TetradError } from '../protocol/errors';
import type { TrialParams } from '../protocol/sweep';
import { uniforms } from '../random/random';
import { fromUnit, isActive, keepsConstraints, type Param, type Space } from './space';

export function paramsFrom(space: Space, unitOf: (param: Param, index: number) => number): TrialParams {
  const params: TrialParams = {};
  for (const [index, param] of space.params.entries())
    if (isActive(param, params)) params[param.name] = fromUnit(param.spec, unitOf(param, index));
  return params;
}

export const mostAttempts = 1_000;

/** The first draw that keeps the constraints. */
export function keepingConstraints(space: Space, draw: (attempt: number) => TrialParams): TrialParams {
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const params = draw(attempt);
    if (keepsConstraints(space, params)) return params;
  }
  throw new TetradError({
    code: 'badInput',
    message: `None of ${mostAttempts} points of the space keeps the constraints: ${space.constraints.map(({ text }) => `"${text}"`).join(', ')}.`,
    place: 'constraints',
    hint: 'Widen the space, or loosen a constraint.',
  });
}

/** Evenly at random: pure in (seed, number). */
export function drawAtRandom(space: Space, seed: number, number: number): TrialParams {
  return keepingConstraints(space, (attempt) => {
    const units = uniforms(seed, `sweep/random/${attempt}`, number, space.params.length);
    return paramsFrom(space, (_, index) => units[index] as number);
  });
}
