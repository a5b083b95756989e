import { z } from 'zod';
import type { ArrayFileInfo } from '#/core/grid/gridSchema';
import { file, typed } from '../commandSchemas';
import { folder } from '../gridInput';
import { defineCommand } from './commandDef';

export const datasetsInspect = defineCommand({
  name: 'datasets.inspect',
  effect: 'reads',
  title: 'Look into a file of arrays',
  summary:
    'Variables, dimensions, coordinates and a mapping to begin with, without reading values; null when the file is none.',
  input: z.strictObject({ file, folder: folder.optional() }),
  output: z.object({ arrays: typed<ArrayFileInfo | null>('ArrayFileInfo | null') }),
  run: async ({ data }, { file: dropped, folder: entries }) => ({
    arrays: (await data.inspectArrays(dropped, entries)) ?? null,
  }),
});
