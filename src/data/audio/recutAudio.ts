/** The same files as other clips: another rate, length, stride or picture. Labels go along with the part they are of. */
import { audioColumns, type AudioCut, secondsOf, soundIn } from '#/core/audio/audioSchema';
import { hearingOf } from '#/core/audio/hearingOf';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { BlobStore } from '#/core/protocol/storage';
import type { ColumnValues } from '#/core/table/column';
import { numbersOf } from '#/core/table/columnView';
import { takeRows } from '../grid/labelTable';
import type { MadeVersion } from '../kinds/kindData';
import { numberColumn, writeSampleTable } from '../sampleTable';
import { wholeColumn } from '../wholeColumn';
import { cutClips } from './clipTable';

export async function recutAudio(
  { schema, chunks, rows, bytes, stats, issues }: DatasetVersion,
  cut: AudioCut,
  blobs: Pick<BlobStore, 'get' | 'put'>,
): Promise<MadeVersion> {
  const before = soundIn(schema);
  const seconds = cut.seconds ?? secondsOf(before.hearing);
  const stride = cut.stride ?? before.stride;
  const rate = cut.rate ?? before.hearing.rate;
  const hearing = hearingOf(
    { rate, seconds, stride, ...(cut.features && { features: cut.features }) },
    before.hearing,
  );
  const data = { ...before, hearing, stride };
  const isSame = stride === before.stride && seconds === secondsOf(before.hearing);
  if (isSame) return { schema: { ...schema, data }, rows, bytes, chunks, stats, issues };

  const columns = await Promise.all(schema.columns.map((_, i) => wholeColumn(chunks, i, blobs)));
  const at = (name: string) => schema.columns.findIndex((column) => column.name === name);
  const [items, starts, lengths] = [audioColumns.item, audioColumns.start, audioColumns.seconds].map((name) =>
    numbersOf(columns[at(name)] as ColumnValues, 'numeric'),
  ) as [Float64Array, Float64Array, Float64Array];
  // Files that were taken out of the version stay out.
  const files = [...new Set(items)].sort((a, b) => a - b);
  const secondsOfFile = new Map(Array.from(items, (item, row) => [item, lengths[row] as number]));
  const clips = cutClips(
    files.map((item) => secondsOfFile.get(item) as number),
    data,
  );
  const source = rowsUnder(clips, files, items, starts);
  const several = clips.item.length > files.length;
  const made = await writeSampleTable(
    clips.item.length,
    schema.columns.map((column, i) => [
      column.name === audioColumns.file && (column.role === 'group' || column.role === 'ignored')
        ? { ...column, role: several ? 'group' : 'ignored' }
        : column,
      column.name === audioColumns.item
        ? numberColumn(Array.from(clips.item, (file) => files[file] as number))
        : column.name === audioColumns.start
          ? numberColumn(clips.start)
          : takeRows(columns[i] as ColumnValues, source),
    ]),
    undefined,
    blobs,
  );
  const tables = (all: readonly { bytes: number }[]) => all.reduce((sum, one) => sum + one.bytes, 0);
  return {
    schema: { ...schema, columns: made.columns, data },
    rows: made.rows,
    bytes: bytes - tables(chunks) + tables(made.chunks),
    chunks: made.chunks,
    stats: made.stats,
    issues,
  };
}

/** Of each new clip the row whose clip was heard where it begins. */
function rowsUnder(
  { item, start }: { item: Int32Array; start: Float64Array },
  files: readonly number[],
  items: Float64Array,
  starts: Float64Array,
): Int32Array {
  const rowsOf = new Map<number, number[]>();
  for (const [row, file] of items.entries()) rowsOf.set(file, [...(rowsOf.get(file) ?? []), row]);
  return Int32Array.from(item, (file, clip) => {
    const rows = rowsOf.get(files[file] as number) as number[];
    const under = rows.filter((row) => (starts[row] as number) <= (start[clip] as number) + 1e-9);
    return (under.at(-1) ?? rows[0]) as number;
  });
}
