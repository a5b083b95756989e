/** A dataset of events: when they were, whose, and the windows they make. */
import { Button, Tabs } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { eventsOf } from '#/core/events/eventsSchema';
import { windowingText } from '#/core/events/windowColumns';
import { suggestTarget, targetsOf } from '#/core/train/targets';
import { formatCount } from '#/ui/charts/formatNumber';
import { BytesText } from '#/ui/components/BytesText';
import { AboutTab } from '#/ui/components/dataset/AboutTab';
import { ColumnsTab } from '#/ui/components/dataset/ColumnsTab';
import { DatasetMenu } from '#/ui/components/dataset/DatasetMenu';
import classes from '#/ui/components/dataset/dataset.module.css';
import { IssuesTab } from '#/ui/components/dataset/IssuesTab';
import { TrainButton } from '#/ui/components/dataset/TrainButton';
import { useColumnEdits } from '#/ui/components/dataset/useColumnEdits';
import { DatasetName } from '#/ui/components/DatasetName';
import { PageHeader } from '#/ui/components/PageHeader';
import { RowGrid } from '#/ui/components/rows/RowGrid';
import { TargetSelect } from '#/ui/components/TargetSelect';
import { TimeAgo } from '#/ui/components/TimeAgo';
import type { DatasetProps } from '../kindView';
import { AppendButton, AppendJob } from './Append';
import { CutDialog } from './CutDialog';

const EventsTab = lazy(() => import('./EventsTab'));

const tabs = ['timeline', 'windows', 'columns', 'issues', 'about'] as const;

export default function EventsPage({ dataset, version, versions }: DatasetProps) {
  const data = eventsOf(version.schema);
  const search = useSearch({ from: '/data/$datasetId' });
  const navigate = useNavigate({ from: '/data/$datasetId' });
  const [recutting, setRecutting] = useState(false);
  const [appending, setAppending] = useState<string>();
  const edits = useColumnEdits(version);
  const targets = targetsOf(version);
  const offered = targets.filter(({ task }) => task);
  const target = offered.find(({ name }) => name === search.target)?.name ?? suggestTarget(version);
  const setTarget = (name: string | undefined) =>
    void navigate({ search: (before) => ({ ...before, target: name }), replace: true });
  const tab = tabs.find((name) => name === search.tab) ?? 'timeline';

  return (
    <>
      <PageHeader
        title={<DatasetName dataset={dataset} />}
        note={
          <div className={classes.facts}>
            <span>
              {formatCount(data.events)} events, {formatCount(data.entities)}{' '}
              {data.entities === 1 ? 'entity' : 'entities'}
            </span>
            <span>
              {formatCount(version.rows)} windows of {windowingText(data.windowing)}
            </span>
            <BytesText value={version.source.fileBytes} />
            <span>version {version.number}</span>
            <TimeAgo at={version.createdAt} />
          </div>
        }
        actions={
          <>
            <AppendButton versionId={version.id} onJob={setAppending} />
            <Button variant="default" onClick={() => setRecutting(true)}>
              Change windows
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
      {appending !== undefined && <AppendJob jobId={appending} />}
      <Tabs
        value={tab}
        onChange={(next) =>
          navigate({
            search: (before) => ({ ...before, tab: next === 'timeline' ? undefined : (next ?? undefined) }),
            replace: true,
          })
        }
        keepMounted={false}
      >
        <Tabs.List>
          <Tabs.Tab value="timeline">Timeline</Tabs.Tab>
          <Tabs.Tab value="windows">Windows</Tabs.Tab>
          <Tabs.Tab value="columns">Columns</Tabs.Tab>
          <Tabs.Tab value="issues">
            Noticed{version.issues.length > 0 ? ` (${formatCount(version.issues.length)})` : ''}
          </Tabs.Tab>
          <Tabs.Tab value="about">About</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="timeline" className={classes.panel}>
          <Suspense>
            <EventsTab key={version.id} versionId={version.id} data={data} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="windows" className={classes.panel}>
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
      {recutting && (
        <CutDialog key={version.id} version={version} data={data} onClose={() => setRecutting(false)} />
      )}
    </>
  );
}
