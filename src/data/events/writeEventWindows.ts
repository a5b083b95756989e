/** Events, in order, to the table of their windows. */
import { TetradError } from '#/core/protocol/errors';
import type { Column, DataIssue, DatasetVersion } from '#/core/protocol/dataset';
import type { BlobStore } from '#/core/protocol/storage';
import { durationText } from '#/core/events/duration';
import { EventWindows, type FinishedWindow } from '#/core/events/eventWindows';
import type { EventsData } from '#/core/events/eventsSchema';
import { type WindowColumn, windowColumns } from '#/core/events/windowColumns';
import { ColumnProfile, profileLimits } from '#/core/stats/columnProfile';
import { columnStats } from '#/core/stats/columnStats';
import { encodeChunk, openChunk } from '#/core/table/chunkCodec';
import type { ColumnValues } from '#/core/table/column';
import { numbersOf } from '#/core/table/columnView';
import type { MadeVersion } from '../kinds/kindData';
import { WriteQueue } from '../writeQueue';
import { rowsPerChunk } from './orderEvents';
import { asTexts } from './surveyEvents';

export const mostWindows = 5_000_000;

export interface WindowsWriting {
  blobs: Pick<BlobStore, 'get' | 'put'>;
  signal: AbortSignal;
  fileName: string;
  names: readonly string[];
  /** Of the version before: what a person decided about columns stays. */
  known?: Pick<DatasetVersion, 'schema' | 'stats'>;
}

/** `data` without what is known only of the windows. */
export async function writeEventWindows(
  data: Omit<EventsData, 'features' | 'outcomes'>,
  { blobs, signal, fileName, names, known }: WindowsWriting,
): Promise<MadeVersion> {
  const { layout, windowing, types, labels, chunks, columns: own } = data;
  const made = windowColumns({ layout, windowing, types });
  const rows = new WindowRows(made, names, labels);
  const profiles = made.map(() => new ColumnProfile(profileLimits(made.length)));
  const writes = new WriteQueue(blobs);
  let count = 0;
  const add = (window: FinishedWindow): boolean => {
    if (++count > mostWindows) throw tooMany(data, fileName);
    rows.add(window);
    return rows.count === rowsPerChunk;
  };
  const store = async () => {
    const size = rows.count;
    const part = rows.take();
    part.forEach((column, i) => profiles[i]?.add(column));
    await writes.add(encodeChunk({ rows: size, columns: part }), size);
  };
  const windows = new EventWindows(
    { types: types.length, values: layout.values.length, ...(layout.label && { rule: layout.label.rule }) },
    windowing,
  );
  const at = (name: string | undefined) => own.findIndex((column) => column.name === name);
  const numbers = new Map(names.map((name, i) => [name, i]));
  const typeNumbers = new Map(types.map((name, i) => [name, i]));
  const labelNumbers = new Map(labels.map((name, i) => [name, i]));
  const codes = (texts: ReturnType<typeof asTexts>, known: ReadonlyMap<string, number>) => {
    const byCode = texts.dictionary.map((name) => known.get(name) ?? -1);
    return (row: number) => byCode[texts.codes[row] as number] ?? -1;
  };
  try {
    for (const ref of chunks) {
      signal.throwIfAborted();
      const chunk = openChunk(await blobs.get(ref));
      const texts = (name: string | undefined, known: ReadonlyMap<string, number>) =>
        name === undefined ? undefined : codes(asTexts(chunk.column(at(name)), ref.rows), known);
      const times = numbersOf(chunk.column(at(layout.time)), 'numeric');
      const entity = texts(layout.entity, numbers);
      const type = texts(layout.type, typeNumbers);
      const label = texts(layout.label?.column, labelNumbers);
      const values = layout.values.map((name) => numbersOf(chunk.column(at(name)), 'numeric'));
      for (let row = 0; row < ref.rows; row++) {
        const event = {
          entity: entity?.(row) ?? 0,
          at: times[row] as number,
          type: type?.(row) ?? -1,
          values: values.map((column) => column[row] as number),
          label: label?.(row) ?? -1,
        };
        for (const window of windows.push(event)) if (add(window)) await store();
      }
    }
    for (const window of windows.pass(data.to + 1)) if (add(window)) await store();
    if (rows.count > 0) await store();
  } finally {
    await writes.settle();
  }
  const stored = await writes.done();
  // What was left out because it was always the same is looked at again.
  const decided = new Map(
    known?.schema.columns.flatMap((column, i) =>
      column.role !== 'ignored' || (known.stats[i]?.distinct ?? 0) > 1
        ? [[column.name, column] as const]
        : [],
    ),
  );
  const stats = made.map(({ column: { name, type } }, i) =>
    columnStats(profiles[i] as ColumnProfile, name, type),
  );
  const columns = made.map(({ column, part }, i): Column => {
    const before = decided.get(column.name);
    // Whose they are and when divides them by what is predicted, which other windows may change.
    if (before && part === 'feature') return { ...column, role: before.role };
    const isConstant = part === 'feature' && (stats[i]?.distinct ?? 0) < 2;
    return { ...column, role: isConstant ? 'ignored' : column.role };
  });
  const named = (...parts: WindowColumn['part'][]) =>
    made.flatMap(({ column, part }) => (parts.includes(part) ? [column.name] : []));
  const size = (refs: readonly { bytes: number }[]) => refs.reduce((sum, { bytes }) => sum + bytes, 0);
  const whole: EventsData = { ...data, features: named('feature'), outcomes: named('label', 'next') };
  return {
    schema: { kind: 'events', columns, data: whole },
    rows: count,
    bytes: size(stored) + size(chunks) + data.index.bytes,
    chunks: stored,
    stats,
    issues: about(data, count, windows.pending),
  };
}

