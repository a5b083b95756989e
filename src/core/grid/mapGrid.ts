/** A mapping applied to the variables of a file: how large each axis becomes and where a label's dimensions lie. */
import type { ArrayDimension, ArrayVariable, AxisRole } from './arrayFile';
import { axisRoles } from './arrayFile';
import type { AxisMapping, IndexRange } from './gridSchema';

/** All that a mapping needs to know of a variable. */
export type MappedVariable = Pick<ArrayVariable, 'name' | 'dimensions' | 'classes' | 'coordinate'>;

export interface MappedGrid {
  /** What is taken; 1 where the file has no such axis. */
  sizes: Record<AxisRole, number>;
  /** What the file has. */
  whole: Record<AxisRole, number>;
  /** Which indices of the file are taken. */
  ranges: Record<AxisRole, IndexRange>;
  /** Names of the dimensions that became axes. */
  names: Partial<Record<AxisRole, string>>;
}

export const findVariable = <V extends MappedVariable>(
  variables: readonly V[],
  name: string,
): V | undefined => variables.find((variable) => variable.name === name);

/** Of the first variable that was chosen: the others have the same dimensions when the mapping has no problems. */
export function mapGrid(variables: readonly MappedVariable[], mapping: AxisMapping): MappedGrid {
  const dimensions = findVariable(variables, mapping.variables[0] ?? '')?.dimensions ?? [];
  const roles = new Map(Object.entries(mapping.axes));
  const parts = new Map(Object.entries(mapping.ranges ?? {}));
  const found = axisRoles.map((role) => dimensions.find(({ name }) => roles.get(name) === role));
  const perRole = <T>(value: (dimension: ArrayDimension | undefined) => T) =>
    Object.fromEntries(axisRoles.map((role, i) => [role, value(found[i])])) as Record<AxisRole, T>;
  const rangeOf = (dimension: ArrayDimension | undefined): IndexRange =>
    parts.get(dimension?.name ?? '') ?? { start: 0, count: dimension?.size ?? 1, step: 1 };
  return {
    sizes: perRole((dimension) => rangeOf(dimension).count),
    whole: perRole((dimension) => dimension?.size ?? 1),
    ranges: perRole(rangeOf),
    names: Object.fromEntries(
      axisRoles.flatMap((role, i) => (found[i] ? [[role, found[i].name]] : [])),
    ) as MappedGrid['names'],
  };
}

/**
 * What the dimensions of a label variable are: by name, else (files without names) by a size that only one of
 * the sample and the time axis has. undefined when one is neither, or two are the same.
 */
export function labelRoles(
  { dimensions }: MappedVariable,
  { whole, names }: MappedGrid,
): ('sample' | 'time' | 'single')[] | undefined {
  const axes = ['sample', 'time'] as const;
  const roles = dimensions.map(({ name, size }) => {
    const named = axes.find((role) => names[role] === name && whole[role] === size);
    if (named) return named;
    const fitting = axes.filter((role) => names[role] !== undefined && whole[role] === size && size > 1);
    if (fitting.length === 1) return fitting[0];
    return size === 1 ? 'single' : undefined;
  });
  const long = roles.filter((role) => role !== 'single');
  if (long.includes(undefined) || new Set(long).size < long.length) return undefined;
  return roles as ('sample' | 'time' | 'single')[];
}
