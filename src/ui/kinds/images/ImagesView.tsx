/** A dataset of images: the images themselves, the columns beside them, what was noticed. */
import { Button, Tabs } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { imagesIn, sizeText } from '#/core/images/imageSchema';
import { suggestTarget, targetsOf } from '#/core/train/targets';
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
import { TargetSelect } from '#/ui/components/TargetSelect';
import { TimeAgo } from '#/ui/components/TimeAgo';
import type { DatasetProps } from '../kindView';
import { ImageGrid } from './ImageGrid';
import { ResizeDialog } from './ResizeDialog';

const tabs = ['images', 'columns', 'issues', 'about'] as const;

export default function ImagesView({ dataset, version, versions }: DatasetProps) {
  const search = useSearch({ from: '/data/$datasetId' });
  const navigate = useNavigate({ from: '/data/$datasetId' });
  const [resizing, setResizing] = useState(false);
  const edits = useColumnEdits(version);
  const targets = targetsOf(version);
  const offered = targets.filter(({ task }) => task);
  const target = offered.find(({ name }) => name === search.target)?.name ?? suggestTarget(version);
  const setTarget = (name: string | undefined) =>
    void navigate({ search: (before) => ({ ...before, target: name }), replace: true });
  const tab = tabs.find((name) => name === search.tab) ?? 'images';
  const { issues } = version;

  return (
    <>
      <PageHeader
        title={<DatasetName dataset={dataset} />}
        note={
          <div className={classes.facts}>
            <span>{formatCount(version.rows)} images</span>
            <span>taken at {sizeText(imagesIn(version.schema).size)}</span>
            <BytesText value={version.source.fileBytes} />
            <span>version {version.number}</span>
            <TimeAgo at={version.createdAt} />
          </div>
        }
        actions={
          <>
            <Button variant="default" onClick={() => setResizing(true)}>
              Change size
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
            search: (before) => ({ ...before, tab: next === 'images' ? undefined : (next ?? undefined) }),
            replace: true,
          })
        }
        keepMounted={false}
      >
        <Tabs.List>
          <Tabs.Tab value="images">Images</Tabs.Tab>
          <Tabs.Tab value="columns">Columns</Tabs.Tab>
          <Tabs.Tab value="issues">
            Noticed{issues.length > 0 ? ` (${formatCount(issues.length)})` : ''}
          </Tabs.Tab>
          <Tabs.Tab value="about">About</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="images" className={classes.panel}>
          <ImageGrid
            key={version.id}
            version={version}
            label={target}
            hasMarks={imagesIn(version.schema).marks !== undefined}
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
      {resizing && <ResizeDialog key={version.id} version={version} onClose={() => setResizing(false)} />}
    </>
  );
}
