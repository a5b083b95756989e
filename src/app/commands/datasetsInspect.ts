import { z } from 'zod';
import { file } from '../commandSchemas';
import { folder } from '../gridInput';
import { defineCommand } from './commandDef';
import { arrayFileInfo } from '../outputs/arrayFile';

export const datasetsInspect = defineCommand({
  name: 'datasets.inspect',
  effect: 'reads',
  title: 'Look into a file of arrays',
  summary:
    'Variables, dimensions, coordinates and a mapping to begin with, without reading values; null when the file is none.',
  input: z.strictObject({ file, folder: folder.optional() }),
  output: z.object({ arrays: arrayFileInfo.nullable() }),
  run: async ({ data }, { file: dropped, folder: entries }) => ({
    arrays: (await data.inspectArrays(dropped, entries)) ?? null,
  }),
});
