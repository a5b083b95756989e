/** The window of one sample, for the viewer: its axes, and a source that reads the stored values. */
import { run } from '#/app/run';
import { fittedGridOf } from '#/core/grid/gridOf';
import type { ModelVersion } from '#/core/protocol/model';
import type { GridSource, ViewerAxes } from './gridSource';
import { partOf, sampleBox, type SampleOf } from './sampleBox';

/** Of the model's channels only, in the order of the dataset. */
export async function sampleWindow(
  version: ModelVersion,
  of: SampleOf,
): Promise<{ axes: ViewerAxes; source: GridSource }> {
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
