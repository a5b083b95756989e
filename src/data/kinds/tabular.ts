import type { ReadOptions } from '#/core/reading/readOptions';
import { holdsArrays, holdsRows, type RecognisedTable } from '#/formats/recogniseFile';
import { appendTable } from '../appendTable';
import { matrixTable } from '../grid/matrixTable';
import { importTable } from '../importTable';
import { previewTable } from '../previewTable';
import { joinTables } from '#/formats/joinTables';
import { defineKindData, type ImportContext, type ImportedVersion } from './kindData';
import { wrongContent } from './wrongContent';

export const tabular = defineKindData<ReadOptions, unknown, unknown, unknown>({
  type: 'tabular',
  async import(file, context) {
    if (holdsRows(file)) {
      const table = await withMore(file, context);
      return withTold(await importTable(table, context), table);
    }
    if (!holdsArrays(file)) throw wrongContent(file, 'a table');
    const matrix = await matrixTable(file);
    try {
      return withTold(await importTable(matrix.table, context), matrix.table);
    } finally {
      matrix.close();
    }
  },
  async append(version, file, context) {
    if (!holdsRows(file)) throw wrongContent(file, 'a table');
    return withTold(await appendTable(version, file, context), file);
  },
  async inspect(file, { options }) {
    return holdsRows(file) ? await previewTable(file, options) : undefined;
  },
});

/** Several files as one table, where somebody says so. */
async function withMore(
  file: RecognisedTable,
  { options, more, recognise }: ImportContext<ReadOptions>,
): Promise<RecognisedTable> {
  if (options?.fileColumn === undefined) return file;
  const others: RecognisedTable[] = [];
  for (const one of more) {
    const found = await recognise(one);
    if (!holdsRows(found)) throw wrongContent(found, 'a table');
    others.push(found);
  }
  return joinTables([file, ...others], options.fileColumn);
}

/** What the file around the table told, when it had been read to its end. */
const withTold = (version: ImportedVersion, { source }: RecognisedTable): ImportedVersion => ({
  ...version,
  issues: [...source.told(), ...version.issues],
});
