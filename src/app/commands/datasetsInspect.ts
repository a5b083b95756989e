import { z } from 'zod';
import { folder } from '#/core/grid/gridInput';
import type { ArrayFileInfo } from '#/core/grid/gridSchema';
import { fileSchema } from '#/core/protocol/fileSchema';
import { readOptions } from '#/core/reading/readOptions';
import type { TablePreview } from '#/core/reading/tablePreview';
import { arrayFileInfo } from '../outputs/arrayFile';
import { recognisedFiles } from '../outputs/recognisedFiles';
import { tablePreview } from '../outputs/tablePreview';
import { defineCommand } from './commandDef';

export const datasetsInspect = defineCommand({
  name: 'datasets.inspect',
  effect: 'reads',
  title: 'Look into a file',
  summary:
    'What an import would make of a file, storing nothing. Of arrays: variables, dimensions, coordinates and a mapping to begin with, without reading values. Of a table: how it is read with `options.table`, its first rows read and as written, and the choices that it leaves open. Of files that are samples themselves (a folder or an archive of images): what they become together. All null when the file is none that is known. `as` looks for one of them only.',
  input: z.strictObject({
    file: fileSchema,
    folder: folder.optional(),
    format: z.string().optional(),
    as: z.enum(['arrays', 'table', 'files']).optional(),
    options: z.strictObject({ table: readOptions.optional() }).optional(),
  }),
  output: z.object({
    arrays: arrayFileInfo.nullable(),
    table: tablePreview.nullable(),
    files: recognisedFiles.nullable(),
  }),
  async run({ data }, { file, folder: entries, format, as, options }) {
    const looks = (what: typeof as) => as === undefined || as === what;
    const files = looks('files') ? await data.recognise(file, { folder: entries }) : undefined;
    if (as === 'files' || files?.holds === 'files')
      return { arrays: null, table: null, files: files?.holds === 'files' ? files : null };
    const arrays = looks('arrays')
      ? await data.inspect('spacetime4d', file, { folder: entries, format })
      : undefined;
    const table =
      !arrays && looks('table')
        ? await data.inspect('tabular', file, { format, options: options?.table })
        : undefined;
    return {
      files: null,
      arrays: (arrays as ArrayFileInfo | undefined) ?? null,
      table: (table as TablePreview | undefined) ?? null,
    };
  },
});
