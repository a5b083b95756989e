/** A forecast in the viewer, beside what came and the error where the file goes on that long. */
import { fittedGridOf } from '#/core/grid/gridOf';
import { useEffect, useState } from 'react';
import { run } from '#/app/run';
import { channelOf, differenceOf, rangeOfValues } from '#/core/slices/fieldDifference';
import type { ModelVersion } from '#/core/protocol/model';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { GridViewer } from '#/ui/viewers/grid/GridViewer';
import type { ViewerAxes, GridSource } from '#/ui/viewers/grid/gridSource';
import { type SampleBox, sampleBox, type SampleOf } from '#/ui/viewers/grid/sampleBox';
import type { FieldAnswerProps } from '../taskView';

export default function ForecastField({ version, of, prediction: { field } }: FieldAnswerProps) {
  const [shown, setShown] = useState<{ axes: ViewerAxes; sources: GridSource[]; of: Float32Array }>();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    if (!field) return;
    let isCurrent = true;
    compare(version, of, field).then(
      (made) => {
        if (!isCurrent) return;
        setShown({ ...made, of: field });
        setError(undefined);
      },
      (thrown: unknown) => isCurrent && setError(thrown),
    );
    return () => {
      isCurrent = false;
    };
  }, [version, of, field]);
  if (error !== undefined) return <ErrorNote error={error} />;
  return shown && shown.of === field ? <GridViewer axes={shown.axes} sources={shown.sources} /> : null;
}

async function compare(version: ModelVersion, of: SampleOf, field: Float32Array) {
  const channels = fittedGridOf(version)?.channels ?? [];
  const box = await sampleBox(of);
  const predicted = channels.map((_, i) => channelOf(field, channels.length, i));
  const truth = await truthOf(version, of, box);
  const source = (id: string, title: string, frames: Float32Array[], signed = false): GridSource => ({
    id,
    title,
    signed,
    channels: channels.map(({ name, unit }, i) => ({
      name,
      unit,
      // Prediction and truth share their colours, so that they can be compared by eye.
      ...rangeOfValues(signed ? (frames[i] as Float32Array) : join(predicted[i], truth?.[i])),
    })),
    box: async ({ channel }) => frames[channel] as Float32Array,
  });
  const errors = truth && predicted.map((frame, i) => differenceOf(frame, truth[i] as Float32Array));
  const axes: ViewerAxes = { recordings: 1, time: { size: 1 }, ...box.space };
  return {
    axes,
    sources: [
      source('prediction', 'Prediction', predicted),
      ...(truth && errors ? [source('truth', 'Truth', truth), source('error', 'Error', errors, true)] : []),
    ],
  };
}

/** One frame per channel; undefined when the recording ends before. */
async function truthOf(
  version: ModelVersion,
  { datasetVersionId }: SampleOf,
  { grid, recording, start, corner, size: [times, sx, sy, sz] }: SampleBox,
): Promise<Float32Array[] | undefined> {
  const time = start + times - 1 + (fittedGridOf(version)?.horizon ?? 0);
  if (time >= grid.axes.time.size) return undefined;
  return await Promise.all(
    (fittedGridOf(version)?.channels ?? []).map(async ({ name }) => {
      const { values } = await run('datasets.gridBox', {
        versionId: datasetVersionId,
        recording,
        channel: grid.channels.findIndex((channel) => channel.name === name),
        time: [time, 1],
        x: [corner[0], sx],
        y: [corner[1], sy],
        z: [corner[2], sz],
      });
      return values;
    }),
  );
}

const join = (a: Float32Array = new Float32Array(), b: Float32Array = new Float32Array()): Float32Array => {
  const both = new Float32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
};
