import { Tabs } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
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
import { useCommand } from '#/ui/useCommand';
import type { DatasetProps } from '../kindView';
import { TextsTab } from './TextsTab';
import { TokensTab } from './TokensTab';

const tabs = ['texts', 'tokens', 'columns', 'issues', 'about'] as const;

export default function TextView({ dataset, version, versions }: DatasetProps) {
  const search = useSearch({ from: '/data/$datasetId' });
  const navigate = useNavigate({ from: '/data/$datasetId' });
  const tab = tabs.find((name) => name === search.tab) ?? 'texts';
  const edits = useColumnEdits(version);
  const targets = targetsOf(version);
  const chosen = targets.find(({ name, task }) => task && name === search.target)?.name;
  const target = chosen ?? suggestTarget(version);
  const setTarget = (name: string | undefined) =>
    void navigate({ search: (before) => ({ ...before, target: name }), replace: true });
  const described = useCommand('datasets.describe', { id: dataset.id, versionId: version.id, target });
  const { hints = [], notes = [] } = described.data ?? {};
  const noticed = version.issues.length + hints.length + notes.length;
  return (
    <>
      <PageHeader
        title={<DatasetName dataset={dataset} />}
        note={
          <div className={classes.facts}>
            <span>{formatCount(version.rows)} texts</span>
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
            {targets.length > 0 && (
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
            search: (before) => ({ ...before, tab: next === 'texts' ? undefined : (next ?? undefined) }),
            replace: true,
          })
        }
        keepMounted={false}
      >
        <Tabs.List>
          <Tabs.Tab value="texts">Texts</Tabs.Tab>
          <Tabs.Tab value="tokens">Tokens</Tabs.Tab>
          <Tabs.Tab value="columns">Columns</Tabs.Tab>
          <Tabs.Tab value="issues">Noticed{noticed > 0 ? ` (${formatCount(noticed)})` : ''}</Tabs.Tab>
          <Tabs.Tab value="about">About</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="texts" className={classes.panel}>
          <TextsTab key={version.id} version={version} target={target} />
        </Tabs.Panel>
        <Tabs.Panel value="tokens" className={classes.panel}>
          <TokensTab version={version} />
        </Tabs.Panel>
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
