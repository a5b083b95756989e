import type { ReadOptions } from '#/core/reading/readOptions';
import { holdsArrays, type RecognisedTable } from '#/formats/recogniseFile';
import { matrixTable } from '../grid/matrixTable';
import { importTable } from '../importTable';
import { previewTable } from '../previewTable';
import { defineKindData, type ImportedVersion } from './kindData';

export const tabular = defineKindData<ReadOptions, unknown, unknown, unknown>({
  type: 'tabular',
  async import(file, context) {
    if (!holdsArrays(file)) return withTold(await importTable(file, context), file);
    const matrix = await matrixTable(file);
    try {
      return withTold(await importTable(matrix.table, context), matrix.table);
    } finally {
      matrix.close();
    }
  },
  async inspect(file, { options }) {
    return holdsArrays(file) ? undefined : await previewTable(file, options);
  },
});

/** What the file around the table told, when it had been read to its end. */
const withTold = (version: ImportedVersion, { source }: RecognisedTable): ImportedVersion => ({
  ...version,
  issues: [...source.told(), ...version.issues],
});
