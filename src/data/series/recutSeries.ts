/** Other windows over the same series: their chunks stay, the table of samples is made anew. */
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { BlobStore } from '#/core/protocol/storage';
import { readIndex } from '#/core/series/seriesIndex';
import { seriesOf, type SeriesData, type SeriesWindowing } from '#/core/series/seriesSchema';
import { readColumns } from '#/core/table/readColumns';
import type { MadeVersion } from '../kinds/kindData';
import type { SeriesTable } from './seriesTable';
import { requireWindowing } from './writeSeries';
import { writeWindows } from './writeWindows';

export interface SeriesCut {
  windowing: SeriesWindowing;
}

export async function recutSeries(
  { schema, issues }: DatasetVersion,
  { windowing: wanted }: SeriesCut,
  blobs: Pick<BlobStore, 'get' | 'put'>,
): Promise<MadeVersion> {
  const before = seriesOf(schema);
  const windowing = wanted.whole
    ? { ...wanted, length: before.longest, stride: before.longest, horizon: 0 }
    : wanted;
  requireWindowing(windowing, before);
  const data = { ...before, windowing };
  const table = { ...(await readIndex(before, blobs)), ...(await readTable(before, blobs)) };
  const made = await writeWindows(data, table, {
    blobs,
    signal: new AbortController().signal,
    known: schema.columns,
  });
  // What was said of the series stays true; what was said of samples and labels is said anew.
  const labels = new Set(schema.columns.map(({ name }) => name));
  const ofSeries = issues.filter(
    ({ column, message }) =>
      (column === undefined || !labels.has(column)) &&
      !/steps long; shorter|shorter than a sample|long enough for a sample/.test(message),
  );
  return { ...made, issues: [...ofSeries, ...made.issues] };
}

async function readTable(
  { labels, chunks, frames }: SeriesData,
  blobs: Pick<BlobStore, 'get'>,
): Promise<Pick<SeriesTable, 'labels' | 'times'>> {
  const times = chunks.some((chunk) => chunk.times) ? new Float64Array(frames) : undefined;
  for (const { times: ref, first } of chunks)
    if (ref) times?.set(new Float64Array((await blobs.get(ref)).slice().buffer), first);
  if (!labels) return { ...(times && { times }) };
  const read = await readColumns(
    labels.chunks,
    blobs,
    { kind: 'tabular', columns: labels.columns },
    labels.columns.map(({ name }) => name),
  );
  return {
    ...(times && { times }),
    labels: {
      per: labels.per,
      columns: labels.columns.flatMap((column) => {
        const values = read.get(column.name);
        return values ? [{ column, values }] : [];
      }),
    },
  };
}
