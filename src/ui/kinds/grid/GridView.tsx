/** A dataset that is a field over time and space: the field itself, its axes and channels, its samples. */
import { Button, Tabs } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { gridOf } from '#/core/grid/gridOf';
import type { GridSchema } from '#/core/grid/gridSchema';
import { formatCount } from '#/ui/charts/formatNumber';
import { BytesText } from '#/ui/components/BytesText';
import { samplesText } from '#/ui/components/grid/WindowControls';
import { PageHeader } from '#/ui/components/PageHeader';
import { TargetSelect } from '#/ui/components/TargetSelect';
import { suggestTarget, targetsOf } from '#/core/train/targets';
import { TimeAgo } from '#/ui/components/TimeAgo';
import { AboutTab } from '#/ui/components/dataset/AboutTab';
import { ColumnsTab } from '#/ui/components/dataset/ColumnsTab';
import { TrainButton } from '#/ui/components/dataset/TrainButton';
import { useColumnEdits } from '#/ui/components/dataset/useColumnEdits';
import classes from '#/ui/components/dataset/dataset.module.css';
import { DatasetName } from '#/ui/components/DatasetName';
import { DatasetMenu } from '#/ui/components/dataset/DatasetMenu';
import { IssuesTab } from '#/ui/components/dataset/IssuesTab';
import { RowGrid } from '#/ui/components/rows/RowGrid';
import type { DatasetProps } from '../kindView';
import { GridSummary } from './GridSummary';
import { ResampleDialog } from './ResampleDialog';

const FieldTab = lazy(() => import('./FieldTab'));

const tabs = ['field', 'axes', 'samples', 'columns', 'issues', 'about'] as const;

export default function GridView({ dataset, version, versions }: DatasetProps) {
  const grid = gridOf(version.schema) as GridSchema;
  const search = useSearch({ from: '/data/$datasetId' });
  const navigate = useNavigate({ from: '/data/$datasetId' });
  const [resampling, setResampling] = useState(false);
  const edits = useColumnEdits(version);
  const targets = targetsOf(version);
  const offered = targets.filter(({ task }) => task);
  const target = offered.find(({ name }) => name === search.target)?.name ?? suggestTarget(version);
  const setTarget = (name: string | undefined) =>
    void navigate({ search: (before) => ({ ...before, target: name }), replace: true });
  const tab = tabs.find((name) => name === search.tab) ?? 'field';

  return (
    <>
      <PageHeader
        title={<DatasetName dataset={dataset} />}
        note={
          <div className={classes.facts}>
            <span>{samplesText(grid, grid.channels.length)}</span>
            {grid.recordings > 1 && <span>{formatCount(grid.recordings)} recordings</span>}
            <BytesText value={version.source.fileBytes} />
            <span>version {version.number}</span>
            <TimeAgo at={version.createdAt} />
          </div>
        }
        actions={
          <>
            <Button variant="default" onClick={() => setResampling(true)}>
              Change samples
            </Button>
            {offered.length > 0 && (
              <div className={classes.target}>
                <label htmlFor="dataset-target" className="quiet">
                  Predict
                </label>
                <TargetSelect
                  id="dataset-target"
                  w={200}
                  choices={targets}
                  value={target}
                  onChange={setTarget}
                />
              </div>
            )}
            {target !== undefined && <TrainButton datasetId={dataset.id} target={target} edits={edits} />}
            <DatasetMenu dataset={dataset} />
          </>
        }
      />
      <Tabs
        value={tab}
        onChange={(next) =>
          navigate({
            search: (before) => ({ ...before, tab: next === 'field' ? undefined : (next ?? undefined) }),
            replace: true,
          })
        }
        keepMounted={false}
      >
        <Tabs.List>
          <Tabs.Tab value="field">Field</Tabs.Tab>
          <Tabs.Tab value="axes">Axes and channels</Tabs.Tab>
          <Tabs.Tab value="samples">Samples</Tabs.Tab>
          <Tabs.Tab value="columns">Columns</Tabs.Tab>
          <Tabs.Tab value="issues">
            Noticed{version.issues.length > 0 ? ` (${formatCount(version.issues.length)})` : ''}
          </Tabs.Tab>
          <Tabs.Tab value="about">About</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="field" className={classes.panel}>
          <Suspense>
            <FieldTab versionId={version.id} grid={grid} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="axes" className={classes.panel}>
          <GridSummary grid={grid} />
        </Tabs.Panel>
        <Tabs.Panel value="samples" className={classes.panel}>
          <RowGrid
            key={version.id}
            versionId={version.id}
            fields={version.schema.columns}
            rows={version.rows}
          />
        </Tabs.Panel>
        <Tabs.Panel value="columns" className={classes.panel}>
          <ColumnsTab version={version} edits={edits} target={target} onTarget={setTarget} />
        </Tabs.Panel>
        <Tabs.Panel value="issues" className={classes.panel}>
          <IssuesTab issues={version.issues} hints={[]} loading={false} error={undefined} />
        </Tabs.Panel>
        <Tabs.Panel value="about" className={classes.panel}>
          <AboutTab dataset={dataset} version={version} versions={versions} />
        </Tabs.Panel>
      </Tabs>
      {resampling && (
        <ResampleDialog key={version.id} version={version} grid={grid} onClose={() => setResampling(false)} />
      )}
    </>
  );
}
