/** Series to stored chunks, an index, channel figures, and the table of samples that their windows are. */
import { ChannelMoments } from '#/core/grid/channelMoments';
import type { ChunkRef } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { BlobStore } from '#/core/protocol/storage';
import { proposeWindowing, windowingProblems } from '#/core/series/proposeWindowing';
import { encodeIndex } from '#/core/series/seriesIndex';
import type {
  SeriesChannel,
  SeriesChunk,
  SeriesData,
  SeriesLabels,
  SeriesWindowing,
} from '#/core/series/seriesSchema';
import { seasonalPeriod } from '#/core/series/seasonalPeriod';
import { usualPeriods } from '#/core/series/seriesTime';
import { encodeChunk } from '#/core/table/chunkCodec';
import type { MadeVersion } from '../kinds/kindData';
import { WriteQueue } from '../writeQueue';
import { pickValues, type SeriesTable, toColumn } from './seriesTable';
import { writeWindows } from './writeWindows';

const chunkValues = 2 ** 20;
const rowsPerChunk = 65_536;

interface Writing {
  blobs: Pick<BlobStore, 'get' | 'put'>;
  signal: AbortSignal;
}

export async function writeSeries(
  table: SeriesTable,
  wanted: SeriesWindowing | undefined,
  { blobs, signal }: Writing,
): Promise<MadeVersion> {
  const total = table.frames.reduce((sum, own) => sum + own, 0);
  const longest = Math.max(...table.frames);
  const period = periodOf(table);
  const cut = { series: table.names.length, longest, ...(period && { period }) };
  const windowing = wanted?.whole
    ? { ...wanted, length: longest, stride: longest, horizon: 0 }
    : (wanted ?? proposeWindowing(cut, table.labels?.per));
  requireWindowing(windowing, cut);
  const bytes = encodeIndex(table);
  const data: SeriesData = {
    ...cut,
    frames: total,
    shortest: Math.min(...table.frames),
    index: { ...(await blobs.put(bytes)), rows: table.names.length },
    channels: channelsOf(table),
    chunks: await writeFrames(table, total, { blobs, signal }),
    time: table.time,
    windowing,
    ...(table.labels && { labels: await writeLabels(table.labels, { blobs, signal }) }),
  };
  const made = await writeWindows(data, table, { blobs, signal });
  return { ...made, issues: [...table.issues, ...aboutChannels(data), ...aboutPeriod(data), ...made.issues] };
}

export function requireWindowing(
  windowing: SeriesWindowing,
  cut: Pick<SeriesData, 'series' | 'longest'>,
): void {
  const [problem] = windowingProblems(windowing, cut);
  if (problem)
    throw new TetradError({
      code: 'badInput',
      message: problem.message,
      place: `windowing.${problem.field}`,
      hint: `The longest series has ${cut.longest.toLocaleString('en')} steps.`,
    });
}

function channelsOf({ channels, values }: SeriesTable): SeriesChannel[] {
  return channels.map((channel, i) => {
    const moments = new ChannelMoments();
    moments.add(values, i, channels.length);
    const { min, max, mean, std, missing } =
      moments.count > 0 ? moments.result() : { min: 0, max: 0, mean: 0, std: 0, missing: moments.missing };
    return { ...channel, min, max, mean, std, missing };
  });
}

async function writeFrames(
  { values, channels, times }: SeriesTable,
  total: number,
  { blobs, signal }: Writing,
): Promise<SeriesChunk[]> {
  const width = channels.length;
  const perChunk = Math.max(1, Math.floor(chunkValues / width));
  const chunks: SeriesChunk[] = [];
  for (let first = 0; first < total; first += perChunk) {
    signal.throwIfAborted();
    const frames = Math.min(perChunk, total - first);
    const part = values.subarray(first * width, (first + frames) * width);
    const own = times?.subarray(first, first + frames);
    chunks.push({
      ...(await blobs.put(new Uint8Array(part.slice().buffer))),
      first,
      frames,
      ...(own && { times: await blobs.put(new Uint8Array(own.slice().buffer)) }),
    });
  }
  return chunks;
}

async function writeLabels(
  { per, columns }: NonNullable<SeriesTable['labels']>,
  { blobs, signal }: Writing,
): Promise<SeriesLabels> {
  const rows = columns[0]?.values.data.length ?? 0;
  const writes = new WriteQueue(blobs);
  try {
    for (let first = 0; first < rows; first += rowsPerChunk) {
      signal.throwIfAborted();
      const count = Math.min(rowsPerChunk, rows - first);
      const places = Int32Array.from({ length: count }, (_, i) => first + i);
      const part = columns.map(({ values }) => toColumn(pickValues(values, places)));
      await writes.add(encodeChunk({ rows: count, columns: part }), count);
    }
  } finally {
    await writes.settle();
  }
  const chunks: ChunkRef[] = await writes.done();
  return { per, columns: columns.map(({ column }) => column), chunks };
}

/** Of the longest series, the first channel that has one. */
function periodOf({ frames, first, values, channels, time }: SeriesTable): number | undefined {
  const longest = frames.indexOf(Math.max(...frames));
  const [from, count] = [first[longest] as number, frames[longest] as number];
  const width = channels.length;
  const usual = usualPeriods(time.step);
  for (let c = 0; c < Math.min(width, 16); c++) {
    const own = Float64Array.from({ length: count }, (_, i) => values[(from + i) * width + c] as number);
    const period = seasonalPeriod(own, usual);
    if (period !== undefined) return period;
  }
  return undefined;
}

const aboutPeriod = ({ period }: SeriesData): MadeVersion['issues'] =>
  period === undefined
    ? []
    : [
        {
          severity: 'info',
          message: `The values tend to repeat after ${period.toLocaleString('en')} steps.`,
          hint: 'A forecast is judged beside the value of one season before.',
        },
      ];

function aboutChannels({ channels, frames }: SeriesData): MadeVersion['issues'] {
  return channels.flatMap(({ name, min, max, std, mean, missing }): MadeVersion['issues'] => {
    if (missing === frames)
      return [{ severity: 'warning', message: `“${name}” has no values.`, column: name }];
    if (min === max)
      return [{ severity: 'warning', message: `Every value of “${name}” is the same.`, column: name }];
    if (std > 0 && Math.abs(mean) > 1e5 * std)
      return [
        {
          severity: 'warning',
          message: `“${name}” varies by little beside how large it is: of about seven digits those that vary are few.`,
          hint: 'Subtract a round number from the column in the file.',
          column: name,
        },
      ];
    return [];
  });
}
