/** A graph: its nodes and edges as a picture, and the table of its nodes. Nothing learns from it yet, so nothing offers to. */
import { Tabs } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { graphOf } from '#/core/graphs/graphSchema';
import { formatCount } from '#/ui/charts/formatNumber';
import { BytesText } from '#/ui/components/BytesText';
import { AboutTab } from '#/ui/components/dataset/AboutTab';
import { ColumnsTab } from '#/ui/components/dataset/ColumnsTab';
import { DatasetMenu } from '#/ui/components/dataset/DatasetMenu';
import classes from '#/ui/components/dataset/dataset.module.css';
import { IssuesTab } from '#/ui/components/dataset/IssuesTab';
import { useColumnEdits } from '#/ui/components/dataset/useColumnEdits';
import { DatasetName } from '#/ui/components/DatasetName';
import { PageHeader } from '#/ui/components/PageHeader';
import { RowGrid } from '#/ui/components/rows/RowGrid';
import { TimeAgo } from '#/ui/components/TimeAgo';
import type { DatasetProps } from '../kindView';

const GraphTab = lazy(() => import('./GraphTab'));

const tabs = ['graph', 'nodes', 'columns', 'issues', 'about'] as const;

export default function GraphPage({ dataset, version, versions }: DatasetProps) {
  const data = graphOf(version.schema);
  const search = useSearch({ from: '/data/$datasetId' });
  const navigate = useNavigate({ from: '/data/$datasetId' });
  const edits = useColumnEdits(version);
  const tab = tabs.find((name) => name === search.tab) ?? 'graph';

  return (
    <>
      <PageHeader
        title={<DatasetName dataset={dataset} />}
        note={
          <div className={classes.facts}>
            <span>
              {formatCount(data.nodes)} nodes, {formatCount(data.edges)} edges
            </span>
            <span>no family learns from graphs yet</span>
            <BytesText value={version.source.fileBytes} />
            <span>version {version.number}</span>
            <TimeAgo at={version.createdAt} />
          </div>
        }
        actions={<DatasetMenu dataset={dataset} />}
      />
      <Tabs
        value={tab}
        onChange={(next) =>
          navigate({
            search: (before) => ({ ...before, tab: next === 'graph' ? undefined : (next ?? undefined) }),
            replace: true,
          })
        }
        keepMounted={false}
      >
        <Tabs.List>
          <Tabs.Tab value="graph">Graph</Tabs.Tab>
          <Tabs.Tab value="nodes">Nodes</Tabs.Tab>
          <Tabs.Tab value="columns">Columns</Tabs.Tab>
          <Tabs.Tab value="issues">
            Noticed{version.issues.length > 0 ? ` (${formatCount(version.issues.length)})` : ''}
          </Tabs.Tab>
          <Tabs.Tab value="about">About</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="graph" className={classes.panel}>
          <Suspense>
            <GraphTab key={version.id} versionId={version.id} data={data} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="nodes" className={classes.panel}>
          <RowGrid
            key={version.id}
            versionId={version.id}
            fields={version.schema.columns}
            rows={version.rows}
          />
        </Tabs.Panel>
        <Tabs.Panel value="columns" className={classes.panel}>
          <ColumnsTab version={version} edits={edits} target={undefined} onTarget={() => {}} />
        </Tabs.Panel>
        <Tabs.Panel value="issues" className={classes.panel}>
          <IssuesTab issues={version.issues} hints={[]} loading={false} error={undefined} />
        </Tabs.Panel>
        <Tabs.Panel value="about" className={classes.panel}>
          <AboutTab dataset={dataset} version={version} versions={versions} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
