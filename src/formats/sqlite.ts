/** SQLite databases: one table of it, read page by page from where it lies. */
import { tableEndings } from '#/core/fileEndings';
import type { TableFormatDef } from './formatDef';

export const sqlite: TableFormatDef = {
  type: 'sqlite',
  title: 'SQLite',
  extensions: tableEndings.sqlite,
  kind: 'tabular',
  holds: 'rows',
  match: (head) => (String.fromCharCode(...head.subarray(0, 16)) === 'SQLite format 3\0' ? 1 : 0),
  async read(source, context) {
    return (await import('./sqlite/readSqlite')).readSqlite(source, context);
  },
};
