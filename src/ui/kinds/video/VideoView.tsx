/** A dataset of video: its clips to see, to play and to label, the table of them, what was noticed. */
import { Button, Tabs } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { sizeText } from '#/core/images/imageSchema';
import { suggestTarget, targetsOf } from '#/core/train/targets';
import { videoColumns, videoIn } from '#/core/video/videoSchema';
import { formatCount } from '#/ui/charts/formatNumber';
import { BytesText } from '#/ui/components/BytesText';
import { DatasetName } from '#/ui/components/DatasetName';
import { AboutTab } from '#/ui/components/dataset/AboutTab';
import { ColumnsTab } from '#/ui/components/dataset/ColumnsTab';
import { DatasetMenu } from '#/ui/components/dataset/DatasetMenu';
import classes from '#/ui/components/dataset/dataset.module.css';
import { IssuesTab } from '#/ui/components/dataset/IssuesTab';
import { TrainButton } from '#/ui/components/dataset/TrainButton';
import { useColumnEdits } from '#/ui/components/dataset/useColumnEdits';
import { PageHeader } from '#/ui/components/PageHeader';
import { RowGrid } from '#/ui/components/rows/RowGrid';
import { TargetSelect } from '#/ui/components/TargetSelect';
import { TimeAgo } from '#/ui/components/TimeAgo';
import { type GridOf, ImageGrid } from '../images/ImageGrid';
import type { DatasetProps } from '../kindView';
import { LargeClip } from './LargeClip';
import { ReclipDialog } from './ReclipDialog';
import { readPosters } from './readPosters';

const tabs = ['clips', 'table', 'columns', 'issues', 'about'] as const;
const ofClips: GridOf = {
  word: 'clip',
  words: 'clips',
  name: videoColumns.file,
  read: readPosters,
  Open: LargeClip,
};

export default function VideoView({ dataset, version, versions }: DatasetProps) {
  const { items, looking } = videoIn(version.schema);
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
  // What has no labels yet is to get them.
  const labelled = target ?? version.schema.columns.find(({ role }) => role === 'target')?.name;
  const { issues } = version;

  return (
    <>
      <PageHeader
        title={<DatasetName dataset={dataset} />}
        note={
          <div className={classes.facts}>
            <span>
              {formatCount(version.rows)} {version.rows === 1 ? 'clip' : 'clips'} of {looking.frames} frames
            </span>
            <span>taken at {sizeText(looking.size)}</span>
            {items.count !== version.rows && <span>{formatCount(items.count)} files</span>}
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
                  w={180}
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
            Noticed{issues.length > 0 ? ` (${formatCount(issues.length)})` : ''}
          </Tabs.Tab>
          <Tabs.Tab value="about">About</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="clips" className={classes.panel}>
          <ImageGrid key={version.id} version={version} label={labelled} hasMarks={false} of={ofClips} />
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
          <IssuesTab issues={issues} hints={[]} loading={false} error={undefined} />
        </Tabs.Panel>
        <Tabs.Panel value="about" className={classes.panel}>
          <AboutTab dataset={dataset} version={version} versions={versions} />
        </Tabs.Panel>
      </Tabs>
      {cutting && <ReclipDialog key={version.id} version={version} onClose={() => setCutting(false)} />}
    </>
  );
}
