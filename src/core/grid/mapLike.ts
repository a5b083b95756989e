/** How a file that is only to be predicted becomes a field: as the training data did. */
import { type AxisRole, axisRoles } from './arrayFile';
import type { GridImportOptions, GridSchema } from './gridSchema';
import { findVariable, type MappedVariable } from './mapGrid';

/**
 * The mapping of the training data for another file: its variables and axes by name. A file that names its one array
 * after itself (NumPy) is taken as the variable of the training data. A recording may be of any length, so no part
 * of time is taken; windows reach its end, as their future need not be there.
 * undefined when the training data were not read from a file.
 */
export function mapLike(
  { mapping, windowing }: Pick<GridSchema, 'mapping' | 'windowing'>,
  variables: readonly MappedVariable[],
): GridImportOptions | undefined {
  if (!mapping) return undefined;
  const [first, ...others] = mapping.variables;
  const alike = variables.filter(
    ({ dimensions }) =>
      dimensions.filter(({ name }) => Object.hasOwn(mapping.axes, name)).length ===
      Object.keys(mapping.axes).length,
  );
  const renamed =
    first !== undefined && others.length === 0 && !findVariable(variables, first) && alike.length === 1
      ? alike[0]
      : undefined;
  const variable = renamed ?? findVariable(variables, first ?? '');
  const has = (dimension: string) => variable?.dimensions.some(({ name }) => name === dimension) ?? true;
  const kept = <T>(record: Readonly<Record<string, T>>, keep: (name: string) => boolean) =>
    Object.fromEntries(Object.entries(record).filter(([name]) => keep(name)));
  const roles = new Map<string, AxisRole>(Object.entries(mapping.axes));
  // One recording need not have an axis of recordings, or a fixed index of something of length 1.
  const axes = kept(mapping.axes, (name) => has(name) || roles.get(name) !== 'sample');
  const fixed = kept(mapping.fixed, has);
  const ranges = kept(mapping.ranges ?? {}, (name) => {
    const role = roles.get(name);
    return role !== undefined && axisRoles.includes(role) && role !== 'time' && role !== 'sample';
  });
  const called = mapping.names?.[first ?? ''] ?? first;
  return {
    mapping: {
      variables: renamed ? [renamed.name] : mapping.variables,
      axes,
      fixed,
      ...(Object.keys(ranges).length > 0 && { ranges }),
      ...(renamed && called !== undefined
        ? { names: { [renamed.name]: called } }
        : mapping.names && { names: mapping.names }),
      ...(mapping.missing && { missing: missingLike(mapping.missing, first, renamed?.name) }),
    },
    windowing: { ...windowing, horizon: 0 },
    labels: { kind: 'none' },
  };
}

/** What stood for "missing" in the training data does in these. */
const missingLike = (
  missing: Readonly<Record<string, number[]>>,
  first: string | undefined,
  renamed: string | undefined,
): Record<string, number[]> =>
  Object.fromEntries(
    Object.entries(missing).map(([name, numbers]) => [name === first && renamed ? renamed : name, numbers]),
  );
