/** The table of samples: where each window lies, and its labels. */
import type { Column, DataIssue } from '#/core/protocol/dataset';
import type { BlobStore } from '#/core/protocol/storage';
import { ColumnProfile, profileLimits } from '#/core/stats/columnProfile';
import { columnStats } from '#/core/stats/columnStats';
import { placeColumns, type SeriesData } from '#/core/series/seriesSchema';
import { type SeriesIndex, samplesOf } from '#/core/series/seriesIndex';
import { timeAfter } from '#/core/series/seriesTime';
import { encodeChunk } from '#/core/table/chunkCodec';
import type { ColumnValues } from '#/core/table/column';
import type { Values } from '#/core/transforms/transformDef';
import { describeColumns } from '../describeColumns';
import type { MadeVersion } from '../kinds/kindData';
import { WriteQueue } from '../writeQueue';
import { pickValues, type SeriesTable, toColumn } from './seriesTable';

const rowsPerChunk = 65_536;

export async function writeWindows(
  data: SeriesData,
  table: SeriesIndex & Pick<SeriesTable, 'labels' | 'times'>,
  {
    blobs,
    signal,
    known = [],
  }: { blobs: Pick<BlobStore, 'put'>; signal: AbortSignal; known?: readonly Column[] },
): Promise<MadeVersion> {
  const { windowing, time } = data;
  const samples = samplesOf(table, windowing);
  const labels = table.labels;
  const columns = columnsOf(data, table.labels, known);
  const limits = profileLimits(columns.length);
  const profiles = columns.map(() => new ColumnProfile(limits));
  const writes = new WriteQueue(blobs);
  try {
    for (let from = 0; from < samples.count; from += rowsPerChunk) {
      signal.throwIfAborted();
      const rows = Math.min(rowsPerChunk, samples.count - from);
      const series = samples.series.subarray(from, from + rows);
      const start = samples.start.subarray(from, from + rows);
      const timeOf = (i: number): number => {
        const number = series[i] as number;
        if (table.times) return table.times[(table.first[number] as number) + (start[i] as number)] as number;
        const begin = table.start[number] as number;
        return time.step ? timeAfter(begin, start[i] as number, time.step) : begin;
      };
      const times = Float64Array.from(series, (_, i) => timeOf(i));
      const part: ColumnValues[] = [
        toColumn({ kind: 'string', data: Array.from(series, (number) => table.names[number] ?? '') }),
        { physical: 'f64', values: Float64Array.from(start) },
        ...(time.name === undefined
          ? []
          : [time.isDate ? datesOf(times) : ({ physical: 'f64', values: times } as ColumnValues)]),
        ...(labels?.columns ?? []).map(({ column, values }) =>
          toColumn(
            labels?.per === 'series'
              ? pickValues(values, series)
              : windowLabels(values, isClass(column), {
                  from: Float64Array.from(
                    start,
                    (at, i) => at + (table.first[series[i] as number] as number),
                  ),
                  length: (i) =>
                    windowing.whole ? (table.frames[series[i] as number] as number) : windowing.length,
                }),
          ),
        ),
      ];
      part.forEach((column, i) => profiles[i]?.add(column));
      await writes.add(encodeChunk({ rows, columns: part }), rows);
    }
  } finally {
    await writes.settle();
  }
  const chunks = await writes.done();
  const places = columns.length - (labels?.columns.length ?? 0);
  const described = describeColumns(columns.slice(places), profiles.slice(places));
  const stats = columns.map(({ name, type }, i) => columnStats(profiles[i] as ColumnProfile, name, type));
  const size = (refs: readonly { bytes: number }[]) => refs.reduce((sum, { bytes }) => sum + bytes, 0);
  return {
    schema: { kind: 'timeseries', columns, data },
    rows: samples.count,
    bytes: size(chunks) + size(data.chunks) + data.index.bytes + size(data.labels?.chunks ?? []),
    chunks,
    stats,
    issues: [...described.issues, ...aboutSamples(data, table, samples.count)],
  };
}

const datesOf = (times: Float64Array): ColumnValues =>
  toColumn({
    kind: 'string',
    data: Array.from(times, (ms) => (Number.isFinite(ms) ? new Date(ms).toISOString() : null)),
  });

const classNames = /^(label|labels|class|classes|activity|state|status|category)([_ ]?(id|name))?$/i;
const isClass = ({ type }: Column): boolean => type !== 'numeric' && type !== 'datetime';

function columnsOf({ time }: SeriesData, labels: SeriesTable['labels'], known: readonly Column[]): Column[] {
  const named = new Map(known.map((column) => [column.name, column]));
  const label = ({ column }: { column: Column }): Column => {
    const before = named.get(column.name);
    if (before) return before;
    // Classes are often written as numbers.
    const type =
      column.type === 'integer' && classNames.test(column.name.trim()) ? 'categorical' : column.type;
    return { ...column, type };
  };
  return [
    { name: placeColumns.series, type: 'categorical', role: 'group' },
    { name: placeColumns.start, type: 'integer', role: 'ignored' },
    ...(time.name === undefined
      ? []
      : [{ name: placeColumns.time, type: time.isDate ? 'datetime' : 'numeric', role: 'ignored' } as Column]),
    ...(labels?.columns ?? []).map(label),
  ];
}

/** Of classes the one that a window has longest, of numbers the last one. */
function windowLabels(
  values: Values,
  byMost: boolean,
  { from, length }: { from: Float64Array; length(i: number): number },
): Values {
  const { data } = values;
  const isThere = (at: number) => data[at] !== null && !Number.isNaN(data[at]);
  const rows = Array.from(from, (first, i) => {
    const end = first + length(i);
    if (!byMost) {
      let at = end - 1;
      while (at > first && !isThere(at)) at--;
      return at;
    }
    const counts = new Map<unknown, { count: number; at: number }>();
    let [best, most] = [first, 0];
    for (let at = first; at < end; at++) {
      if (!isThere(at)) continue;
      const entry = counts.get(data[at]) ?? { count: 0, at };
      entry.count++;
      counts.set(data[at], entry);
      if (entry.count > most) [best, most] = [entry.at, entry.count];
    }
    return most === 0 ? -1 : best;
  });
  return pickValues(values, rows);
}

function aboutSamples(
  { windowing: { length, horizon, whole }, longest, shortest, series }: SeriesData,
  { frames }: SeriesIndex,
  count: number,
): DataIssue[] {
  if (whole)
    return longest === shortest
      ? []
      : [
          {
            severity: 'info',
            message: `The series are ${shortest.toLocaleString('en')} to ${longest.toLocaleString('en')} steps long; shorter ones end with missing values.`,
          },
        ];
  const short = frames.filter((own) => own < length + horizon).length;
  const told: DataIssue[] =
    short === 0
      ? []
      : [
          {
            severity: 'warning',
            message: `${short.toLocaleString('en')} of ${series.toLocaleString('en')} series ${short === 1 ? 'is' : 'are'} shorter than a sample (${(length + horizon).toLocaleString('en')} steps) and ${short === 1 ? 'has' : 'have'} none.`,
            hint: 'Choose shorter windows.',
          },
        ];
  return count === 0
    ? [{ severity: 'error', message: 'No series is long enough for a sample.' }, ...told]
    : told;
}
