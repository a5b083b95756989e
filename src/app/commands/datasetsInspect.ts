import { z } from 'zod';
import { folder } from '#/core/grid/gridInput';
import type { ArrayFileInfo } from '#/core/grid/gridSchema';
import { fileSchema } from '#/core/protocol/fileSchema';
import { defineCommand } from './commandDef';
import { arrayFileInfo } from '../outputs/arrayFile';

export const datasetsInspect = defineCommand({
  name: 'datasets.inspect',
  effect: 'reads',
  title: 'Look into a file of arrays',
  summary:
    'Variables, dimensions, coordinates and a mapping to begin with, without reading values; null when the file is none.',
  input: z.strictObject({ file: fileSchema, folder: folder.optional() }),
  output: z.object({ arrays: arrayFileInfo.nullable() }),
  run: async ({ data }, { file, folder: entries }) => ({
    arrays: ((await data.inspect('spacetime4d', file, entries)) as ArrayFileInfo | undefined) ?? null,
  }),
});
