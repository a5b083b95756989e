import { TetradError } from '../../protocol/errors';
import type { ParamSpec, ParamValue, TrialParams } from '../../protocol/sweep';
import { countOf, fromUnit, isActive, keepsConstraints, type Space } from '../space';
import type { SamplerDef } from './samplerDef';

/** More points are never all trained. */
export const mostPoints = 100_000;
const standardLevels = 5;

/** The values of a parameter in a grid: all, or `levels` of them from the lowest to the highest. */
export function levelsOf(spec: ParamSpec): ParamValue[] {
  if (spec.type === 'categorical') return spec.values;
  const all = countOf(spec) ?? Number.POSITIVE_INFINITY;
  const wanted = Math.min(spec.levels ?? (all <= 10 ? all : standardLevels), all);
  const values = Array.from({ length: wanted }, (_, at) => {
    // Of whole numbers the middle of the first and of the last cell, else the very ends.
    const [low, high] = spec.type === 'integer' && !spec.log ? [0.5 / all, 1 - 0.5 / all] : [0, 1];
    return fromUnit(spec, wanted === 1 ? 0.5 : low + (at / (wanted - 1)) * (high - low));
  });
  return [...new Set(values)];
}

/** Of a grid without its constraints: by multiplying where nothing depends on a parameter. */
export function countPoints(space: Space): number {
  const parents = new Set(space.params.flatMap(({ spec }) => Object.keys(spec.when ?? {})));
  const count = (at: number, params: TrialParams): number => {
    const param = space.params[at];
    if (!param) return 1;
    if (!isActive(param, params)) return count(at + 1, params);
    const values = levelsOf(param.spec);
    if (!parents.has(param.name)) return values.length * count(at + 1, params);
    return values.reduce<number>((sum, value) => sum + count(at + 1, { ...params, [param.name]: value }), 0);
  };
  return count(0, {});
}

const listed = new WeakMap<Space, TrialParams[]>();

/** The points that keep the constraints; the last parameter changes first. */
export function pointsOf(space: Space): TrialParams[] {
  const before = listed.get(space);
  if (before) return before;
  const count = countPoints(space);
  if (count > mostPoints)
    throw new TetradError({
      code: 'badInput',
      message: `A grid of this space has ${count.toLocaleString('en', { maximumSignificantDigits: 3 })} points; at most ${mostPoints.toLocaleString('en')} are listed.`,
      place: 'method',
      hint: 'Search it at random or by TPE, which need no list, or give fewer levels and values.',
    });
  const points: TrialParams[] = [];
  const walk = (at: number, params: TrialParams): void => {
    const param = space.params[at];
    if (!param) {
      if (keepsConstraints(space, params)) points.push(params);
    } else if (!isActive(param, params)) walk(at + 1, params);
    else for (const value of levelsOf(param.spec)) walk(at + 1, { ...params, [param.name]: value });
  };
  walk(0, {});
  if (points.length === 0)
    throw new TetradError({
      code: 'badInput',
      message: 'No point of the grid keeps the constraints.',
      place: 'constraints',
      hint: 'Widen the space, or loosen a constraint.',
    });
  listed.set(space, points);
  return points;
}

export const grid: SamplerDef = {
  type: 'grid',
  title: 'Grid',
  summary: 'Every combination, one after the other. For few settings of few values.',
  ask: ({ space, number }) => pointsOf(space)[number],
  total: (space) => pointsOf(space).length,
};
