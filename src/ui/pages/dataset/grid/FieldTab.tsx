/** The viewer over the stored field. */
import { useMemo } from 'react';
import { run } from '#/app/run';
import type { GridSchema } from '#/core/grid/gridSchema';
import { FieldViewer } from '#/ui/viewers/field/FieldViewer';
import type { FieldSource } from '#/ui/viewers/field/fieldSource';

export default function FieldTab({ versionId, grid }: { versionId: string; grid: GridSchema }) {
  const axes = useMemo(() => ({ recordings: grid.recordings, ...grid.axes }), [grid]);
  const sources = useMemo<FieldSource[]>(
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
  return <FieldViewer key={versionId} axes={axes} sources={sources} />;
}
