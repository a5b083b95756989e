import type { ReadOptions } from '#/core/reading/readOptions';
import { holdsArrays } from '#/formats/recogniseFile';
import { importTable } from '../importTable';
import { previewTable } from '../previewTable';
import { wrongContent } from './wrongContent';
import { defineKindData } from './kindData';

export const tabular = defineKindData<ReadOptions, unknown, unknown, unknown>({
  type: 'tabular',
  import(file, context) {
    if (holdsArrays(file)) throw wrongContent(file, 'a table');
    return importTable(file, context);
  },
  async inspect(file, { options }) {
    return holdsArrays(file) ? undefined : await previewTable(file, options);
  },
});
