/** A file of arrays without its values: what the mapping step shows and where it starts. */
import type { ArrayFile } from '#/core/grid/arrayFile';
import { draftMapping } from '#/core/grid/draftMapping';
import type { ArrayFileInfo } from '#/core/grid/gridSchema';

export function inspectArrays(fileName: string, format: { title: string }, arrays: ArrayFile): ArrayFileInfo {
  return {
    fileName,
    format: format.title,
    variables: arrays.variables.map(({ name, dimensions, dtype, unit, longName, classes }) => ({
      name,
      dimensions,
      dtype,
      ...(unit && { unit }),
      ...(longName && { longName }),
      ...(classes && { classes }),
    })),
    coordinates: arrays.coordinates.flatMap(({ dimension, values, unit }) =>
      values.length === 0
        ? []
        : [{ dimension, first: values[0] as number, last: values.at(-1) as number, ...(unit && { unit }) }],
    ),
    details: arrays.details,
    ...draftMapping(arrays),
  };
}
