/** Which series there are, and where the frames of each lie. */
import type { Column } from '../protocol/dataset';
import type { BlobStore } from '../protocol/storage';
import { encodeChunk } from '../table/chunkCodec';
import { readColumns } from '../table/readColumns';
import type { SeriesData, SeriesWindowing } from './seriesSchema';

export interface SeriesIndex {
  names: string[];
  first: Float64Array;
  frames: Float64Array;
  /** Time of the first frame; the number 0 where frames are counted. */
  start: Float64Array;
}

const number = (name: string): Column => ({ name, type: 'numeric', role: 'ignored' });
const columns: Column[] = [
  { name: 'name', type: 'text', role: 'ignored' },
  number('first'),
  number('frames'),
  number('start'),
];

export const encodeIndex = ({ names, first, frames, start }: SeriesIndex): Uint8Array<ArrayBuffer> =>
  encodeChunk({
    rows: names.length,
    columns: [
      { physical: 'dict', dictionary: names, codes: Int32Array.from(names, (_, i) => i) },
      ...[first, frames, start].map((values) => ({ physical: 'f64' as const, values })),
    ],
  });

export async function readIndex(
  { index }: Pick<SeriesData, 'index'>,
  blobs: Pick<BlobStore, 'get'>,
): Promise<SeriesIndex> {
  const read = await readColumns(
    [index],
    blobs,
    { kind: 'tabular', columns },
    columns.map(({ name }) => name),
  );
  const numbers = (name: string) => read.get(name)?.data as Float64Array;
  return {
    names: Array.from((read.get('name')?.data ?? []) as (string | null)[], (name) => name ?? ''),
    first: numbers('first'),
    frames: numbers('frames'),
    start: numbers('start'),
  };
}

export interface SeriesSamples {
  count: number;
  /** Of each sample: the number of its series and of its first frame within it. */
  series: Int32Array<ArrayBuffer>;
  start: Int32Array<ArrayBuffer>;
}

/** Windows fit whole, with what is forecast; what is left over at the end of a series belongs to no sample. */
export function samplesOf(
  { frames }: Pick<SeriesIndex, 'frames'>,
  { length, stride, horizon, whole }: SeriesWindowing,
): SeriesSamples {
  const counts = frames.map((own) =>
    whole ? 1 : own < length + horizon ? 0 : Math.floor((own - length - horizon) / stride) + 1,
  );
  const count = counts.reduce((sum, own) => sum + own, 0);
  const [series, start] = [new Int32Array(count), new Int32Array(count)];
  let at = 0;
  for (const [number, own] of counts.entries())
    for (let i = 0; i < own; i++, at++) {
      series[at] = number;
      start[at] = whole ? 0 : i * stride;
    }
  return { count, series, start };
}
