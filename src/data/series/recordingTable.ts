/** Recordings as one table: a row for each time, the recording it is of, a column for each channel and kind of note. */
import type { RecordBatch } from '#/core/table/column';
import type { SeriesOptions } from '#/core/series/seriesOptions';
import { TetradError } from '#/core/protocol/errors';
import type { DataIssue } from '#/core/protocol/dataset';
import { openRecordings } from '#/formats/recordings/openRecordings';
import type { Recording, RecordingNote } from '#/formats/recordings/recording';
import type { ReadContext, TableReader, TypedColumnInfo } from '#/formats/formatDef';
import type { RecognisedFiles, RecognisedTable } from '#/formats/recogniseFile';
import { uniqueNames } from '#/formats/uniqueNames';

const noteColumns = ['annotation', 'rhythm'] as const;
const mostTold = 5;

export interface RecordingTable {
  table: RecognisedTable;
  options: SeriesOptions;
}

export async function recordingTable({ file, format, bundle }: RecognisedFiles): Promise<RecordingTable> {
  const opened = await openRecordings(bundle);
  const [first] = opened;
  if (!first) throw new TetradError({ code: 'internal', message: 'no recording' });
  const told: DataIssue[] = [];
  const channels = uniqueNames(
    first.channels.map(({ name }) => name),
    file.name,
    (issue) => told.push(issue),
  );
  const same = opened.filter((one) => isAlike(one, first));
  for (const other of opened)
    if (!same.includes(other)) bundle.leaveOut(other.name, 'other channels or another rate than the first');
  const slower = first.channels.filter(({ rate }) => rate < first.rate);
  if (slower.length > 0)
    told.push({
      severity: 'info',
      message: `${slower
        .slice(0, mostTold)
        .map(({ name, rate }) => `“${name}” (${Number(rate.toPrecision(6))} Hz)`)
        .join(
          ', ',
        )}${slower.length > mostTold ? ' and others' : ''} ${slower.length === 1 ? 'is' : 'are'} slower than ${Number(first.rate.toPrecision(6))} Hz: each value is held until the next.`,
      hint: 'Resample before if values in between are to be something else.',
    });
  const notes = noteColumns.filter((column) =>
    same.some((one) => one.notes.some((note) => note.column === column)),
  );
  const [time, item, ...labels] = freeNames(['time', 'recording', ...notes], channels);
  const many = same.length > 1;
  const names = [time as string, ...(many ? [item as string] : []), ...channels, ...labels];
  const senses: TypedColumnInfo[] = [
    { as: 'number', type: 'numeric', unit: 's' },
    ...(many ? [{ as: 'text' as const }] : []),
    ...first.channels.map(
      ({ unit }): TypedColumnInfo => ({ as: 'number', type: 'numeric', ...(unit && { unit }) }),
    ),
    ...labels.map((): TypedColumnInfo => ({ as: 'text' })),
  ];
  let done = 0;
  const reader = async (context: ReadContext): Promise<TableReader> => {
    for (const issue of told) context.report(issue);
    return {
      names,
      details: {
        recordings: String(same.length),
        rate: `${Number(first.rate.toPrecision(6))} Hz`,
        written: first.format,
        kept: 'signals and notes; no names, dates or numbers of persons',
      },
      typed: { column: (index) => senses[index] ?? { as: 'text' } },
      batches: batches(same, notes, context, (share) => (done = share)),
    };
  };
  return {
    options: { layout: 'long', time, ...(many && { item }), values: channels, labels },
    table: {
      file,
      format: { ...format, holds: 'rows', match: () => 1, read: (_source, context) => reader(context) },
      isJoined: true,
      source: {
        name: bundle.name,
        head: new Uint8Array(0),
        stream: () => file.stream(),
        blob: async () => file,
        tellRead: () => undefined,
        gzip: false,
        bytesRead: () => Math.round(done * file.size),
        told: () => bundle.told(),
      },
    },
  };
}

const isAlike = (one: Recording, first: Recording): boolean =>
  Math.abs(one.rate - first.rate) < 1e-6 * first.rate &&
  one.channels.length === first.channels.length &&
  one.channels.every(
    ({ name, unit }, i) => name === first.channels[i]?.name && unit === first.channels[i]?.unit,
  );

const freeNames = (wanted: readonly string[], taken: readonly string[]): string[] =>
  wanted.map((name) => (taken.includes(name) ? `${name} (file)` : name));

async function* batches(
  recordings: readonly Recording[],
  notes: readonly RecordingNote['column'][],
  { signal, batchRows }: ReadContext,
  progress: (share: number) => void,
): AsyncGenerator<RecordBatch> {
  for (const [number, recording] of recordings.entries()) {
    const width = recording.channels.length;
    let times = new Float64Array(batchRows);
    let values = Array.from({ length: width }, () => new Float64Array(batchRows));
    let rows = 0;
    const finish = (): RecordBatch => {
      const own = times.subarray(0, rows);
      const batch: RecordBatch = {
        rows,
        columns: [
          { physical: 'f64', values: own },
          ...(recordings.length > 1
            ? [{ physical: 'dict' as const, codes: new Int32Array(rows), dictionary: [recording.name] }]
            : []),
          ...values.map((column) => ({ physical: 'f64' as const, values: column.subarray(0, rows) })),
          ...notes.map((column) => noted(recording, column, own)),
        ],
      };
      times = new Float64Array(batchRows);
      values = Array.from({ length: width }, () => new Float64Array(batchRows));
      rows = 0;
      return batch;
    };
    for await (const { start, values: piece } of recording.pieces()) {
      signal.throwIfAborted();
      const length = piece[0]?.length ?? 0;
      for (let from = 0; from < length; ) {
        const count = Math.min(batchRows - rows, length - from);
        for (let i = 0; i < count; i++) times[rows + i] = start + (from + i) / recording.rate;
        for (let c = 0; c < width; c++)
          values[c]?.set((piece[c] as Float64Array).subarray(from, from + count), rows);
        rows += count;
        from += count;
        if (rows === batchRows) yield finish();
      }
    }
    if (rows > 0) yield finish();
    progress((number + 1) / recordings.length);
  }
}

/** What was noted at each time; a note of a moment goes to the nearest one. */
function noted({ notes, rate }: Recording, column: RecordingNote['column'], times: Float64Array) {
  const codes = new Int32Array(times.length).fill(-1);
  const dictionary: string[] = [];
  const known = new Map<string, number>();
  const first = (times[0] ?? 0) - 0.5 / rate;
  const last = (times.at(-1) ?? 0) + 0.5 / rate;
  for (const moment of [false, true])
    for (const { at, seconds, text, column: own } of notes) {
      if (own !== column || (seconds === 0) !== moment || at >= last || at + Math.max(seconds, 0) < first)
        continue;
      const code = known.get(text) ?? dictionary.push(text) - 1;
      known.set(text, code);
      const from = firstAt(times, at - 0.5 / rate);
      const to = moment ? Math.min(from + 1, times.length) : firstAt(times, at + seconds - 0.5 / rate);
      codes.fill(code, from, to);
    }
  return { physical: 'dict' as const, codes, dictionary };
}

/** Index of the first time that is not before. */
function firstAt(times: Float64Array, at: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
