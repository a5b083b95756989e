/** Samples of stored series as a model takes them: raw values in windows, read from the chunks they touch. */
import type { WindowSamples } from '#/core/kinds/rawSamples';
import { kindOf } from '#/core/kinds/registry';
import { type FittedSeries, seriesShape } from '#/core/series/fittedSeries';
import { readIndex, samplesOf, type SeriesIndex, type SeriesSamples } from '#/core/series/seriesIndex';
import { seriesOf } from '#/core/series/seriesSchema';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import { toFloats } from '../grid/cutFrame';
import type { Blobs } from '../kindEngine';
import { frameLayoutOf, noFrame } from './frameLayoutOf';

export async function readSeriesWindows(
  version: DatasetVersion,
  fitted: FittedSeries,
  samples: readonly number[],
  blobs: Blobs,
): Promise<WindowSamples> {
  kindOf(version.schema).requireFitting(fitted, version.schema, {
    model: 'The model',
    dataset: 'the dataset',
  });
  const data = seriesOf(version.schema);
  const channels = fitted.channels.map(({ name }) => data.channels.findIndex((one) => one.name === name));
  const layout = frameLayoutOf(data, channels);
  const { index, places } = await placesOf(version, blobs);
  const width = channels.length;
  const values = new Float32Array(samples.length * fitted.length * width);
  let open: { number: number; values: Float32Array } | undefined;
  for (const [i, sample] of samples.entries()) {
    const series = places.series[sample];
    if (series === undefined)
      throw new TetradError({
        code: 'badInput',
        message: `There is no window ${sample}; the dataset has ${version.rows}, counted from 0.`,
        place: 'samples',
      });
    const first = (index.first[series] as number) + (places.start[sample] as number);
    const end = (index.first[series] as number) + (index.frames[series] as number);
    for (let step = 0; step < fitted.length; step++) {
      const frame = first + step < end ? first + step : noFrame(data);
      const number = layout.chunkOf(frame);
      if (open?.number !== number)
        open = {
          number,
          values: toFloats(await blobs.get(data.chunks[number] as (typeof data.chunks)[number])),
        };
      layout.cut(open.values, number, frame, values, (i * fitted.length + step) * width);
    }
  }
  return { form: 'windows', rows: samples.length, shape: seriesShape(fitted), values };
}

interface Places {
  index: SeriesIndex;
  places: SeriesSamples;
}

/** Versions never change, and the samples of one are asked for piece by piece. */
let latest: { version: string; found: Promise<Places> } | undefined;

async function placesOf(version: DatasetVersion, blobs: Blobs): Promise<Places> {
  if (latest?.version !== version.id) latest = { version: version.id, found: readPlaces(version, blobs) };
  const { found } = latest;
  found.catch(() => (latest = undefined));
  return await found;
}

async function readPlaces({ schema }: DatasetVersion, blobs: Blobs): Promise<Places> {
  const data = seriesOf(schema);
  const index = await readIndex(data, blobs);
  return { index, places: samplesOf(index, data.windowing) };
}
