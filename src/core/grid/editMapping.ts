/** Changes a person makes in the mapping step, with what follows from each. */
import type { AxisRole } from './arrayFile';
import { draftOf, labelledBy, labelVariables, standardWindowing } from './draftMapping';
import type { AxisMapping, GridImportOptions, IndexRange, LabelSource } from './gridSchema';
import { findVariable, mapGrid, type MappedVariable } from './mapGrid';

interface ArraysSeen {
  variables: readonly MappedVariable[];
  roles: Readonly<Record<string, AxisRole>>;
}

/** Another first variable may have other dimensions: its axes are drafted anew. */
export function withVariables(
  seen: ArraysSeen,
  options: GridImportOptions,
  names: readonly string[],
): GridImportOptions {
  // In the order of the file, whatever the order of the clicks.
  const chosen = seen.variables.filter(({ name }) => names.includes(name));
  const first = chosen[0];
  const before = findVariable(seen.variables, options.mapping.variables[0] ?? '');
  const mapping = { ...options.mapping, variables: chosen.map(({ name }) => name) };
  if (!first || (before && sameDimensions(first, before))) return { ...options, mapping };
  const draft = draftOf(seen, chosen);
  return { ...draft, labels: options.labels.kind === 'folder' ? options.labels : draft.labels };
}

/** An axis, one index, or nothing. */
export function withAxis(
  { variables }: ArraysSeen,
  options: GridImportOptions,
  dimension: string,
  choice: AxisRole | number | undefined,
): GridImportOptions {
  const others = <T>(entries: Record<string, T>) =>
    Object.fromEntries(Object.entries(entries).filter(([name]) => name !== dimension));
  const mapping = {
    ...options.mapping,
    axes: { ...others(options.mapping.axes), ...(typeof choice === 'string' && { [dimension]: choice }) },
    fixed: { ...others(options.mapping.fixed), ...(typeof choice === 'number' && { [dimension]: choice }) },
  };
  const { ranges, ...all } = mapping;
  const next = typeof choice === 'string' ? mapping : { ...all, ...partsOf(others(ranges ?? {})) };
  const before = mapGrid(variables, options.mapping).sizes;
  const after = mapGrid(variables, next).sizes;
  const changed = { ...options, mapping: next };
  return before.time === after.time
    ? changed
    : { ...changed, windowing: standardWindowing(after, options.labels) };
}

/** A part of an axis, or all of it. Windows that nobody changed are cut anew. */
export function withRange(
  { variables }: ArraysSeen,
  options: GridImportOptions,
  dimension: string,
  range: IndexRange | undefined,
): GridImportOptions {
  const { ranges = {}, ...all } = options.mapping;
  const others = Object.entries(ranges).filter(([name]) => name !== dimension);
  const parts = Object.fromEntries([...others, ...(range ? [[dimension, range] as const] : [])]);
  const mapping = { ...all, ...partsOf(parts) };
  const standard = (of: AxisMapping) => standardWindowing(mapGrid(variables, of).sizes, options.labels);
  const untouched = JSON.stringify(options.windowing) === JSON.stringify(standard(options.mapping));
  return { ...options, mapping, ...(untouched && { windowing: standard(mapping) }) };
}

const partsOf = (ranges: Record<string, IndexRange>): Pick<AxisMapping, 'ranges'> =>
  Object.keys(ranges).length > 0 ? { ranges } : {};

export function withLabels(
  { variables }: ArraysSeen,
  options: GridImportOptions,
  labels: LabelSource,
): GridImportOptions {
  const full =
    labels.kind === 'variable'
      ? labelledBy(labels.variable, labelVariables(variables, options.mapping))
      : labels;
  const { sizes } = mapGrid(variables, options.mapping);
  const { windowing } = options;
  if ((labels.kind === 'future') === (options.labels.kind === 'future')) return { ...options, labels: full };
  // Whole recordings carry their label; a series is cut for its future.
  const fresh = standardWindowing(sizes, full);
  const next = labels.kind === 'future' || sizes.sample > 1 ? fresh : { ...windowing, horizon: 0 };
  return {
    ...options,
    labels: full,
    windowing: { ...next, ...(windowing.patch && { patch: windowing.patch }) },
  };
}

const sameDimensions = (a: MappedVariable, b: MappedVariable): boolean =>
  a.dimensions.length === b.dimensions.length &&
  a.dimensions.every(({ name, size }) =>
    b.dimensions.some((other) => other.name === name && other.size === size),
  );
