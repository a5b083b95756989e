/** The viewer over the stored field. */
import { useMemo } from 'react';
import { run } from '#/app/run';
import type { GridSchema } from '#/core/grid/gridSchema';
import { GridViewer } from '#/ui/viewers/grid/GridViewer';
import type { GridSource } from '#/ui/viewers/grid/gridSource';

export default function FieldTab({ versionId, grid }: { versionId: string; grid: GridSchema }) {
  const axes = useMemo(() => ({ recordings: grid.recordings, ...grid.axes }), [grid]);
  const sources = useMemo<GridSource[]>(
    () => [
      {
        id: versionId,
        title: 'Field',
        channels: grid.channels,
        box: async (request) => (await run('datasets.gridBox', { versionId, ...request })).values,
      },
    ],
    [versionId, grid],
  );
  return <GridViewer key={versionId} axes={axes} sources={sources} />;
}
