import { ActionIcon } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { CommandOutput } from '#/app/run';
import { BytesText } from '../../components/BytesText';
import { type DataColumn, DataTable } from '../../components/DataTable';
import { DatasetName } from '../../components/DatasetName';
import { NumberText } from '../../components/NumberText';
import { SearchInput } from '../../components/SearchInput';
import { TimeAgo } from '../../components/TimeAgo';
import styles from './HomePage.module.css';

const DeleteDataset = lazy(() => import('../../components/DeleteDataset'));

export type DatasetEntry = CommandOutput<'datasets.list'>[number];

/** Whether every word of the query is in the name, a tag or the description. */
export function matches({ dataset }: DatasetEntry, query: string): boolean {
  const text = [dataset.name, dataset.description, ...dataset.tags].join(' ').toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

export default function DatasetList({ entries }: { entries: readonly DatasetEntry[] }) {
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const [deleting, setDeleting] = useState<DatasetEntry['dataset']>();
  const shown = useMemo(() => entries.filter((entry) => matches(entry, query.trim())), [entries, query]);
  const columns = useMemo<DataColumn<DatasetEntry>[]>(
    () => [
      {
        id: 'name',
        header: 'Name',
        width: 'minmax(140px, 3fr)',
        sortValue: ({ dataset }) => dataset.name,
        render: ({ dataset }) => (
          <DatasetName dataset={dataset}>
            <Link to="/data/$datasetId" params={{ datasetId: dataset.id }} className={styles.name}>
              {dataset.name}
            </Link>
          </DatasetName>
        ),
      },
      {
        id: 'rows',
        header: 'Rows',
        width: 'minmax(72px, 1fr)',
        align: 'right',
        sortValue: ({ version }) => version?.rows,
        render: ({ version }) => <NumberText value={version?.rows} />,
      },
      {
        id: 'columns',
        wideOnly: true,
        header: 'Columns',
        width: 'minmax(84px, 1fr)',
        align: 'right',
        sortValue: ({ version }) => version?.columns,
        render: ({ version }) => <NumberText value={version?.columns} />,
      },
      {
        id: 'size',
        wideOnly: true,
        header: 'Size',
        width: 'minmax(84px, 1fr)',
        align: 'right',
        sortValue: ({ version }) => version?.bytes,
        render: ({ version }) => <BytesText value={version?.bytes} />,
      },
      {
        id: 'updated',
        header: 'Updated',
        width: 'minmax(100px, 1fr)',
        align: 'right',
        sortValue: ({ dataset }) => dataset.updatedAt,
        render: ({ dataset }) => <TimeAgo at={dataset.updatedAt} />,
      },
      {
        id: 'actions',
        header: 'Actions',
        headerHidden: true,
        width: '52px',
        align: 'right',
        render: ({ dataset }) => (
          <ActionIcon
            aria-label={`Delete ${dataset.name}`}
            title="Delete"
            onClick={() => setDeleting(dataset)}
          >
            <IconTrash size={15} stroke={1.6} />
          </ActionIcon>
        ),
      },
    ],
    [],
  );
  return (
    <section className={styles.sets} aria-labelledby="datasets-title">
      <div className={styles.head}>
        <h2 id="datasets-title">
          Datasets <span className="quiet">{entries.length}</span>
        </h2>
        <SearchInput
          className={styles.search}
          label="Filter datasets"
          placeholder="Filter by name or tag"
          value={query}
          onChange={setQuery}
        />
      </div>
      <DataTable
        label="Datasets"
        columns={columns}
        rows={shown}
        rowKey={({ dataset }) => dataset.id}
        initialSort={{ columnId: 'updated', descending: true }}
        onOpen={({ dataset }) => void navigate({ to: '/data/$datasetId', params: { datasetId: dataset.id } })}
        empty={`No dataset matches "${query.trim()}".`}
      />
      <Suspense>
        {deleting ? <DeleteDataset dataset={deleting} onClose={() => setDeleting(undefined)} /> : null}
      </Suspense>
    </section>
  );
}
