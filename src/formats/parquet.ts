/** Parquet: columns of sure types in row groups, read by range. */
import { tableEndings } from '#/core/fileEndings';
import type { TableFormatDef } from './formatDef';

export const parquet: TableFormatDef = {
  type: 'parquet',
  title: 'Parquet',
  extensions: tableEndings.parquet,
  kind: 'tabular',
  holds: 'rows',
  match(head, name) {
    const mark = String.fromCharCode(...head.subarray(0, 4));
    // A column of a text may be called PAR1, but then its name ends there.
    if (mark !== 'PAR1' && mark !== 'PARE') return 0;
    return /\.(parquet|parq|pq)$/i.test(name) || head.subarray(4, 64).some((byte) => byte < 9 || byte > 127)
      ? 1
      : 0;
  },
  async read(source, context) {
    return (await import('./parquet/readParquet')).readParquet(source, context);
  },
};
