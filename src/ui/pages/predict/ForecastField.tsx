/** A forecast beside what came: prediction, truth and error in the viewer. */
import { useEffect, useState } from 'react';
import { run } from '#/app/run';
import { channelOf, differenceOf, rangeOfValues } from '#/core/field/fieldDifference';
import type { GridAxis, GridSchema } from '#/core/grid/gridSchema';
import { windowsOf } from '#/core/grid/windowsOf';
import type { ModelVersion } from '#/core/protocol/model';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { FieldViewer } from '#/ui/viewers/field/FieldViewer';
import type { FieldAxes, FieldSource } from '#/ui/viewers/field/fieldSource';

export default function ForecastField({
  version,
  sample,
  field,
}: {
  version: ModelVersion;
  /** Of the dataset version the model learnt from. */
  sample: number;
  /** [x, y, z, channel]. */
  field: Float32Array;
}) {
  const [shown, setShown] = useState<{ axes: FieldAxes; sources: FieldSource[]; of: Float32Array }>();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    let isCurrent = true;
    compare(version, sample, field).then(
      (made) => isCurrent && setShown({ ...made, of: field }),
      (thrown: unknown) => isCurrent && setError(thrown),
    );
    return () => {
      isCurrent = false;
    };
  }, [version, sample, field]);
  if (error !== undefined) return <ErrorNote error={error} />;
  return shown?.of === field ? <FieldViewer axes={shown.axes} sources={shown.sources} /> : null;
}

async function compare(version: ModelVersion, sample: number, field: Float32Array) {
  const { schema } = await run('datasets.describe', {
    id: version.datasetId,
    versionId: version.datasetVersionId,
  });
  const grid = schema.grid as GridSchema;
  const channels = version.grid?.channels ?? [];
  const windows = windowsOf(grid);
  const { recording, start, corner } = windows.at(sample);
  const [times, sx, sy, sz] = windows.size;
  const time = start + times - 1 + grid.windowing.horizon;
  const predicted = channels.map((_, i) => channelOf(field, channels.length, i));
  const truth = await Promise.all(
    channels.map(async ({ name }) => {
      const { values } = await run('datasets.gridBox', {
        versionId: version.datasetVersionId,
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
  const errors = predicted.map((frame, i) => differenceOf(frame, truth[i] as Float32Array));
  const source = (id: string, title: string, frames: Float32Array[], signed = false): FieldSource => ({
    id,
    title,
    signed,
    channels: channels.map(({ name, unit }, i) => ({
      name,
      unit,
      // Prediction and truth share their colours, so that they can be compared by eye.
      ...rangeOfValues(signed ? (frames[i] as Float32Array) : join(predicted[i], truth[i])),
    })),
    box: async ({ channel }) => frames[channel] as Float32Array,
  });
  const axis = (whole: GridAxis, size: number): GridAxis =>
    whole.size === size ? whole : { name: whole.name, unit: whole.unit, size };
  return {
    axes: {
      recordings: 1,
      time: { size: 1 },
      x: axis(grid.axes.x, sx),
      y: axis(grid.axes.y, sy),
      z: axis(grid.axes.z, sz),
    },
    sources: [
      source('prediction', 'Prediction', predicted),
      source('truth', 'Truth', truth),
      source('error', 'Error', errors, true),
    ],
  };
}

const join = (a: Float32Array = new Float32Array(), b: Float32Array = new Float32Array()): Float32Array => {
  const both = new Float32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
};
