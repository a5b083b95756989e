/** Which window of time, or of their order, rows are in. */
import type { DriftRequest } from '#/core/protocol/drift';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { Storage } from '#/core/protocol/storage';
import { isNumberType } from '#/core/table/cellValue';
import { readColumns } from '#/core/table/readColumns';

export interface Windowing {
  titles: string[];
  /** -1: in none. */
  of(rows: Uint32Array | undefined, first: number, count: number): Int32Array;
}

export async function windowsOf(
  { windows, timeColumn }: Pick<DriftRequest, 'windows' | 'timeColumn'>,
  dataset: DatasetVersion,
  blobs: Pick<Storage['blobs'], 'get'>,
): Promise<Windowing | undefined> {
  if (windows < 2) return undefined;
  if (timeColumn === undefined) {
    const length = Math.max(1, dataset.rows / windows);
    return {
      titles: Array.from({ length: windows }, (_, i) => {
        const from = Math.ceil(i * length);
        return `rows ${from.toLocaleString('en')} to ${(Math.ceil((i + 1) * length) - 1).toLocaleString('en')}`;
      }),
      of: (rows, first, count) =>
        Int32Array.from({ length: count }, (_, i) =>
          Math.min(windows - 1, Math.floor((rows ? (rows[i] as number) : first + i) / length)),
        ),
    };
  }
  const column = dataset.schema.columns.find(({ name }) => name === timeColumn);
  if (!column || !isNumberType(column.type))
    throw new TetradError({
      code: 'badInput',
      message: column
        ? `"${timeColumn}" is a column of type ${column.type}: it says no time.`
        : `The dataset has no column "${timeColumn.slice(0, 80)}" to divide by.`,
      place: 'timeColumn',
      hint: 'Choose a column of dates or numbers, or leave it out: rows are then divided in their order.',
    });
  const values = (await readColumns(dataset.chunks, blobs, dataset.schema, [timeColumn])).get(timeColumn);
  const times = values?.kind === 'number' ? values.data : new Float64Array(0);
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const time of times) {
    if (time < from) from = time;
    if (time > to) to = time;
  }
  if (!(to > from))
    throw new TetradError({
      code: 'badInput',
      message: `"${timeColumn}" is the same in every row: its windows would have no length.`,
      place: 'timeColumn',
      hint: 'Choose another column, or leave it out: rows are then divided in their order.',
    });
  const length = (to - from) / windows;
  const isDate = column.type === 'datetime';
  const text = (time: number) =>
    isDate
      ? new Date(time)
          .toISOString()
          .slice(0, length < 2 * 86_400_000 ? 16 : 10)
          .replace('T', ' ')
      : String(Number(time.toPrecision(6)));
  return {
    titles: Array.from(
      { length: windows },
      (_, i) => `${text(from + i * length)} to ${text(from + (i + 1) * length)}`,
    ),
    of: (rows, first, count) =>
      Int32Array.from({ length: count }, (_, i) => {
        const time = times[rows ? (rows[i] as number) : first + i] as number;
        return time === time ? Math.min(windows - 1, Math.floor((time - from) / length)) : -1;
      }),
  };
}
