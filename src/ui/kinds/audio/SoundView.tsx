/** A dataset of sound: its clips to see, hear and label, the table of them, what was noticed. */
import { Button, Tabs } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { secondsOf, soundIn } from '#/core/audio/audioSchema';
import { suggestTarget, targetsOf } from '#/core/train/targets';
import { formatCount, formatNumber } from '#/ui/charts/formatNumber';
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
import ClipsTab from './ClipsTab';
import { RehearDialog } from './RehearDialog';

const tabs = ['clips', 'table', 'columns', 'issues', 'about'] as const;

export default function SoundView({ dataset, version, versions }: DatasetProps) {
  const sound = soundIn(version.schema);
  const search = useSearch({ from: '/data/$datasetId' });
  const navigate = useNavigate({ from: '/data/$datasetId' });
  const [cutting, setCutting] = useState(false);
  const edits = useColumnEdits(version);
  const targets = targetsOf(version);
  const offered = targets.filter(({ task }) => task);
  const target = offered.find(({ name }) => name === search.target)?.name ?? suggestTarget(version);
  const setTarget = (name: string | undefined) =>
    void navigate({ search: (before) => ({ ...before, target: name }), replace: true });
  const tab = tabs.find((name) => name === search.tab) ?? 'clips';
  const labelled = target ?? version.schema.columns.find(({ role }) => role === 'target')?.name;

  return (
    <>
      <PageHeader
        title={<DatasetName dataset={dataset} />}
        note={
          <div className={classes.facts}>
            <span>
              {formatCount(version.rows)} {version.rows === 1 ? 'clip' : 'clips'} of{' '}
              {formatNumber(secondsOf(sound.hearing), 3)} s
            </span>
            <span>{formatCount(sound.hearing.rate)} Hz</span>
            {sound.items.count !== version.rows && <span>{formatCount(sound.items.count)} files</span>}
            <BytesText value={version.source.fileBytes} />
            <span>version {version.number}</span>
            <TimeAgo at={version.createdAt} />
          </div>
        }
        actions={
          <>
            <Button variant="default" onClick={() => setCutting(true)}>
              Change clips
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
            search: (before) => ({ ...before, tab: next === 'clips' ? undefined : (next ?? undefined) }),
            replace: true,
          })
        }
        keepMounted={false}
      >
        <Tabs.List>
          <Tabs.Tab value="clips">Clips</Tabs.Tab>
          <Tabs.Tab value="table">Table</Tabs.Tab>
          <Tabs.Tab value="columns">Columns</Tabs.Tab>
          <Tabs.Tab value="issues">
            Noticed{version.issues.length > 0 ? ` (${formatCount(version.issues.length)})` : ''}
          </Tabs.Tab>
          <Tabs.Tab value="about">About</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="clips" className={classes.panel}>
          <ClipsTab version={version} sound={sound} target={labelled} />
        </Tabs.Panel>
        <Tabs.Panel value="table" className={classes.panel}>
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
      {cutting && (
        <RehearDialog key={version.id} version={version} sound={sound} onClose={() => setCutting(false)} />
      )}
    </>
  );
}
