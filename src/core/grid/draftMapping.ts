/**
 * What a file of arrays most likely is, as a mapping to begin with. `guess` is given only when nothing was left
 * to chance: one set of variables, every dimension told by the file itself, and no problem.
 */
import type { AxisRole } from './arrayFile';
import { checkMapping } from './checkMapping';
import type { GridImportOptions, LabelSource, Windowing } from './gridSchema';
import { labelRoles, mapGrid, type MappedVariable } from './mapGrid';

/** Axes of a file that does not name its dimensions, by their number: this studio's own order. */
const byRank: Record<number, AxisRole[]> = {
  1: ['time'],
  2: ['time', 'x'],
  3: ['time', 'x', 'y'],
  4: ['time', 'x', 'y', 'z'],
  5: ['time', 'x', 'y', 'z', 'channel'],
  6: ['sample', 'time', 'x', 'y', 'z', 'channel'],
};

const labelName = /^(.*\/)?(y|labels?|targets?|class(es)?|category|diagnosis|answers?|truth)$/i;

interface ArraysSeen {
  variables: readonly MappedVariable[];
  roles: Readonly<Record<string, AxisRole>>;
}

export interface MappingDraft {
  draft: GridImportOptions;
  roles: Record<string, AxisRole>;
  guess?: GridImportOptions;
}

export function draftMapping({ variables, roles }: ArraysSeen): MappingDraft {
  const groups = fieldGroups(variables);
  const [chosen = [], next] = groups;
  const dimensions = chosen[0]?.dimensions ?? [];
  const allTold = dimensions.every(({ name, size }) => size === 1 || Object.hasOwn(roles, name));
  const draft = draftOf({ variables, roles }, chosen);
  const single = !next || valuesOf(next[0]) < valuesOf(chosen[0]);
  const complete = allTold && single && checkMapping(variables, draft).length === 0;
  return {
    draft,
    roles: Object.fromEntries([...Object.entries(roles), ...Object.entries(draft.mapping.axes)]) as Record<
      string,
      AxisRole
    >,
    ...(complete && { guess: draft }),
  };
}

/** The most likely mapping of variables that were chosen. */
export function draftOf(
  { variables, roles }: ArraysSeen,
  chosen: readonly MappedVariable[],
): GridImportOptions {
  const dimensions = chosen[0]?.dimensions ?? [];
  const withRole = dimensions.filter(({ name }) => Object.hasOwn(roles, name));
  const axes = withRole.length > 0 ? onlyOnce(dimensions, roles) : rolesByRank(dimensions, variables, chosen);
  const mapping = { variables: chosen.map(({ name }) => name), axes, fixed: {} };
  const labels = labelsOf(variables, mapping);
  return { mapping, labels, windowing: standardWindowing(mapGrid(variables, mapping).sizes, labels) };
}

/** Variables that can label the samples of a mapping, besides its channels. */
export function labelVariables(
  variables: readonly MappedVariable[],
  mapping: GridImportOptions['mapping'],
): MappedVariable[] {
  const grid = mapGrid(variables, mapping);
  return variables.filter((variable) => {
    if (mapping.variables.includes(variable.name) || isCoordinate(variable)) return false;
    return labelRoles(variable, grid)?.some((role) => role !== 'single') ?? false;
  });
}

/** A series to look ahead in, or whole recordings with a label each. */
export function standardWindowing(
  sizes: Record<AxisRole, number>,
  labels: LabelSource,
): GridImportOptions['windowing'] {
  const { time } = sizes;
  if (labels.kind !== 'future' || time < 2) return { length: time, stride: 1, horizon: 0 };
  const length = Math.max(1, Math.min(8, Math.floor(time / 4)));
  const windows = sizes.sample * (time - length);
  const patch = windows < fewestWindows ? patchesOf([sizes.x, sizes.y, sizes.z]) : undefined;
  return { length, stride: 1, horizon: 1, ...(patch && { patch }) };
}

/** A short series over a wide space has its samples side by side. */
const fewestWindows = 16;
const wideAxis = 64;
const patchEdge = 32;

function patchesOf(space: [number, number, number]): Windowing['patch'] {
  if (!space.some((size) => size >= wideAxis)) return undefined;
  const size = space.map((n) => (n >= wideAxis ? patchEdge : n)) as [number, number, number];
  return { size, stride: [...size] };
}

const valuesOf = (variable: MappedVariable | undefined): number =>
  variable?.dimensions.reduce((product, { size }) => product * size, 1) ?? 0;

const isCoordinate = ({ name, dimensions, coordinate }: MappedVariable): boolean =>
  coordinate === true || (dimensions.length === 1 && dimensions[0]?.name === name);

/** Variables over the same dimensions, the largest first. */
function fieldGroups(variables: readonly MappedVariable[]): MappedVariable[][] {
  const groups = new Map<string, MappedVariable[]>();
  for (const variable of variables) {
    if (isCoordinate(variable) || variable.dimensions.length === 0) continue;
    const dimensions = variable.dimensions.toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const key = JSON.stringify(dimensions.map(({ name, size }) => [name, size]));
    groups.set(key, [...(groups.get(key) ?? []), variable]);
  }
  return [...groups.values()].sort((a, b) => valuesOf(b[0]) - valuesOf(a[0]));
}

/** Told roles; the first dimension keeps one that two have. */
function onlyOnce(
  dimensions: MappedVariable['dimensions'],
  roles: Readonly<Record<string, AxisRole>>,
): Record<string, AxisRole> {
  const taken = new Set<AxisRole>();
  return Object.fromEntries(
    dimensions.flatMap(({ name }) => {
      const role = Object.hasOwn(roles, name) ? roles[name] : undefined;
      if (role === undefined || taken.has(role)) return [];
      taken.add(role);
      return [[name, role]];
    }),
  );
}

/** A first dimension as long as another variable, which may be the labels, counts samples. */
function rolesByRank(
  dimensions: MappedVariable['dimensions'],
  variables: readonly MappedVariable[],
  chosen: readonly MappedVariable[],
): Record<string, AxisRole> {
  const [first, ...rest] = dimensions;
  const counted = variables.some(
    (variable) =>
      !chosen.includes(variable) &&
      variable.dimensions.length === 1 &&
      variable.dimensions[0]?.size === first?.size &&
      labelName.test(variable.name),
  );
  if (!first || !counted || dimensions.length === 6) return pair(dimensions, byRank[dimensions.length] ?? []);
  return { ...pair(rest, byRank[rest.length] ?? []), ...pair([first], ['sample']) };
}

const pair = (
  dimensions: MappedVariable['dimensions'],
  roles: readonly AxisRole[],
): Record<string, AxisRole> =>
  Object.fromEntries(dimensions.flatMap(({ name }, i) => (roles[i] ? [[name, roles[i]]] : [])));

function labelsOf(variables: readonly MappedVariable[], mapping: GridImportOptions['mapping']): LabelSource {
  const fitting = labelVariables(variables, mapping);
  const label =
    fitting.find(({ name }) => labelName.test(name)) ?? fitting.find(({ classes }) => classes !== undefined);
  if (label) return labelledBy(label.name, fitting);
  const { sizes } = mapGrid(variables, mapping);
  return sizes.sample === 1 && sizes.time > 1 ? { kind: 'future' } : { kind: 'none' };
}

/** One variable to predict; the others that fit are kept beside it. */
export function labelledBy(name: string, fitting: readonly MappedVariable[]): LabelSource {
  const also = fitting.flatMap((variable) => (variable.name === name ? [] : [variable.name]));
  return { kind: 'variable', variable: name, ...(also.length > 0 && { also }) };
}
