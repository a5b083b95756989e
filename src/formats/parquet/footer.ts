/** The footer of a Parquet file: read from its end, and believed only where it fits the file. */
import { type FileMetaData, parquetMetadata } from 'hyparquet';
import { bytesText } from '#/core/bytesText';
import { TetradError } from '#/core/protocol/errors';

/** Beyond this the footer alone would fill the worker. */
const mostFooter = 64 * 1024 * 1024;
const magic = 0x31524150;
const lockedMagic = 0x45524150;

export async function readFooter(file: Blob, name: string): Promise<FileMetaData> {
  const bad = (message: string, hint: string): TetradError =>
    new TetradError({ code: 'badInput', message, place: name, hint });
  const cut = 'It was probably cut short on its way: download or copy it again, whole.';
  if (file.size < 12) throw bad('The Parquet file is too short to hold anything.', cut);
  const tail = new DataView(await file.slice(file.size - 8).arrayBuffer());
  const mark = tail.getUint32(4, true);
  if (mark === lockedMagic)
    throw new TetradError({
      code: 'unsupported',
      message: 'The Parquet file is encrypted.',
      place: name,
      hint: 'Save it without encryption, with the key that you have.',
    });
  if (mark !== magic)
    throw bad('The Parquet file has no end: its last bytes are not those of a footer.', cut);
  const length = tail.getUint32(0, true);
  if (length > file.size - 12)
    throw bad(
      `The footer of the Parquet file is said to be ${bytesText(length)} long, but the file has ${bytesText(file.size)}.`,
      cut,
    );
  if (length > mostFooter)
    throw new TetradError({
      code: 'unsupported',
      message: `The footer of the Parquet file is ${bytesText(length)} long; Tetrad reads up to ${bytesText(mostFooter)}.`,
      place: name,
      hint: 'Write it in larger row groups, or in several files.',
    });
  const bytes = await file.slice(file.size - 8 - length).arrayBuffer();
  let metadata: FileMetaData;
  try {
    metadata = parquetMetadata(bytes, { geoparquet: false, parsers: noParsers });
  } catch (cause) {
    throw new TetradError(
      {
        code: 'badInput',
        message: 'The footer of the Parquet file cannot be read: it is damaged.',
        place: name,
        hint: 'Download or copy the file again, or write it anew.',
      },
      { cause },
    );
  }
  checkRows(metadata, file.size, name);
  return metadata;
}

/** Statistics are not used: nothing of them is worth a refusal. */
const noParsers = {
  stringFromBytes: () => '',
  dateFromDays: () => new Date(0),
  timestampFromMilliseconds: () => new Date(0),
  timestampFromMicroseconds: () => new Date(0),
  timestampFromNanoseconds: () => new Date(0),
};

/** Numbers of rows and places of columns that cannot be. */
function checkRows({ num_rows, row_groups }: FileMetaData, size: number, name: string): void {
  const lie = (what: string): TetradError =>
    new TetradError({
      code: 'badInput',
      message: `The footer of the Parquet file contradicts the file: ${what}.`,
      place: name,
      hint: 'It is damaged, or was put together wrongly: download it again or write it anew.',
    });
  let rows = 0n;
  for (const [i, group] of row_groups.entries()) {
    const at = `row group ${i + 1}`;
    if (typeof group.num_rows !== 'bigint' || group.num_rows < 0n) throw lie(`${at} has no number of rows`);
    rows += group.num_rows;
    for (const { meta_data: meta, file_path } of group.columns) {
      if (file_path) throw lie(`${at} lies in another file, “${file_path.slice(0, 80)}”`);
      if (!meta) throw lie(`a column of ${at} is encrypted or missing`);
      const start = Number(firstPage(meta.data_page_offset, meta.dictionary_page_offset));
      const length = Number(meta.total_compressed_size);
      if (!(start >= 0 && length >= 0 && start + length <= size))
        throw lie(`a column of ${at} is said to lie behind the end of the file`);
    }
  }
  if (num_rows !== rows) throw lie(`it counts ${num_rows} rows, its row groups ${rows}`);
  if (rows > BigInt(Number.MAX_SAFE_INTEGER)) throw lie(`it counts ${rows} rows`);
}

/** Some writers give 0 for a dictionary that is not there. */
export const firstPage = (data: bigint, dictionary: bigint | undefined): bigint =>
  dictionary !== undefined && dictionary > 0n && dictionary < data ? dictionary : data;
