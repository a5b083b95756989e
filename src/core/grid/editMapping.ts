/** Changes a person makes in the mapping step, with what follows from each. */
import type { AxisRole } from './arrayFile';
import { draftOf, labelledBy, labelVariables, standardWindowing } from './draftMapping';
import type { GridImportOptions, LabelSource } from './gridSchema';
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
  const before = mapGrid(variables, options.mapping).sizes;
  const after = mapGrid(variables, mapping).sizes;
  const next = { ...options, mapping };
  return before.time === after.time ? next : { ...next, windowing: standardWindowing(after, options.labels) };
}

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
