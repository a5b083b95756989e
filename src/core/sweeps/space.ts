/**
 * The space of a sweep: named parameters, each with a scale, some only where others have certain values, and constraints
 * between them. Parsed here, with errors that name the parameter.
 */
import { TetradError } from '../protocol/errors';
import {
  type ParamSpec,
  type ParamValue,
  type SpaceSpec,
  paramSpec,
  type TrialParams,
} from '../protocol/sweep';
import { type Constraint, parseConstraint } from './constraint';

export interface Param {
  name: string;
  spec: ParamSpec;
}

export interface Space {
  /** What a parameter depends on comes before it. */
  params: readonly Param[];
  constraints: readonly Constraint[];
}

const refused = (name: string, message: string, hint: string): TetradError =>
  new TetradError({ code: 'badInput', message: `${name}: ${message}`, place: `space.${name}`, hint });

export function parseSpace(given: unknown, constraints: readonly string[] = []): Space {
  const entries = typeof given === 'object' && given !== null ? Object.entries(given) : [];
  if (entries.length === 0)
    throw new TetradError({
      code: 'badInput',
      message: 'The space is empty: there is nothing to search.',
      place: 'space',
      hint: 'Give at least one parameter, for example learningRate: {type: "log", min: 0.0001, max: 0.1}.',
    });
  const params = entries.map(([name, spec]) => ({ name, spec: parseParam(name, spec) }));
  const names = new Set(params.map(({ name }) => name));
  for (const { name, spec } of params)
    for (const parent of Object.keys(spec.when ?? {}))
      if (!names.has(parent))
        throw refused(
          name,
          `it depends on "${parent}", which is not in the space.`,
          'Add that one, or leave "when" out.',
        );
  return {
    params: inOrder(params),
    constraints: constraints.map((text) => parseConstraint(text, [...names])),
  };
}

function parseParam(name: string, given: unknown): ParamSpec {
  const result = paramSpec.safeParse(given);
  if (!result.success) {
    const [issue] = result.error.issues;
    const place = (issue?.path ?? []).map(String).join('.');
    throw refused(
      name,
      `${place ? `${place}: ` : ''}${issue?.message ?? 'not valid'}`,
      'A parameter is {type: "continuous", "log" or "integer", min, max} or {type: "categorical", values: [...]}.',
    );
  }
  const spec = result.data;
  if (spec.type === 'categorical') {
    const texts = spec.values.map((value) => JSON.stringify(value));
    const twice = texts.find((text, at) => texts.indexOf(text) !== at);
    if (twice) throw refused(name, `${twice} is listed twice.`, 'List each value once.');
    return spec;
  }
  if (spec.min > spec.max)
    throw refused(
      name,
      `its lowest value, ${spec.min}, is above its highest, ${spec.max}.`,
      'Exchange them.',
    );
  if (isLog(spec) && spec.min <= 0)
    throw refused(name, `${spec.min} has no logarithm.`, 'Begin above 0, or search it without a logarithm.');
  return spec;
}

export const isLog = (spec: ParamSpec): boolean =>
  spec.type === 'log' || (spec.type === 'integer' && spec.log === true);

/** Parents before children; a circle names who is in it. */
function inOrder(params: readonly Param[]): Param[] {
  const done: Param[] = [];
  const left = [...params];
  while (left.length > 0) {
    const at = left.findIndex(({ spec }) =>
      Object.keys(spec.when ?? {}).every((parent) => done.some(({ name }) => name === parent)),
    );
    const [next] = left.splice(at, at < 0 ? 0 : 1);
    if (!next)
      throw refused(
        left.map(({ name }) => name).join(', '),
        'these depend on each other in a circle.',
        'Leave one "when" out.',
      );
    done.push(next);
  }
  return done;
}

const sameValue = (a: ParamValue | undefined, b: ParamValue): boolean =>
  a === b || JSON.stringify(a) === JSON.stringify(b);

/** Whether a parameter is searched, given those before it. */
export const isActive = ({ spec }: Param, params: TrialParams): boolean =>
  Object.entries(spec.when ?? {}).every(([parent, values]) =>
    values.some((value) => sameValue(params[parent], value)),
  );

export const keepsConstraints = (space: Space, params: TrialParams): boolean =>
  space.constraints.every((constraint) => constraint.holds(params));

/** How many values it can take; undefined: any number. */
export function countOf(spec: ParamSpec): number | undefined {
  if (spec.type === 'categorical') return spec.values.length;
  if (spec.min === spec.max) return 1;
  return spec.type === 'integer' ? Math.floor((spec.max - spec.min) / (spec.step ?? 1)) + 1 : undefined;
}

/** The value at a place of the unit interval: equal lengths are equally likely. */
export function fromUnit(spec: ParamSpec, unit: number): ParamValue {
  const at = Math.min(Math.max(unit, 0), 1);
  if (spec.type === 'categorical') {
    const index = Math.min(Math.floor(at * spec.values.length), spec.values.length - 1);
    return spec.values[index] as ParamValue;
  }
  const { min, max } = spec;
  if (spec.type === 'continuous') return min + at * (max - min);
  if (spec.type === 'log') return clamp(Math.exp(between(Math.log(min), Math.log(max), at)), min, max);
  const { step = 1, log } = spec;
  const count = countOf(spec) as number;
  if (!log) return min + step * Math.min(Math.floor(at * count), count - 1);
  const value = Math.exp(between(Math.log(min - 0.5), Math.log(max + 0.5), at));
  return min + step * clamp(Math.round((value - min) / step), 0, count - 1);
}

/** The middle of the places that give this value; undefined: it cannot be given. */
export function toUnit(spec: ParamSpec, value: ParamValue | undefined): number | undefined {
  if (spec.type === 'categorical') {
    const index = value === undefined ? -1 : spec.values.findIndex((one) => sameValue(one, value));
    return index < 0 ? undefined : (index + 0.5) / spec.values.length;
  }
  if (typeof value !== 'number' || !(value >= spec.min && value <= spec.max)) return undefined;
  const { min, max } = spec;
  if (min === max) return 0.5;
  if (spec.type === 'continuous') return (value - min) / (max - min);
  if (spec.type === 'log') return Math.log(value / min) / Math.log(max / min);
  if (spec.log) return Math.log(value / (min - 0.5)) / Math.log((max + 0.5) / (min - 0.5));
  const count = countOf(spec) as number;
  return ((value - min) / (spec.step ?? 1) + 0.5) / count;
}

const between = (a: number, b: number, at: number): number => a + at * (b - a);
const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

export const spaceSpecOf = (space: Space): SpaceSpec =>
  Object.fromEntries(space.params.map(({ name, spec }) => [name, spec]));
