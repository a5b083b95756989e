/**
 * Events of one or several tables to chunks in the order of their time: always the same chunks of the same events,
 * however they came. What is in order already streams through; only its times are held.
 */
import type { ChunkRef, Column, DataIssue } from '#/core/protocol/dataset';
import { bytesText } from '#/core/bytesText';
import { TetradError } from '#/core/protocol/errors';
import type { BlobStore } from '#/core/protocol/storage';
import type { EventsChunk, EventsLayout } from '#/core/events/eventsSchema';
import { oneEntity } from '#/core/events/eventsSchema';
import { encodeChunk, openChunk } from '#/core/table/chunkCodec';
import { stringsOf } from '#/core/table/columnView';
import { WriteQueue } from '../writeQueue';
import { cellsOf, EventBatch, type EventCells, timesOf } from './eventColumns';

export const rowsPerChunk = 65_536;
/** Of stored chunks that are not in order: all of them are held. */
const mostHeld = 2 ** 30;
/** Events at one moment that are compared with each other. */
const mostCompared = 100_000;

export interface EventsTable {
  columns: readonly Column[];
  chunks: readonly ChunkRef[];
  /** Written by this: times are milliseconds. */
  isStored?: true;
}

export interface Writing {
  blobs: Pick<BlobStore, 'get' | 'put'>;
  signal: AbortSignal;
  fileName: string;
}

export interface EntityIndex {
  names: string[];
  events: number[];
  first: number[];
  last: number[];
}

export interface OrderedEvents {
  columns: Column[];
  chunks: EventsChunk[];
  events: number;
  from: number;
  to: number;
  entities: EntityIndex;
  issues: DataIssue[];
  /** The first cell that should be a time and is none, as it is written. */
  badTime?: string;
}

/** As they are kept: the time as milliseconds, other dates and yes and no as they are written. */
export const keptColumns = (columns: readonly Column[], time: string): Column[] =>
  columns.map(({ name, type, unit }) => ({
    name,
    type:
      name === time ? 'numeric' : type === 'datetime' || type === 'boolean' || type === 'id' ? 'text' : type,
    role: 'feature',
    ...(unit !== undefined && name !== time && { unit }),
  }));

interface Scan {
  times: Float64Array;
  isOrdered: boolean;
  late: number;
  untimed: number;
  untimedRow: number;
  badTime?: string;
  nameless: number;
}

export async function orderEvents(
  tables: readonly EventsTable[],
  columns: Column[],
  layout: Pick<EventsLayout, 'time' | 'clock' | 'entity'>,
  { blobs, signal, fileName }: Writing,
): Promise<OrderedEvents> {
  const scan = await scanTimes(tables, layout, { blobs, signal });
  const { times } = scan;
  const kept = times.reduce((sum, at) => sum + Number(!Number.isNaN(at)), 0);
  if (kept === 0)
    throw new TetradError({
      code: 'badInput',
      message: `No row has both a time in “${layout.time}”${layout.entity === undefined ? '' : ` and a “${layout.entity}”`}, so there is no event.`,
      place: fileName,
      hint: 'Choose other columns, or say on the import page how the times are written.',
    });
  const entities: EntityIndex = { names: [], events: [], first: [], last: [] };
  const numbers = new Map<string, number>();
  const batch = new EventBatch(columns, rowsPerChunk);
  const entityAt = columns.findIndex(({ name }) => name === layout.entity);
  const writes = new WriteQueue(blobs);
  const spans: { from: number; to: number }[] = [];
  let [from, at, repeated] = [Number.NaN, Number.NaN, 0];
  let moment = new Set<string>();
  const store = async () => {
    const rows = batch.rows;
    await writes.add(encodeChunk({ rows, columns: batch.take() }), rows);
    spans.push({ from, to: at });
    moment = new Set();
  };
  try {
    for await (const { cells, rows } of inOrder(tables, columns, layout, scan, { blobs, signal, fileName })) {
      const entity = cells[entityAt];
      for (const row of rows) {
        const time = times[row.number] as number;
        if (batch.rows === 0) from = time;
        batch.add(row.cells ?? cells, row.at);
        if (time !== at) moment = new Set();
        at = time;
        if (moment.size < mostCompared) {
          const key = batch.key();
          if (moment.has(key)) repeated++;
          moment.add(key);
        }
        const own = row.cells?.[entityAt] ?? entity;
        const name =
          own?.form === 'texts'
            ? (own.dictionary[own.codes[row.at] as number] as string)
            : own
              ? String(own.values[row.at])
              : oneEntity;
        let number = numbers.get(name);
        if (number === undefined) {
          numbers.set(name, (number = numbers.size));
          entities.names.push(name);
          entities.events.push(0);
          entities.first.push(time);
          entities.last.push(time);
        }
        entities.events[number] = (entities.events[number] as number) + 1;
        entities.last[number] = time;
        if (batch.isFull) await store();
      }
    }
    if (batch.rows > 0) await store();
  } finally {
    await writes.settle();
  }
  const chunks = (await writes.done()).map(
    (ref, i): EventsChunk => ({ ...ref, ...(spans[i] as (typeof spans)[number]) }),
  );
  return {
    columns,
    chunks,
    events: kept,
    from: chunks[0]?.from ?? 0,
    to: chunks.at(-1)?.to ?? 0,
    entities,
    issues: about(scan, layout, repeated),
    ...(scan.badTime !== undefined && { badTime: scan.badTime }),
  };
}

