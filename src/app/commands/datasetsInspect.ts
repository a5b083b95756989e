import { z } from 'zod';
import { folder } from '#/core/grid/gridInput';
import type { ArrayFileInfo } from '#/core/grid/gridSchema';
import { fileSchema } from '#/core/protocol/fileSchema';
import { readOptions } from '#/core/reading/readOptions';
import type { TablePreview } from '#/core/reading/tablePreview';
import { arrayFileInfo } from '../outputs/arrayFile';
import { tablePreview } from '../outputs/tablePreview';
import { defineCommand } from './commandDef';

export const datasetsInspect = defineCommand({
  name: 'datasets.inspect',
  effect: 'reads',
  title: 'Look into a file',
  summary:
    'What an import would make of a file, storing nothing. Of arrays: variables, dimensions, coordinates and a mapping to begin with, without reading values. Of a table: how it is read with `options.table`, its first rows read and as written, and the choices that it leaves open. Both null when the file is none that is known. `as` looks for one of them only.',
  input: z.strictObject({
    file: fileSchema,
    folder: folder.optional(),
    format: z.string().optional(),
    as: z.enum(['arrays', 'table']).optional(),
    options: z.strictObject({ table: readOptions.optional() }).optional(),
  }),
  output: z.object({ arrays: arrayFileInfo.nullable(), table: tablePreview.nullable() }),
  async run({ data }, { file, folder: entries, format, as, options }) {
    const arrays =
      as === 'table' ? undefined : await data.inspect('spacetime4d', file, { folder: entries, format });
    const table =
      arrays || as === 'arrays'
        ? undefined
        : await data.inspect('tabular', file, { format, options: options?.table });
    return {
      arrays: (arrays as ArrayFileInfo | undefined) ?? null,
      table: (table as TablePreview | undefined) ?? null,
    };
  },
});
