/** A row for every clip: which file it is of, where it begins, which stored frames it has, and what is known of the file. */
import type { Column } from '#/core/protocol/dataset';
import type { ColumnValues } from '#/core/table/column';
import { clipStarts } from '#/core/video/clipFrames';
import { type Looking, videoColumns } from '#/core/video/videoSchema';
import { takeRows } from '../grid/labelTable';
import { type BesideColumns, type KnownColumn, numberColumn, wordColumn } from '../sampleTable';
import type { VideoFile } from './videoFiles';

/** Frames of a file that are stored. */
export interface StoredFile extends VideoFile {
  /** Numbers in the file. */
  taken: Int32Array;
  /** Number of the first of them in the store. */
  first: number;
}

export interface Clips {
  /** Of each clip: the number of its file. */
  item: Int32Array;
  start: Int32Array;
  first: Int32Array;
  held: Int32Array;
}

export function cutClips(files: readonly Pick<StoredFile, 'taken' | 'first'>[], looking: Looking): Clips {
  const all = files.flatMap(({ taken, first }, item) =>
    clipStarts(taken.length, looking).map((at) => ({
      item,
      start: looking.stride === 0 ? 0 : (taken[at] as number),
      first: first + at,
      held: Math.min(looking.frames, taken.length - at),
    })),
  );
  const column = (name: 'item' | 'start' | 'first' | 'held') => Int32Array.from(all, (clip) => clip[name]);
  return { item: column('item'), start: column('start'), first: column('first'), held: column('held') };
}

export interface VideoLabels {
  labels?: (string | null)[];
  splits?: (string | null)[];
}

const names = videoColumns;

/** Columns of a fresh import. Where nothing says what the clips are, a column of labels waits for somebody to. `firstItem`: number of the first file in the store. */
export function clipColumns(
  files: readonly StoredFile[],
  { labels, splits }: VideoLabels,
  clips: Clips,
  isLabelled: boolean,
  firstItem: number,
): KnownColumn[] {
  const of = (column: ColumnValues): ColumnValues => takeRows(column, clips.item);
  const fact = (
    name: string,
    type: Column['type'],
    values: readonly number[],
    unit?: string,
  ): KnownColumn => [{ name, type, role: 'ignored', ...(unit && { unit }) }, of(numberColumn(values))];
  const place = (name: string, values: Int32Array): KnownColumn => [
    { name, type: 'integer', role: 'ignored' },
    numberColumn(values),
  ];
  const words = labels ?? (isLabelled ? undefined : files.map(() => null));
  return [
    place(
      names.item,
      clips.item.map((one) => firstItem + one),
    ),
    [
      { name: names.file, type: 'id', role: roleOfFile(clips, files.length) },
      of(wordColumn(files.map(({ path }) => path))),
    ],
    ...(words
      ? [[{ name: names.label, type: 'categorical', role: 'target' }, of(wordColumn(words))] as KnownColumn]
      : []),
    ...(splits
      ? [[{ name: names.split, type: 'categorical', role: 'split' }, of(wordColumn(splits))] as KnownColumn]
      : []),
    place(names.start, clips.start),
    place(names.first, clips.first),
    place(names.held, clips.held),
    fact(
      names.fileFrames,
      'integer',
      files.map(({ frames }) => frames),
    ),
    fact(
      names.seconds,
      'numeric',
      files.map(({ seconds }) => seconds),
      's',
    ),
    fact(
      names.width,
      'integer',
      files.map(({ width }) => width),
    ),
    fact(
      names.height,
      'integer',
      files.map(({ height }) => height),
    ),
  ];
}

/** Clips of one file are never on two sides, unless there is no other. */
export const roleOfFile = ({ item }: Pick<Clips, 'item'>, files: number): Column['role'] =>
  files > 1 && item.length > files ? 'group' : 'ignored';

export const besideClips = (beside: BesideColumns, { item }: Clips): BesideColumns => ({
  names: beside.names,
  columns: beside.columns.map((column) => takeRows(column, item)),
});