async function scanTimes(
  tables: readonly EventsTable[],
  { time, clock, entity }: Pick<EventsLayout, 'time' | 'clock' | 'entity'>,
  { blobs, signal }: Pick<Writing, 'blobs' | 'signal'>,
): Promise<Scan> {
  const total = tables.reduce((sum, { chunks }) => sum + chunks.reduce((rows, one) => rows + one.rows, 0), 0);
  const times = new Float64Array(total);
  const scan: Scan = { times, isOrdered: true, late: 0, untimed: 0, untimedRow: 0, nameless: 0 };
  let [row, newest] = [0, Number.NEGATIVE_INFINITY];
  for (const { columns, chunks, isStored } of tables) {
    const timeAt = columns.findIndex(({ name }) => name === time);
    const entityAt = columns.findIndex(({ name }) => name === entity);
    const first = row;
    for (const ref of chunks) {
      signal.throwIfAborted();
      const chunk = openChunk(await blobs.get(ref));
      const column = chunk.column(timeAt);
      const own =
        isStored && column.physical === 'f64'
          ? column.values
          : timesOf(column, columns[timeAt] as Column, clock);
      const names =
        entity === undefined
          ? undefined
          : cellsOf(chunk.column(entityAt), columns[entityAt] as Column, ref.rows);
      for (let i = 0; i < ref.rows; i++, row++) {
        const at = own[i] as number;
        times[row] = at;
        if (Number.isNaN(at)) {
          if (scan.untimed++ === 0) {
            scan.untimedRow = row - first + 1;
            scan.badTime = stringsOf(sliceOf(column, i))[0] ?? undefined;
          }
          continue;
        }
        const isNameless =
          names && (names.form === 'texts' ? (names.codes[i] as number) < 0 : Number.isNaN(names.values[i]));
        if (isNameless) {
          scan.nameless++;
          times[row] = Number.NaN;
          continue;
        }
        if (at < newest) {
          scan.isOrdered = false;
          scan.late++;
        } else newest = at;
      }
    }
  }
  return scan;
}

const sliceOf = (column: ReturnType<ReturnType<typeof openChunk>['column']>, row: number) =>
  column.physical === 'f64'
    ? { ...column, values: column.values.slice(row, row + 1) }
    : { ...column, codes: column.codes.slice(row, row + 1) };

interface Rows {
  cells: readonly EventCells[];
  rows: Iterable<{ number: number; at: number; cells?: readonly EventCells[] }>;
}

