/**
 * The page of a dataset whose samples are looked at: its facts, what it can be asked to predict, the tabs of its kind, and
 * those that every kind has. Tables have a page of their own, since their columns are what is looked at.
 */
import { Tabs } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ComponentProps, type ReactNode, useState } from 'react';
import type { Dataset, DatasetVersion } from '#/core/protocol/dataset';
import { suggestTarget, targetsOf } from '#/core/train/targets';
import { formatCount } from '#/ui/charts/formatNumber';
import { BytesText } from '#/ui/components/BytesText';
import { DatasetName } from '#/ui/components/DatasetName';
import { PageHeader } from '#/ui/components/PageHeader';
import { RowGrid } from '#/ui/components/rows/RowGrid';
import { TargetSelect } from '#/ui/components/TargetSelect';
import { TimeAgo } from '#/ui/components/TimeAgo';
import { useCommand } from '#/ui/useCommand';
import { AboutTab } from './AboutTab';
import { AppendButton, AppendJob } from './Append';
import { ColumnsTab } from './ColumnsTab';
import { DatasetMenu } from './DatasetMenu';
import classes from './dataset.module.css';
import { IssuesTab } from './IssuesTab';
import { TrainButton } from './TrainButton';
import { useColumnEdits } from './useColumnEdits';

export interface DatasetTab {
  /** In the address; the first tab's is left out there. */
  value: string;
  title: string;
  panel(target: string | undefined): ReactNode;
}

/** The rows of a version as a table: a tab of most kinds. */
export const rowsTab = (value: string, title: string, version: DatasetVersion): DatasetTab => ({
  value,
  title,
  panel: () => (
    <RowGrid key={version.id} versionId={version.id} fields={version.schema.columns} rows={version.rows} />
  ),
});

export function KindPage({
  dataset,
  version,
  versions,
  facts,
  actions,
  tabs,
  describes = false,
  hasFiles = false,
  adds,
}: {
  dataset: Dataset;
  version: DatasetVersion;
  versions: ComponentProps<typeof AboutTab>['versions'];
  /** Before its size and age. */
  facts: ReactNode;
  /** Before what it can be asked to predict. */
  actions?: ReactNode;
  tabs: readonly DatasetTab[];
  /** Hints are asked for, which reads the columns. */
  describes?: boolean;
  /** Its samples are files, which can leave as they came. */
  hasFiles?: boolean;
  /** More of them can be added: "images"; from several files at once. */
  adds?: { words: string; many?: boolean };
}) {
  const search = useSearch({ from: '/data/$datasetId' });
  const navigate = useNavigate({ from: '/data/$datasetId' });
  const edits = useColumnEdits(version);
  const [appending, setAppending] = useState<string>();
  const targets = targetsOf(version);
  const offered = targets.filter(({ task }) => task);
  const target = offered.find(({ name }) => name === search.target)?.name ?? suggestTarget(version);
  const setTarget = (name: string | undefined) =>
    void navigate({ search: (before) => ({ ...before, target: name }), replace: true });
  const described = useCommand(
    'datasets.describe',
    describes ? { id: dataset.id, versionId: version.id, target } : null,
  );
  const { hints = [], notes = [] } = described.data ?? {};
  const noticed = version.issues.length + hints.length + notes.length;
  const first = tabs[0]?.value;
  const known = [...tabs.map(({ value }) => value), 'columns', 'issues', 'about'];

  return (
    <>
      <PageHeader
        title={<DatasetName dataset={dataset} />}
        note={
          <div className={classes.facts}>
            {facts}
            <BytesText value={version.source.fileBytes} />
            <span>version {version.number}</span>
            <TimeAgo at={version.createdAt} />
          </div>
        }
        actions={
          <>
            {adds && <AppendButton {...adds} versionId={version.id} onJob={setAppending} />}
            {actions}
            {offered.length > 0 && (
              <div className={classes.target}>
                <label htmlFor="dataset-target" className="quiet">
                  Predict
                </label>
                <TargetSelect
                  id="dataset-target"
                  w="clamp(120px, 36vw, 180px)"
                  choices={targets}
                  value={target}
                  onChange={setTarget}
                />
              </div>
            )}
            {target !== undefined && <TrainButton datasetId={dataset.id} target={target} edits={edits} />}
            <DatasetMenu dataset={dataset} hasFiles={hasFiles} />
          </>
        }
      />
      {appending !== undefined && <AppendJob jobId={appending} />}
      <Tabs
        value={known.find((value) => value === search.tab) ?? first ?? null}
        onChange={(next) =>
          navigate({
            search: (before) => ({ ...before, tab: next === first ? undefined : (next ?? undefined) }),
            replace: true,
          })
        }
        keepMounted={false}
      >
        <Tabs.List>
          {tabs.map(({ value, title }) => (
            <Tabs.Tab key={value} value={value}>
              {title}
            </Tabs.Tab>
          ))}
          <Tabs.Tab value="columns">Columns</Tabs.Tab>
          <Tabs.Tab value="issues">Noticed{noticed > 0 ? ` (${formatCount(noticed)})` : ''}</Tabs.Tab>
          <Tabs.Tab value="about">About</Tabs.Tab>
        </Tabs.List>
        {tabs.map(({ value, panel }) => (
          <Tabs.Panel key={value} value={value} className={classes.panel}>
            {panel(target)}
          </Tabs.Panel>
        ))}
        <Tabs.Panel value="columns" className={classes.panel}>
          <ColumnsTab version={version} edits={edits} target={target} onTarget={setTarget} />
        </Tabs.Panel>
        <Tabs.Panel value="issues" className={classes.panel}>
          <IssuesTab
            issues={version.issues}
            hints={hints}
            notes={notes}
            loading={described.loading}
            error={described.error}
          />
        </Tabs.Panel>
        <Tabs.Panel value="about" className={classes.panel}>
          <AboutTab dataset={dataset} version={version} versions={versions} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

/** What its clips or texts are labelled in: what is learnt from them, or the column that is there to be filled. */
export const labelledIn = (
  { schema: { columns } }: DatasetVersion,
  target: string | undefined,
): string | undefined =>
  (columns.find(({ name }) => name === target) ?? columns.find(({ role }) => role === 'target'))?.name;
