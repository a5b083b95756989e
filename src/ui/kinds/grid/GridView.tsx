/** A dataset that is a field over time and space: the field itself, its axes and channels, its samples. */
import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { gridOf } from '#/core/grid/gridOf';
import type { GridSchema } from '#/core/grid/gridSchema';
import { formatCount } from '#/ui/charts/formatNumber';
import { KindPage, rowsTab } from '#/ui/components/dataset/KindPage';
import { samplesText } from '#/ui/components/grid/WindowControls';
import type { DatasetProps } from '../kindView';
import { GridSummary } from './GridSummary';
import { ResampleDialog } from './ResampleDialog';

const FieldTab = lazy(() => import('./FieldTab'));

export default function GridView(props: DatasetProps) {
  const { version } = props;
  const grid = gridOf(version.schema) as GridSchema;
  const [resampling, setResampling] = useState(false);
  return (
    <>
      <KindPage
        {...props}
        facts={
          <>
            <span>{samplesText(grid, grid.channels.length)}</span>
            {grid.recordings > 1 && <span>{formatCount(grid.recordings)} recordings</span>}
          </>
        }
        actions={
          <Button variant="default" onClick={() => setResampling(true)}>
            Change samples
          </Button>
        }
        tabs={[
          {
            value: 'field',
            title: 'Field',
            panel: () => (
              <Suspense>
                <FieldTab versionId={version.id} grid={grid} />
              </Suspense>
            ),
          },
          { value: 'axes', title: 'Axes and channels', panel: () => <GridSummary grid={grid} /> },
          rowsTab('samples', 'Samples', version),
        ]}
      />
      {resampling && (
        <ResampleDialog key={version.id} version={version} grid={grid} onClose={() => setResampling(false)} />
      )}
    </>
  );
}
