/** A file of arrays with a glance at its values: what the mapping step shows and where it starts. */
import type { ArrayFile } from '#/core/grid/arrayFile';
import { draftMapping } from '#/core/grid/draftMapping';
import type { ArrayFileInfo, GridImportOptions } from '#/core/grid/gridSchema';
import { glance } from './glance';

export async function inspectArrays(
  fileName: string,
  format: { title: string },
  arrays: ArrayFile,
): Promise<ArrayFileInfo> {
  const drafted = draftMapping(arrays);
  const seen = await glance(arrays, drafted.draft.mapping);
  const withMarks = (options: GridImportOptions): GridImportOptions =>
    Object.keys(seen.missing).length > 0
      ? { ...options, mapping: { ...options.mapping, missing: seen.missing } }
      : options;
  return {
    fileName,
    format: format.title,
    variables: arrays.variables.map(({ name, dimensions, dtype, unit, longName, classes, coordinate }) => ({
      name,
      dimensions,
      dtype,
      ...(unit && { unit }),
      ...(longName && { longName }),
      ...(classes && { classes }),
      ...(coordinate && { coordinate }),
    })),
    texts: (arrays.texts ?? []).map(({ name, size }) => ({ name, size })),
    coordinates: arrays.coordinates.flatMap(({ dimension, values, unit }) =>
      values.length === 0
        ? []
        : [{ dimension, first: values[0] as number, last: values.at(-1) as number, ...(unit && { unit }) }],
    ),
    details: arrays.details,
    ...drafted,
    draft: withMarks(drafted.draft),
    ...(drafted.guess && { guess: withMarks(drafted.guess) }),
    noticed: [...arrays.told(), ...seen.issues],
  };
}
