import type { ReadOptions } from '#/core/reading/readOptions';
import { holdsArrays, holdsRows, type RecognisedTable } from '#/formats/recogniseFile';
import { matrixTable } from '../grid/matrixTable';
import { importTable } from '../importTable';
import { previewTable } from '../previewTable';
import { defineKindData, type ImportedVersion } from './kindData';
import { wrongContent } from './wrongContent';

export const tabular = defineKindData<ReadOptions, unknown, unknown, unknown>({
  type: 'tabular',
  async import(file, context) {
    if (holdsRows(file)) return withTold(await importTable(file, context), file);
    if (!holdsArrays(file)) throw wrongContent(file, 'a table');
    const matrix = await matrixTable(file);
    try {
      return withTold(await importTable(matrix.table, context), matrix.table);
    } finally {
      matrix.close();
    }
  },
  async inspect(file, { options }) {
    return holdsRows(file) ? await previewTable(file, options) : undefined;
  },
});

/** What the file around the table told, when it had been read to its end. */
const withTold = (version: ImportedVersion, { source }: RecognisedTable): ImportedVersion => ({
  ...version,
  issues: [...source.told(), ...version.issues],
});