/** Windows as columns, up to a chunk of them. */
class WindowRows {
  count = 0;
  readonly #columns: readonly WindowColumn[];
  readonly #entities: readonly string[];
  readonly #labels: readonly string[];
  readonly #values: Float64Array[];

  constructor(columns: readonly WindowColumn[], entities: readonly string[], labels: readonly string[]) {
    this.#columns = columns;
    this.#entities = entities;
    this.#labels = labels;
    this.#values = columns.map(() => new Float64Array(rowsPerChunk));
  }

  add(window: FinishedWindow): void {
    this.#columns.forEach(({ value }, i) => ((this.#values[i] as Float64Array)[this.count] = value(window)));
    this.count++;
  }

  take(): ColumnValues[] {
    const columns = this.#columns.map(({ part, column }, i): ColumnValues => {
      const values = (this.#values[i] as Float64Array).slice(0, this.count);
      if (part === 'entity') return named(values, (number) => this.#entities[number] as string);
      if (part === 'label') return named(values, (number) => this.#labels[number] as string);
      if (column.type === 'datetime') return named(values, (ms) => new Date(ms).toISOString());
      return { physical: 'f64', values };
    });
    this.count = 0;
    return columns;
  }
}

/** Numbers as the texts they stand for; -1: none. */
function named(values: Float64Array, text: (number: number) => string): ColumnValues {
  const known = new Map<number, number>();
  const dictionary: string[] = [];
  const codes = Int32Array.from(values, (value) => {
    if (value === -1) return -1;
    let code = known.get(value);
    if (code === undefined) {
      known.set(value, (code = dictionary.length));
      dictionary.push(text(value));
    }
    return code;
  });
  return { physical: 'dict', codes, dictionary };
}

const tooMany = ({ windowing, entities }: Pick<EventsData, 'windowing' | 'entities'>, place: string) =>
  new TetradError({
    code: 'badInput',
    message: `The events of ${entities.toLocaleString('en')} ${entities === 1 ? 'entity' : 'entities'} make more than ${mostWindows.toLocaleString('en')} windows of ${durationText(windowing.length)} every ${durationText(windowing.stride)}.`,
    place,
    hint: 'Choose longer windows or a longer stride, or keep fewer windows of silence.',
  });

function about(
  { windowing, from, to }: Pick<EventsData, 'windowing' | 'from' | 'to'>,
  count: number,
  pending: number,
): DataIssue[] {
  const issues: DataIssue[] = [];
  if (count === 0)
    issues.push({
      severity: 'error',
      message: `The events lie within ${durationText(to - from)}: no window of ${durationText(windowing.length)}${windowing.horizon > 0 ? ` with ${durationText(windowing.horizon)} after it` : ''} is over by their end.`,
      hint: 'Choose shorter windows.',
    });
  if (pending > 0)
    issues.push({
      severity: 'info',
      message: `${pending.toLocaleString('en')} ${pending === 1 ? 'window was' : 'windows were'} not over at the time of the last event and ${pending === 1 ? 'is' : 'are'} left out.`,
    });
  return issues;
}
