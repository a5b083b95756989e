import { useState } from 'react';
import { Tabs } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { formatCount } from '#/ui/charts/formatNumber';
import { BytesText } from '#/ui/components/BytesText';
import { PageHeader } from '#/ui/components/PageHeader';
import { TargetSelect } from '#/ui/components/TargetSelect';
import { suggestTarget, targetsOf } from '#/core/train/targets';
import { TimeAgo } from '#/ui/components/TimeAgo';
import { useCommand } from '#/ui/useCommand';
import { AppendButton, AppendJob } from '#/ui/components/dataset/Append';
import { AboutTab } from '#/ui/components/dataset/AboutTab';
import { ColumnsTab } from '#/ui/components/dataset/ColumnsTab';
import classes from '#/ui/components/dataset/dataset.module.css';
import { DatasetName } from '#/ui/components/DatasetName';
import { DatasetMenu } from '#/ui/components/dataset/DatasetMenu';
import { IssuesTab } from '#/ui/components/dataset/IssuesTab';
import { TrainButton } from '#/ui/components/dataset/TrainButton';
import { useColumnEdits } from '#/ui/components/dataset/useColumnEdits';
import { RowGrid } from '#/ui/components/rows/RowGrid';
import type { LeftOutColumn } from '#/core/stats/leftOut';
import type { DatasetProps } from '../kindView';

const tabs = ['columns', 'rows', 'issues', 'about'] as const;

export default function TableView({ dataset, version, versions }: DatasetProps) {
  const search = useSearch({ from: '/data/$datasetId' });
  const navigate = useNavigate({ from: '/data/$datasetId' });
  const fields = version.schema.columns;
  const tab = tabs.find((name) => name === search.tab) ?? 'columns';

  const [appending, setAppending] = useState<string>();
  const targets = targetsOf(version);
  const edits = useColumnEdits(version);
  // It may be about to get another name.
  const wanted = edits.original[edits.columns.findIndex(({ name }) => name === search.target)]?.name;
  const chosen = targets.find(({ name, task }) => task && name === wanted)?.name;
  const target = chosen ?? suggestTarget(version);
  const setTarget = (name: string | undefined) =>
    void navigate({ search: (before) => ({ ...before, target: name }), replace: true });
  const described = useCommand('datasets.describe', { id: dataset.id, versionId: version.id, target });
  const { hints = [], notes = [], leftOut = [] } = described.data ?? {};
  const noticed = version.issues.length + hints.length + notes.length + leftOut.length;
  const takeIn = async ({ name, takenIn }: LeftOutColumn) => {
    edits.change(
      fields.findIndex((field) => field.name === name),
      takenIn ?? {},
    );
    await navigate({ search: (before) => ({ ...before, tab: undefined }), replace: true });
  };

  return (
    <>
      <PageHeader
        title={<DatasetName dataset={dataset} />}
        note={
          <div className={classes.facts}>
            <span>
              {formatCount(version.rows)} rows × {formatCount(fields.length)} columns
            </span>
            <BytesText value={version.source.fileBytes} />
            <span>version {version.number}</span>
            <span className="mono" title={version.hash}>
              {version.hash.slice(0, 10)}
            </span>
            <TimeAgo at={version.createdAt} />
          </div>
        }
        actions={
          <>
            <AppendButton words="rows" versionId={version.id} onJob={setAppending} />
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
            {target !== undefined && (
              <TrainButton
                datasetId={dataset.id}
                target={edits.columns[fields.findIndex(({ name }) => name === target)]?.name ?? target}
                edits={edits}
              />
            )}
            <DatasetMenu dataset={dataset} readAgain={version.id} />
          </>
        }
      />
      {appending !== undefined && <AppendJob jobId={appending} />}
      <Tabs
        value={tab}
        onChange={(next) =>
          navigate({
            search: (before) => ({ ...before, tab: next === 'columns' ? undefined : (next ?? undefined) }),
            replace: true,
          })
        }
        keepMounted={false}
      >
        <Tabs.List>
          <Tabs.Tab value="columns">Columns</Tabs.Tab>
          <Tabs.Tab value="rows">Rows</Tabs.Tab>
          <Tabs.Tab value="issues">Noticed{noticed > 0 ? ` (${formatCount(noticed)})` : ''}</Tabs.Tab>
          <Tabs.Tab value="about">About</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="columns" className={classes.panel}>
          <ColumnsTab version={version} edits={edits} target={target} onTarget={setTarget} canRename />
        </Tabs.Panel>
        <Tabs.Panel value="rows" className={classes.panel}>
          <RowGrid key={version.id} versionId={version.id} fields={fields} rows={version.rows} />
        </Tabs.Panel>
        <Tabs.Panel value="issues" className={classes.panel}>
          <IssuesTab
            issues={version.issues}
            hints={hints}
            notes={notes}
            leftOut={leftOut}
            onTakeIn={takeIn}
            loading={described.loading}
            error={described.error}
            open={version}
          />
        </Tabs.Panel>
        <Tabs.Panel value="about" className={classes.panel}>
          <AboutTab dataset={dataset} version={version} versions={versions} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
