/**
 * A table with a row for each time, of one series or of several, to series in even steps: sorted, doubled times put
 * together, gaps filled with missing values. Whatever had to be done is told.
 */
import type { DataIssue } from '#/core/protocol/dataset';
import { findStep, stepsBetween, stepText } from '#/core/series/seriesTime';
import type { SeriesStep } from '#/core/series/seriesSchema';
import { TetradError } from '#/core/protocol/errors';
import type { Values } from '#/core/transforms/transformDef';
import { type LabelColumn, labelsFor, mostSeriesValues, pickValues, type SeriesTable } from './seriesTable';
import { aboutClock } from './aboutClock';

export interface LongTable {
  rows: number;
  fileName: string;
  time?: { name: string; isDate: boolean; values: Float64Array };
  item?: { name: string; names: readonly (string | null)[] };
  channels: { name: string; unit?: string; known?: true; values: Float64Array }[];
  labels: LabelColumn[];
}

/** Filled frames may be so many times the rows, and some; wider gaps are left as they are. */
const mostFilled = 4;
const fewFilled = 1000;

const counted = (count: number, one: string, more = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : more}`;

export function gatherLong(table: LongTable): SeriesTable {
  const issues: DataIssue[] = [];
  const { names, lists } = rowsPerSeries(table, issues);
  const at = (row: number): number => table.time?.values[row] ?? row;
  sortRows(lists, at, table, issues);
  const merged = lists.map((list) => distinctTimes(list, at));
  const doubled = lists.reduce((sum, list, i) => sum + list.length - (merged[i] as number[][]).length, 0);
  const isDate = table.time?.isDate ?? false;
  const times = merged.map((groups) => Float64Array.from(groups, ([row]) => at(row as number)));
  const step: SeriesStep | undefined = table.time ? findStep(times, isDate) : { count: 1, unit: 'own' };
  if (doubled > 0)
    issues.push({
      severity: 'warning',
      message: `${counted(doubled, 'row')} had a time that the series already had; numbers are the mean, labels the first.`,
      hint: 'If several series are mixed, choose the column that names them.',
      column: table.time?.name,
    });
  if (isDate && step?.unit === 'ms') issues.push(...aboutClock(times, step.count));
  const places = framesOf(times, step);
  const rows = merged.reduce((sum, groups) => sum + groups.length, 0);
  const filled = places.reduce((sum, { frames }) => sum + frames, 0) - rows;
  const fills = filled <= mostFilled * rows + fewFilled;
  const own = fills
    ? places
    : times.map((list) => ({ at: list.map((_, i) => i), frames: list.length, off: 0 }));
  issues.push(
    ...aboutStep(table, step, { filled, fills, off: places.reduce((sum, { off }) => sum + off, 0) }),
  );
  const frames = own.reduce((sum, place) => sum + place.frames, 0);
  const width = table.channels.length;
  if (frames * width > mostSeriesValues)
    throw new TetradError({
      code: 'outOfMemory',
      message: `The series have ${(frames * width).toLocaleString('en')} values; at most ${mostSeriesValues.toLocaleString('en')} are held at a time.`,
      place: table.fileName,
      hint: 'Leave out columns, or import parts of the file.',
    });
  const values = new Float32Array(frames * width).fill(Number.NaN);
  const rowOf = new Int32Array(frames).fill(-1);
  const first = new Float64Array(names.length);
  const uneven = step && fills ? undefined : new Float64Array(frames);
  let offset = 0;
  for (const [number, groups] of merged.entries()) {
    const place = own[number] as Placed;
    first[number] = offset;
    for (const [i, group] of groups.entries()) {
      const frame = offset + (place.at[i] as number);
      rowOf[frame] = group[0] as number;
      if (uneven) uneven[frame] = times[number]?.[i] as number;
      for (const [c, channel] of table.channels.entries())
        values[frame * width + c] = meanOf(channel.values, group);
    }
    offset += place.frames;
  }
  const index = {
    names,
    first,
    frames: Float64Array.from(own, (place) => place.frames),
    start: Float64Array.from(times, (list) => list[0] ?? 0),
  };
  const labels = table.labels.map(({ column, values: all }) => ({
    column,
    values: carried(pickValues(all, rowOf), index, rowOf),
  }));
  return {
    ...index,
    channels: table.channels.map(({ values: _values, ...channel }) => channel),
    values,
    time: {
      ...(table.time && { name: table.time.name }),
      isDate,
      ...(step && !uneven && { step }),
    },
    ...(uneven && { times: uneven }),
    labels: labelsFor(labels, index),
    issues,
  };
}

function rowsPerSeries({ rows, time, item }: LongTable, issues: DataIssue[]) {
  const numbers = new Map<string, number>();
  const names: string[] = [];
  const lists: number[][] = [];
  let [timeless, nameless] = [0, 0];
  for (let row = 0; row < rows; row++) {
    if (time && Number.isNaN(time.values[row])) {
      timeless++;
      continue;
    }
    const name = item ? item.names[row] : '';
    if (name === null || name === undefined) {
      nameless++;
      continue;
    }
    let number = numbers.get(name);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(name, number);
      names.push(item ? name : 'series');
      lists.push([]);
    }
    (lists[number] as number[]).push(row);
  }
  if (timeless > 0)
    issues.push({
      severity: 'warning',
      message: `${counted(timeless, 'row')} had no time that can be read and ${timeless === 1 ? 'was' : 'were'} left out.`,
      column: time?.name,
    });
  if (nameless > 0)
    issues.push({
      severity: 'warning',
      message: `${counted(nameless, 'row')} did not say of which series ${nameless === 1 ? 'it is and was' : 'they are and were'} left out.`,
      column: item?.name,
    });
  return { names, lists };
}

function sortRows(
  lists: number[][],
  at: (row: number) => number,
  { time }: LongTable,
  issues: DataIssue[],
): void {
  let falls = 0;
  for (const list of lists) {
    const before = falls;
    for (let i = 1; i < list.length; i++) if (at(list[i] as number) < at(list[i - 1] as number)) falls++;
    if (falls > before) list.sort((a, b) => at(a) - at(b) || a - b);
  }
  if (falls > 0)
    issues.push({
      severity: 'info',
      message: `Rows were not in the order of time (${counted(falls, 'step')} back); they were sorted.`,
      column: time?.name,
    });
}

/** Rows of one time beside each other. */
function distinctTimes(list: readonly number[], at: (row: number) => number): number[][] {
  const groups: number[][] = [];
  for (const row of list) {
    const last = groups.at(-1);
    if (last && at(last[0] as number) === at(row)) last.push(row);
    else groups.push([row]);
  }
  return groups;
}

interface Placed {
  /** Frame of each time within its series. */
  at: ArrayLike<number>;
  frames: number;
  /** Times that lie between two steps. */
  off: number;
}

/** Counted from one time to the next, so that a clock that drifts a little does not run off its steps. */
function framesOf(lists: readonly Float64Array[], step: SeriesStep | undefined): Placed[] {
  return lists.map((times) => {
    const at = new Float64Array(times.length);
    let off = 0;
    for (let i = 1; i < times.length; i++) {
      const steps = step ? stepsBetween(times[i - 1] as number, times[i] as number, step) : 1;
      if (Math.abs(steps - Math.round(steps)) > 0.1) off++;
      at[i] = (at[i - 1] as number) + Math.max(1, Math.round(steps));
    }
    return { at, frames: times.length === 0 ? 0 : (at[times.length - 1] as number) + 1, off };
  });
}

function meanOf(values: Float64Array, rows: readonly number[]): number {
  let [sum, count] = [0, 0];
  for (const row of rows) {
    const value = values[row] as number;
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return count > 0 ? sum / count : Number.NaN;
}

/** In a gap the label before it goes on. */
function carried(
  values: Values,
  { first, frames }: Pick<SeriesTable, 'first' | 'frames'>,
  rowOf: Int32Array,
): Values {
  const { data } = values;
  for (const [i, from] of first.entries())
    for (let at = from + 1; at < from + (frames[i] as number); at++)
      if (rowOf[at] === -1) (data as unknown[])[at] = data[at - 1];
  return values;
}

function aboutStep(
  { time, rows }: LongTable,
  step: SeriesStep | undefined,
  { filled, fills, off }: { filled: number; fills: boolean; off: number },
): DataIssue[] {
  const column = time?.name;
  if (!time)
    return [
      { severity: 'info', message: 'No column says the time: rows count as one step each, in their order.' },
    ];
  if (!step)
    return rows < 2
      ? []
      : [
          {
            severity: 'warning',
            message: 'The times are uneven: a window is so many rows, however long that is.',
            hint: 'Resample the series to even steps where the pace matters.',
            column,
          },
        ];
  const said: DataIssue[] = [{ severity: 'info', message: `Values come ${stepText(step)}.`, column }];
  if (off > 0)
    said.push({
      severity: 'warning',
      message: `${counted(off, 'time')} ${off === 1 ? 'lies' : 'lie'} between two steps and ${off === 1 ? 'counts' : 'count'} as the nearest.`,
      column,
    });
  if (filled > 0)
    said.push(
      fills
        ? {
            severity: 'warning',
            message: `${counted(filled, 'time')} ${filled === 1 ? 'is' : 'are'} not in the file and ${filled === 1 ? 'is a missing value' : 'are missing values'}.`,
            hint: 'A missing value is the mean to a network; the page of the dataset draws the gaps.',
            column,
          }
        : {
            severity: 'warning',
            message: `The file has gaps of ${counted(filled, 'step')} in all, too many to fill: rows on both sides of a gap are neighbours.`,
            hint: 'Name the stretches in a column of their own and choose it as the series.',
            column,
          },
    );
  return said;
}
