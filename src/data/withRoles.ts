/** A table that was read again: columns of the same name and type keep the roles a person gave them. */
import type { DatasetSchema, DatasetVersion } from '#/core/protocol/dataset';

export function withRoles(schema: DatasetSchema, before: Pick<DatasetVersion, 'schema'>): DatasetSchema {
  const had = new Map(before.schema.columns.map((column) => [column.name, column]));
  return {
    ...schema,
    columns: schema.columns.map((column) => {
      const was = had.get(column.name);
      return was?.type === column.type ? { ...column, role: was.role } : column;
    }),
  };
}
