/** A dropped file with its format, not yet read. */
import type { FolderEntry } from '#/core/grid/arrayFile';
import { TetradError } from '#/core/protocol/errors';
import type { Registry } from '#/core/registry/registry';
import type { ArrayFormatDef, ArraySource, FormatDef, TableFormatDef } from './formatDef';
import { type OpenedSource, openSource } from './openSource';
import { formats } from './registry';
import { sniffFormat } from './sniffFormat';

export interface RecognisedTable {
  file: ArraySource;
  format: TableFormatDef;
  source: OpenedSource;
}

export interface RecognisedArrays {
  file: ArraySource;
  format: ArrayFormatDef;
  /** What is in it, when `file` only stands for a folder that is one store. */
  folder?: readonly FolderEntry[];
}

export type RecognisedFile = RecognisedTable | RecognisedArrays;

export const holdsArrays = (file: RecognisedFile): file is RecognisedArrays => file.format.holds === 'arrays';

export interface RecogniseOptions {
  among?: Registry<FormatDef>;
  /** The format asked for; told by the bytes and the name when absent. */
  wanted?: string;
  folder?: readonly FolderEntry[];
}

export async function recogniseFile(
  file: ArraySource,
  { among = formats, wanted, folder }: RecogniseOptions = {},
): Promise<RecognisedFile> {
  if (folder) return { file, format: formatOfFolders(among, file.name), folder };
  const source = await openSource(file);
  const format = sniffFormat(source.head, source.name, among, wanted);
  return format.holds === 'rows' ? { file, format, source } : { file, format };
}

function formatOfFolders(among: Registry<FormatDef>, name: string): ArrayFormatDef {
  for (const format of among.all) if (format.holds === 'arrays' && format.openFolder) return format;
  throw new TetradError({
    code: 'unsupported',
    message: 'No format that is read is a folder.',
    place: name,
    hint: 'Choose the files in it.',
  });
}
