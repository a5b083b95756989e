/** Samples of a stored field as a model on fields takes them: raw values in windows, read from the chunks they touch. */
import { gridOf } from '#/core/grid/gridOf';
import { sizeOf } from '#/core/arch/sizeOf';
import type { FittedGrid } from '#/core/grid/fittedGrid';
import { gridShape } from '#/core/grid/fittedGrid';
import type { GridChunk } from '#/core/grid/gridSchema';
import { requireFittingGrid } from '#/core/grid/requireFittingGrid';
import { readSamplePlaces, type SamplePlaces } from '#/core/grid/samplePlaces';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { WindowSamples } from '#/core/kinds/rawSamples';
import type { Storage } from '#/core/protocol/storage';
import { cutFrame, toFloats } from './cutFrame';

export async function readWindows(
  version: DatasetVersion,
  fitted: FittedGrid,
  samples: readonly number[],
  blobs: Pick<Storage['blobs'], 'get'>,
): Promise<WindowSamples> {
  const grid = gridOf(version.schema);
  requireFittingGrid(fitted, grid);
  const channels = fitted.channels.map(({ name }) =>
    grid.channels.findIndex((channel) => channel.name === name),
  );
  const [length, x, y, z] = fitted.size;
  const { axes } = grid;
  const table = await placesOf(version, blobs);
  const cut = {
    stored: grid.channels.length,
    channels,
    space: [axes.x.size, axes.y.size, axes.z.size] as const,
    size: [x, y, z] as const,
  };
  const perSample = sizeOf(gridShape(fitted));
  const frame = perSample / length;
  const values = new Float32Array(samples.length * perSample);
  /** Frames of all recordings are counted through: a chunk may hold several of them. */
  const firstOf = (chunk: GridChunk) => chunk.recording * axes.time.size + chunk.timeStart;
  let open: { hash: string; values: Float32Array } | undefined;
  for (const [number, sample] of samples.entries()) {
    const recording = table.recording[sample];
    const start = table.start[sample];
    if (recording === undefined || start === undefined)
      throw new TetradError({
        code: 'badInput',
        message: `There is no sample ${sample}; the dataset has ${version.rows}, counted from 0.`,
        place: 'samples',
      });
    for (let step = 0; step < length; step++) {
      const at = recording * axes.time.size + start + step;
      const chunk = grid.chunks.find((one) => firstOf(one) <= at && at < firstOf(one) + one.times);
      if (!chunk)
        throw new TetradError({
          code: 'corrupt',
          message: `Recording ${recording} has no time ${start + step}.`,
          hint: 'Import the file again.',
        });
      if (open?.hash !== chunk.hash) open = { hash: chunk.hash, values: toFloats(await blobs.get(chunk)) };
      const to = number * perSample + step * frame;
      cutFrame(open.values, at - firstOf(chunk), table.places[sample] ?? [0, 0, 0], cut, values, to);
    }
  }
  return { form: 'windows', rows: samples.length, shape: gridShape(fitted), values };
}

/** Versions never change, and the samples of one are asked for piece by piece. */
let latest: { version: string; places: SamplePlaces } | undefined;

async function placesOf(
  version: DatasetVersion,
  blobs: Pick<Storage['blobs'], 'get'>,
): Promise<SamplePlaces> {
  if (latest?.version !== version.id)
    latest = { version: version.id, places: await readSamplePlaces(version, blobs) };
  return latest.places;
}
