/** The same files as other clips: other frames, another length, stride or size. Labels go along with the part they are of. */
import { ItemReader } from '#/core/items/itemReader';
import { ItemWriter } from '#/core/items/itemWriter';
import { itemsBytes } from '#/core/items/packedItems';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { BlobStore } from '#/core/protocol/storage';
import type { ColumnValues } from '#/core/table/column';
import { numbersOf, stringsOf } from '#/core/table/columnView';
import { requireRoomForFrames } from '#/core/video/clipFrames';
import { type VideoCut, videoColumns, videoIn, type VideoSchema } from '#/core/video/videoSchema';
import { openVideo } from '#/formats/video/openVideo';
import { framesOf } from '#/formats/video/takeFrames';
import { takeRows } from '../grid/labelTable';
import type { MadeVersion } from '../kinds/kindData';
import { numberColumn, writeSampleTable } from '../sampleTable';
import { wholeColumn } from '../wholeColumn';
import { cutClips, roleOfFile, type StoredFile } from './clipTable';
import { factsOf } from './videoFiles';

export async function recutVideo(
  { schema, chunks, bytes, issues }: DatasetVersion,
  { frames, every, stride, ...size }: VideoCut,
  blobs: Pick<BlobStore, 'get' | 'put' | 'open'>,
): Promise<MadeVersion> {
  const before = videoIn(schema);
  const looking = {
    frames: frames ?? before.looking.frames,
    every: every ?? before.looking.every,
    stride: stride ?? before.looking.stride,
    size: { ...before.looking.size, ...size },
  };
  const columns = await Promise.all(schema.columns.map((_, i) => wholeColumn(chunks, i, blobs)));
  const columnOf = (name: string): ColumnValues =>
    columns[schema.columns.findIndex((column) => column.name === name)] as ColumnValues;
  const items = numbersOf(columnOf(videoColumns.item), 'integer');
  const starts = numbersOf(columnOf(videoColumns.start), 'integer');
  const names = stringsOf(columnOf(videoColumns.file));
  // Files that were taken out of the version stay out.
  const numbers = [...new Set(items)].sort((a, b) => a - b);
  const reader = new ItemReader(before.items, blobs);
  const writer = new ItemWriter(blobs);
  const stored: StoredFile[] = [];
  try {
    for (const item of numbers) {
      const name = names[items.indexOf(item)] ?? `file ${item}`;
      const video = await openVideo(await reader.open(item, blobs), name);
      const facts = factsOf(name, video);
      requireRoomForFrames([facts], looking, name);
      const first = writer.count;
      const { taken, frames: seen } = await framesOf(video, looking, name, async (frame) => {
        await writer.add(frame);
      });
      stored.push({ ...facts, frames: seen, taken, first });
    }
  } finally {
    await writer.settle();
  }
  const data: VideoSchema = { items: before.items, frames: await writer.done(), looking };
  const clips = cutClips(stored, looking);
  const source = rowsUnder(clips, numbers, items, starts);
  const made = await writeSampleTable(
    clips.item.length,
    schema.columns.map((column, i) => {
      switch (column.name) {
        case videoColumns.item:
          return [column, numberColumn(Array.from(clips.item, (file) => numbers[file] as number))];
        case videoColumns.start:
          return [column, numberColumn(clips.start)];
        case videoColumns.first:
          return [column, numberColumn(clips.first)];
        case videoColumns.held:
          return [column, numberColumn(clips.held)];
        default: {
          const isFile = column.name === videoColumns.file && ['group', 'ignored'].includes(column.role);
          return [
            isFile ? { ...column, role: roleOfFile(clips, numbers.length) } : column,
            takeRows(columns[i] as ColumnValues, source),
          ];
        }
      }
    }),
    undefined,
    blobs,
  );
  const tables = (all: readonly { bytes: number }[]) => all.reduce((sum, one) => sum + one.bytes, 0);
  return {
    schema: { ...schema, columns: made.columns, data },
    rows: made.rows,
    bytes: bytes - tables(chunks) - itemsBytes(before.frames) + tables(made.chunks) + itemsBytes(data.frames),
    chunks: made.chunks,
    stats: made.stats,
    issues,
  };
}

/** Of each new clip the row whose clip was shown where it begins. */
function rowsUnder(
  { item, start }: { item: Int32Array; start: Int32Array },
  files: readonly number[],
  items: Float64Array,
  starts: Float64Array,
): Int32Array {
  const rowsOf = new Map<number, number[]>();
  for (const [row, file] of items.entries()) {
    const rows = rowsOf.get(file);
    if (rows) rows.push(row);
    else rowsOf.set(file, [row]);
  }
  return Int32Array.from(item, (file, clip) => {
    const rows = rowsOf.get(files[file] as number) as number[];
    const under = rows.filter((row) => (starts[row] as number) <= (start[clip] as number));
    return (under.at(-1) ?? rows[0]) as number;
  });
}
