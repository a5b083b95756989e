/** A column in which nothing is has the type its reader fell back to: it is of whatever type it is taken as. */
import type { Column, DatasetVersion } from '../protocol/dataset';

/** The dataset with its empty columns under the types that `inputs` has them. */
export function withEmptyAs<D extends Pick<DatasetVersion, 'schema' | 'stats' | 'rows'>>(
  dataset: D,
  inputs: readonly Pick<Column, 'name' | 'type'>[],
): D {
  const empty = new Set(
    dataset.stats.flatMap(({ name, missing }) => (missing === dataset.rows ? [name] : [])),
  );
  if (empty.size === 0) return dataset;
  const types = new Map(inputs.map(({ name, type }) => [name, type]));
  const columns = dataset.schema.columns.map((column) =>
    empty.has(column.name) ? { ...column, type: types.get(column.name) ?? column.type } : column,
  );
  return { ...dataset, schema: { ...dataset.schema, columns } };
}
