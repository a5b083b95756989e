/** What a model was asked about: the window of one sample in the viewer. */
import { fittedGridOf } from '#/core/grid/gridOf';
import { useEffect, useState } from 'react';
import { run } from '#/app/run';
import type { ModelVersion } from '#/core/protocol/model';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { GridViewer } from '#/ui/viewers/grid/GridViewer';
import type { ViewerAxes, GridSource } from '#/ui/viewers/grid/gridSource';
import { partOf, sampleBox, type SampleOf } from './sampleBox';

export function WindowControl({ version, of }: { version: ModelVersion; of: SampleOf }) {
  const [shown, setShown] = useState<{ axes: ViewerAxes; source: GridSource; of: SampleOf }>();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    let isCurrent = true;
    windowOf(version, of).then(
      (made) => {
        if (!isCurrent) return;
        setShown({ ...made, of });
        setError(undefined);
      },
      (thrown: unknown) => isCurrent && setError(thrown),
    );
    return () => {
      isCurrent = false;
    };
  }, [version, of]);
  if (error !== undefined) return <ErrorNote error={error} />;
  return shown ? <GridViewer key={shown.source.id} axes={shown.axes} sources={[shown.source]} /> : <div />;
}

async function windowOf(version: ModelVersion, of: SampleOf) {
  const { grid, recording, start, corner, size, space } = await sampleBox(of);
  const names = fittedGridOf(version)?.channels.map(({ name }) => name) ?? [];
  const channels = grid.channels.filter(({ name }) => names.includes(name));
  const source: GridSource = {
    id: `${of.datasetVersionId} ${of.sample}`,
    title: 'Sample',
    channels,
    box: async ({ channel, time, x, y, z }) => {
      const shift = ([first, count]: [number, number], by: number): [number, number] => [first + by, count];
      const { values } = await run('datasets.gridBox', {
        versionId: of.datasetVersionId,
        recording,
        channel: grid.channels.indexOf(channels[channel] as (typeof channels)[number]),
        time: shift(time, start),
        x: shift(x, corner[0]),
        y: shift(y, corner[1]),
        z: shift(z, corner[2]),
      });
      return values;
    },
  };
  const axes: ViewerAxes = { recordings: 1, time: partOf(grid.axes.time, start, size[0]), ...space };
  return { axes, source };
}
