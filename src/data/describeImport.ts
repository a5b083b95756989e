/** What an import says of its columns when the last row is in: schema, statistics, and what is to be told. */
import type { ColumnProfile } from '#/core/stats/columnProfile';
import type { TableOutcome } from '#/formats/readTable';
import { describeColumns, inferColumns } from './describeColumns';
import { proposeRoles } from './proposeRoles';

export function describeImport(
  names: readonly string[],
  profiles: readonly ColumnProfile[],
  { reading, issues: told, types }: TableOutcome,
) {
  const inferred = inferColumns(names, profiles, reading.columns, types);
  const { columns, issues: proposals } = proposeRoles(inferred, profiles);
  const { stats, issues } = describeColumns(columns, profiles);
  return { columns, stats, issues: [...told, ...issues, ...proposals] };
}
