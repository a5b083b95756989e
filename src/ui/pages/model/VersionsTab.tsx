import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconFileExport, IconTrash } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { run } from '#/app/run';
import { liveDatasets, liveRuns } from '#/app/stores/live';
import type { Model, ModelVersion } from '#/core/protocol/model';
import { byImportance, metricText, metricTitle } from '#/ui/charts/metricNames';
import { ButtonLink } from '#/ui/components/ButtonLink';
import { ConfirmDialog } from '#/ui/components/ConfirmDialog';
import { type DataColumn, DataTable } from '#/ui/components/DataTable';
import { EmptyState } from '#/ui/components/EmptyState';
import { TimeAgo } from '#/ui/components/TimeAgo';
import { useLive } from '#/ui/useLive';
import { AliasTags } from './AliasTags';

export function VersionsTab({
  model,
  versions,
  onExport,
}: {
  model: Model;
  versions: readonly ModelVersion[];
  onExport: (versionId: string) => void;
}) {
  const runs = useLive(liveRuns());
  const datasets = useLive(liveDatasets());
  const [deleting, setDeleting] = useState<ModelVersion>();
  const columns = useMemo(() => {
    const runNames = new Map(runs?.map((entry) => [entry.id, entry.name]));
    const datasetNames = new Map(datasets?.map(({ dataset }) => [dataset.id, dataset.name]));
    return columnsOf({ model, versions, runNames, datasetNames, onExport, onDelete: setDeleting });
  }, [model, versions, runs, datasets, onExport]);

  if (versions.length === 0)
    return (
      <EmptyState
        title="No version yet"
        action={
          <ButtonLink to="/runs" search={{ model: model.id }}>
            See its runs
          </ButtonLink>
        }
      >
        The first version appears when a training of this model finishes.
      </EmptyState>
    );
  return (
    <>
      <DataTable
        label="Versions"
        columns={columns}
        rows={versions}
        rowKey={(version) => version.id}
        rowHeight={44}
        maxHeight="calc(100dvh - 220px)"
      />
      <ConfirmDialog
        opened={deleting !== undefined}
        danger
        title={`Delete version ${deleting?.number}?`}
        confirmLabel="Delete"
        onClose={() => setDeleting(undefined)}
        onConfirm={async () => {
          if (deleting) await run('models.deleteVersion', { modelId: model.id, versionId: deleting.id });
        }}
      >
        Its weights and transforms are removed. The run that made it stays.
      </ConfirmDialog>
    </>
  );
}

function columnsOf({
  model,
  versions,
  runNames,
  datasetNames,
  onExport,
  onDelete,
}: {
  model: Model;
  versions: readonly ModelVersion[];
  runNames: ReadonlyMap<string, string>;
  datasetNames: ReadonlyMap<string, string>;
  onExport: (versionId: string) => void;
  onDelete: (version: ModelVersion) => void;
}): DataColumn<ModelVersion>[] {
  const shownMetrics = [...new Set(versions.flatMap((version) => Object.keys(version.metrics)))]
    .filter((name) => /^(val|test)/.test(name))
    .sort(byImportance)
    .slice(0, 3);
  return [
    {
      id: 'number',
      header: 'Version',
      width: '84px',
      sortValue: (version) => version.number,
      render: (version) => <strong>{version.number}</strong>,
    },
    {
      id: 'aliases',
      header: 'Aliases',
      width: 'minmax(252px, 1.6fr)',
      render: (version) => <AliasTags model={model} version={version} versions={versions} />,
    },
    ...shownMetrics.map(
      (name): DataColumn<ModelVersion> => ({
        id: name,
        header: metricTitle(name),
        width: 'minmax(112px, 148px)',
        align: 'right',
        sortValue: (version) => version.metrics[name],
        render: (version) => metricText(name, version.metrics[name]),
      }),
    ),
    {
      id: 'run',
      header: 'Run',
      width: 'minmax(120px, 1fr)',
      render: (version) =>
        runNames.has(version.runId) ? (
          <Link to="/runs/$runId" params={{ runId: version.runId }}>
            {runNames.get(version.runId)}
          </Link>
        ) : (
          <span className="quiet">{version.runId === '' ? 'imported' : 'deleted'}</span>
        ),
    },
    {
      id: 'data',
      header: 'Data',
      width: 'minmax(120px, 1fr)',
      render: (version) =>
        datasetNames.has(version.datasetId) ? (
          <Link to="/data/$datasetId" params={{ datasetId: version.datasetId }} title={version.datasetHash}>
            {datasetNames.get(version.datasetId)}
          </Link>
        ) : (
          <span className="quiet" title={version.datasetHash}>
            {version.datasetId === '' ? '–' : 'deleted'}
          </span>
        ),
    },
    {
      id: 'created',
      header: 'Created',
      width: '112px',
      align: 'right',
      sortValue: (version) => version.createdAt,
      render: (version) => <TimeAgo at={version.createdAt} />,
    },
    {
      id: 'actions',
      header: '',
      width: '52px',
      align: 'right',
      render: (version) => (
        <Menu position="bottom-end" width={180}>
          <Menu.Target>
            <ActionIcon aria-label={`Actions for version ${version.number}`}>
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconFileExport size={16} />} onClick={() => onExport(version.id)}>
              Export
            </Menu.Item>
            <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => onDelete(version)}>
              Delete version
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ),
    },
  ];
}