async function* inOrder(
  tables: readonly EventsTable[],
  columns: readonly Column[],
  { time }: Pick<EventsLayout, 'time'>,
  { times, isOrdered }: Scan,
  { blobs, signal, fileName }: Writing,
): AsyncGenerator<Rows> {
  const bytes = tables.reduce((sum, { chunks }) => sum + chunks.reduce((all, one) => all + one.bytes, 0), 0);
  if (!isOrdered && bytes > mostHeld)
    throw new TetradError({
      code: 'outOfMemory',
      message: `The events are not in the order of their time, and ${bytesText(bytes)} are too many to be put in order here.`,
      place: fileName,
      hint: 'Sort the file by time first; events that are in order may be more than memory holds.',
    });
  const held: { first: number; cells: readonly EventCells[] }[] = [];
  let number = 0;
  for (const table of tables) {
    const places = columns.map(({ name }) => table.columns.findIndex((column) => column.name === name));
    for (const ref of table.chunks) {
      signal.throwIfAborted();
      const chunk = openChunk(await blobs.get(ref));
      const first = number;
      const cells = columns.map((column, i): EventCells => {
        if (column.name === time) return { form: 'numbers', values: times.subarray(first, first + ref.rows) };
        const place = places[i] as number;
        return cellsOf(place < 0 ? undefined : chunk.column(place), column, ref.rows);
      });
      number += ref.rows;
      if (!isOrdered) held.push({ first, cells });
      else yield { cells, rows: present(times, first, ref.rows) };
    }
  }
  if (isOrdered) return;
  const order = Uint32Array.from(times, (_, i) => i)
    .filter((i) => !Number.isNaN(times[i]))
    .sort((a, b) => (times[a] as number) - (times[b] as number) || a - b);
  const firsts = Float64Array.from(held, ({ first }) => first);
  function* rows() {
    for (const i of order) {
      let [low, high] = [0, firsts.length - 1];
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((firsts[middle] as number) <= i) low = middle;
        else high = middle - 1;
      }
      const own = held[low] as (typeof held)[number];
      yield { number: i, at: i - own.first, cells: own.cells };
    }
  }
  yield { cells: [], rows: rows() };
}

function* present(times: Float64Array, first: number, rows: number) {
  for (let at = 0; at < rows; at++) if (!Number.isNaN(times[first + at])) yield { number: first + at, at };
}

function about(
  { late, untimed, untimedRow, badTime, nameless }: Scan,
  { time, entity }: Pick<EventsLayout, 'time' | 'entity'>,
  repeated: number,
): DataIssue[] {
  const counted = (count: number, one: string, many: string) =>
    `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
  const issues: DataIssue[] = [];
  if (untimed > 0)
    issues.push({
      severity: 'warning',
      message: `${counted(untimed, 'event has', 'events have')} no time that can be read and ${untimed === 1 ? 'is' : 'are'} left out: first in row ${untimedRow.toLocaleString('en')}${badTime === undefined ? '' : `, “${badTime.slice(0, 60)}”`}.`,
      hint: 'Write times as 2024-03-31T12:00:00Z, or as seconds or milliseconds since 1970.',
      column: time,
      count: untimed,
    });
  if (nameless > 0)
    issues.push({
      severity: 'warning',
      message: `${counted(nameless, 'event says', 'events say')} no “${entity}” and ${nameless === 1 ? 'is' : 'are'} left out.`,
      ...(entity !== undefined && { column: entity }),
      count: nameless,
    });
  if (late > 0)
    issues.push({
      severity: 'info',
      message: `${counted(late, 'event came', 'events came')} after a later one; all are put in the order of their time.`,
      count: late,
    });
  if (repeated > 0)
    issues.push({
      severity: 'warning',
      message: `${counted(repeated, 'event equals', 'events equal')} another one of the same moment in every column; ${repeated === 1 ? 'it is' : 'they are'} counted.`,
      hint: 'If they were written twice, remove them from the file.',
      count: repeated,
    });
  return issues;
}
