/** A row for every clip: which file it is of, where it begins, and what is known of the file. */
import { audioColumns, type AudioSchema, secondsOf } from '#/core/audio/audioSchema';
import { clipStarts } from '#/core/audio/hearingOf';
import type { Column } from '#/core/protocol/dataset';
import type { ColumnValues } from '#/core/table/column';
import { takeRows } from '../grid/labelTable';
import { type BesideColumns, type KnownColumn, numberColumn, wordColumn } from '../sampleTable';
import type { SoundFile } from './soundFiles';
import type { SoundLabels } from './soundLabels';

export interface Clips {
  /** Of each clip: the number of its file. */
  item: Int32Array;
  start: Float64Array;
}

export function cutClips(
  fileSeconds: readonly number[],
  { hearing, stride }: Pick<AudioSchema, 'hearing' | 'stride'>,
): Clips {
  const starts = fileSeconds.map((seconds) => clipStarts(seconds, secondsOf(hearing), stride));
  return {
    item: Int32Array.from(starts.flatMap((some, item) => some.map(() => item))),
    start: Float64Array.from(starts.flat()),
  };
}

const { item, file, label, split, speaker, start, seconds, rate, channels, level } = audioColumns;

/** Columns of a fresh import; the number of its first file in the store. */
export function clipColumns(
  files: readonly SoundFile[],
  { labels, splits, speakers }: SoundLabels,
  clips: Clips,
  firstItem: number,
): KnownColumn[] {
  const of = (column: ColumnValues): ColumnValues => takeRows(column, clips.item);
  const several = clips.item.length > files.length;
  const told = (
    name: string,
    type: Column['type'],
    role: Column['role'],
    words: (string | null)[] | undefined,
  ) => (words ? [[{ name, type, role }, of(wordColumn(words))] satisfies KnownColumn] : []);
  const fact = (name: string, unit: string | undefined, values: number[]): KnownColumn => [
    {
      name,
      type: Number.isInteger(values[0]) && !unit ? 'integer' : 'numeric',
      role: 'ignored',
      ...(unit && { unit }),
    },
    of(numberColumn(values)),
  ];
  return [
    [
      { name: item, type: 'integer', role: 'ignored' },
      numberColumn(clips.item.map((one) => firstItem + one)),
    ],
    // Clips of one file are never on two sides.
    ...told(
      file,
      'id',
      several ? 'group' : 'ignored',
      files.map(({ path }) => path),
    ),
    ...told(label, 'categorical', 'target', labels),
    ...told(split, 'categorical', 'split', splits),
    ...told(speaker, 'id', 'group', speakers),
    [{ name: start, type: 'numeric', role: 'ignored', unit: 's' }, numberColumn(clips.start)],
    fact(
      seconds,
      's',
      files.map((one) => one.seconds),
    ),
    fact(
      rate,
      'Hz',
      files.map((one) => one.rate),
    ),
    fact(
      channels,
      undefined,
      files.map((one) => one.channels),
    ),
    fact(
      level,
      'dB',
      files.map((one) => (Number.isFinite(one.level) ? one.level : Number.NaN)),
    ),
  ];
}

export const besideClips = (beside: BesideColumns, { item: files }: Clips): BesideColumns => ({
  names: beside.names,
  columns: beside.columns.map((column) => takeRows(column, files)),
});
