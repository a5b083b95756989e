/** The field of a dataset version in the viewer. */
import { useMemo } from 'react';
import { run } from '#/app/run';
import type { GridSchema } from '#/core/grid/gridSchema';
import { FieldViewer } from './FieldViewer';
import type { FieldSource } from './fieldSource';

export default function StoredField({ versionId, grid }: { versionId: string; grid: GridSchema }) {
  const sources = useMemo<FieldSource[]>(
    () => [
      {
        id: 'data',
        title: 'Data',
        channels: grid.channels,
        box: async (request) => (await run('datasets.gridBox', { versionId, ...request })).values,
      },
    ],
    [versionId, grid],
  );
  const axes = useMemo(() => ({ recordings: grid.recordings, ...grid.axes }), [grid]);
  return <FieldViewer axes={axes} sources={sources} />;
}
