/** Labels from a table file: a row per recording joined by order or by a key, or a row per time joined by order. */
import { TetradError } from '#/core/protocol/errors';
import { stringsOf } from '#/core/table/columnView';
import { readWholeTable, type WholeTable } from '../readWholeTable';
import { type LabelTable, takeRows } from './labelTable';

export interface LabelTarget {
  recordings: number;
  times: number;
  /** One per recording: names of files, else numbers from 0. */
  recordingNames: readonly string[];
}

export async function readLabelTable(
  { file, key }: { file: File; key?: string },
  { recordings, times, recordingNames }: LabelTarget,
  signal: AbortSignal,
): Promise<LabelTable> {
  const table = await readWholeTable(file, recordings * times, signal);
  if (key !== undefined) return joinByKey(table, key, recordingNames, file.name);
  const { rows, names, columns } = table;
  if (rows === recordings) return { per: 'recording', names, columns };
  if (rows === recordings * times) return { per: 'time', names, columns };
  const perTime = times > 1 ? ` or ${(recordings * times).toLocaleString('en')} (one per time)` : '';
  throw new TetradError({
    code: 'badInput',
    message: `The table of labels has ${rows.toLocaleString('en')} rows; there ${recordings === 1 ? 'is 1 recording' : `are ${recordings.toLocaleString('en')} recordings`}.`,
    place: file.name,
    hint: `It needs ${recordings.toLocaleString('en')} rows (one per recording)${perTime} in the same order, or a column with the names of the recordings to join by.`,
  });
}

/** Rows in the order of the recordings. Names are compared with and without the endings of files. */
function joinByKey(
  { names, columns }: WholeTable,
  key: string,
  recordingNames: readonly string[],
  fileName: string,
): LabelTable {
  const at = names.indexOf(key);
  const keys = columns[at];
  if (!keys)
    throw new TetradError({
      code: 'badInput',
      message: `The table of labels has no column “${key}”.`,
      place: fileName,
      hint: `Its columns are: ${names.slice(0, 8).join(', ')}.`,
    });
  const rowOf = new Map<string, number>();
  for (const [row, text] of stringsOf(keys).entries()) {
    if (text === null) continue;
    const name = bare(text);
    if (rowOf.has(name))
      throw new TetradError({
        code: 'badInput',
        message: `“${text}” is twice in the key column “${key}”.`,
        place: `${fileName}, row ${row + 1}`,
        hint: 'Each recording has one row of labels.',
      });
    rowOf.set(name, row);
  }
  const rows = recordingNames.map((name) => rowOf.get(bare(name)) ?? -1);
  const lost = rows.indexOf(-1);
  if (lost >= 0)
    throw new TetradError({
      code: 'badInput',
      message: `The table of labels has no row for the recording “${recordingNames[lost]}”.`,
      place: `${fileName}, column ${key}`,
      hint: `${rows.filter((row) => row < 0).length.toLocaleString('en')} of ${rows.length.toLocaleString('en')} recordings are not in it. Recordings are named after their files, or by their numbers from 0.`,
    });
  const order = Int32Array.from(rows);
  return {
    per: 'recording',
    names: names.filter((_, i) => i !== at),
    columns: columns.filter((_, i) => i !== at).map((column) => takeRows(column, order)),
  };
}

const bare = (name: string): string =>
  name
    .trim()
    .replace(/^.*[/\\]/, '')
    .replace(/(\.[a-z][a-z0-9]*){1,2}$/i, '');
