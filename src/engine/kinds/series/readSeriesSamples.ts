/** Samples of stored series for a training: which frames each has, its label, and what says how they are divided. */
import type { DatasetVersion } from '#/core/protocol/dataset';
import { readIndex, samplesOf } from '#/core/series/seriesIndex';
import { placeColumns, seriesOf } from '#/core/series/seriesSchema';
import { stepsBetween } from '#/core/series/seriesTime';
import type { SplitData } from '#/core/split/dataSplit';
import { joined, roleColumns, roleData } from '#/core/split/roles';
import { readColumns } from '#/core/table/readColumns';
import { readsLabels, tasks } from '#/core/tasks/registry';
import type { Values } from '#/core/transforms/transformDef';
import { takeRows } from '#/core/transforms/valueRows';
import type { Blobs, PrepareRequest } from '../kindEngine';
import { presentRows } from '../target';
import { noFrame } from './frameLayoutOf';

export interface SeriesTraining extends Pick<SplitData, 'part' | 'group'> {
  count: number;
  /** Row numbers in the dataset version. */
  rows: Uint32Array;
  series: Int32Array;
  /** First frame within its series. */
  start: Int32Array;
  /** The same on a time that all series share, where it is known. */
  along: Float64Array;
  target?: Values;
  /** So many frames after the first of a sample. */
  frame(sample: number, step: number): number;
  /** Of its series. */
  firstFrame(sample: number): number;
  only(keep: (sample: number) => boolean): SeriesTraining;
}

export async function readSeriesSamples(
  version: DatasetVersion,
  request: PrepareRequest,
  blobs: Blobs,
): Promise<SeriesTraining> {
  const { schema, chunks } = version;
  const data = seriesOf(schema);
  const index = await readIndex(data, blobs);
  const all = samplesOf(index, data.windowing);
  const task = tasks.get(request.task);
  const asText = new Set(readsLabels(task) ? [request.target] : []);
  const target = task.frames
    ? undefined
    : (await readColumns(chunks, blobs, schema, [request.target], { asText })).get(request.target);
  const rows = target ? presentRows(target) : Uint32Array.from({ length: all.count }, (_, i) => i);
  const dividing = {
    columns: schema.columns.filter(
      ({ name, role }) =>
        role === 'split' ||
        (role === 'group' && name !== placeColumns.series && request.config.splitBy !== undefined),
    ),
  };
  const roles = roleColumns(dividing, { splitBy: 'roles' });
  const columns = await readColumns(chunks, blobs, schema, roles.names, roles);
  const { step } = data.time;
  const begin = index.start.reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY);
  const shift = index.start.map((at) =>
    step && data.time.name !== undefined ? Math.round(stepsBetween(begin, at, step)) : 0,
  );
  const of = (kept: Uint32Array): SeriesTraining => {
    const series = Int32Array.from(kept, (row) => all.series[row] as number);
    const start = Int32Array.from(kept, (row) => all.start[row] as number);
    const { part, group } = roleData(dividing, columns, kept);
    return {
      count: kept.length,
      rows: kept,
      series,
      start,
      along: Float64Array.from(series, (number, i) => (shift[number] as number) + (start[i] as number)),
      target: target && takeRows(target, kept),
      part,
      group: joined([{ name: placeColumns.series, of: series }, ...(group ? [group] : [])]),
      frame(sample, offset) {
        const number = series[sample] as number;
        const at = (start[sample] as number) + offset;
        return at < (index.frames[number] as number) ? (index.first[number] as number) + at : noFrame(data);
      },
      firstFrame: (sample) => index.first[series[sample] as number] as number,
      only(keep) {
        const some = kept.filter((_, i) => keep(i));
        return some.length === kept.length ? this : of(some);
      },
    };
  };
  return of(rows);
}
