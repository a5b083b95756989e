/** The registry: every model with its newest version, its champion and how good it is. */
import { Skeleton } from '@mantine/core';
import { IconBox, IconFileImport } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { CommandOutput } from '#/app/run';
import { liveModels } from '#/app/stores/live';
import { formatCount } from '#/ui/charts/formatNumber';
import { figureText } from '#/ui/charts/metricNames';
import { ButtonLink } from '#/ui/components/ButtonLink';
import { type DataColumn, DataTable } from '#/ui/components/DataTable';
import { FilePicker } from '#/ui/components/FilePicker';
import { useImport } from '#/ui/shell/useImport';
import { EmptyState } from '#/ui/components/EmptyState';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { PageHeader } from '#/ui/components/PageHeader';
import { SearchInput } from '#/ui/components/SearchInput';
import { TimeAgo } from '#/ui/components/TimeAgo';
import { useTitle } from '#/ui/router/useTitle';
import { useCommand } from '#/ui/useCommand';
import { useLive } from '#/ui/useLive';

type Entry = CommandOutput<'models.list'>[number];

export default function ModelsPage() {
  useTitle('Models');
  const navigate = useNavigate();
  const live = useLive(liveModels());
  const asked = useCommand('models.list', {});
  const models = live ?? asked.data;
  const [query, setQuery] = useState('');
  const shown = useMemo(() => {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    return (models ?? []).filter(({ model, latest }) => {
      const text = [
        model.name,
        model.family,
        model.description,
        model.notes,
        latest?.task.target ?? '',
        ...model.tags,
      ]
        .join('\n')
        .toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }, [models, query]);

  if (asked.error !== undefined && !models) return <ErrorNote error={asked.error} />;
  if (models?.length === 0)
    return (
      <EmptyState
        icon={<IconBox size={40} stroke={1.25} />}
        title="No models yet"
        action={
          <>
            <ButtonLink to="/train">Train a model</ButtonLink>
            <ImportModel />
          </>
        }
      >
        A finished training becomes a version here, with its data, transforms and weights, ready to predict
        and to export. An ONNX file that others made can be dropped anywhere.
      </EmptyState>
    );
  return (
    <>
      <PageHeader
        title="Models"
        note={models ? `${formatCount(models.length)} model${models.length === 1 ? '' : 's'}` : 'Loading'}
        actions={
          <>
            <ImportModel />
            <ButtonLink to="/combine" variant="default">
              Combine models
            </ButtonLink>
            <ButtonLink to="/train">Train a model</ButtonLink>
          </>
        }
      />
      <SearchInput
        mb={12}
        w={320}
        label="Search models"
        placeholder="Search name, tag, target"
        value={query}
        onChange={setQuery}
      />
      {models ? (
        <DataTable
          label="Models"
          columns={columns}
          rows={shown}
          rowKey={({ model }) => model.id}
          onOpen={({ model }) => navigate({ to: '/models/$modelId', params: { modelId: model.id } })}
          maxHeight="calc(100dvh - 200px)"
          empty="No model matches"
        />
      ) : (
        <Skeleton h={320} />
      )}
    </>
  );
}

/** The same as a drop: the file, and those that its weights lie in. */
function ImportModel() {
  const importFiles = useImport();
  return (
    <FilePicker
      label="ONNX file, with its files of weights"
      variant="default"
      multiple
      leftSection={<IconFileImport size={16} />}
      onFiles={(files) => void importFiles(files)}
    >
      Import ONNX
    </FilePicker>
  );
}

const columns: DataColumn<Entry>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(180px, 2fr)',
    sortValue: ({ model }) => model.name,
    render: ({ model }) => (
      <Link to="/models/$modelId" params={{ modelId: model.id }} title={model.name}>
        {model.name}
      </Link>
    ),
  },
  {
    id: 'family',
    header: 'Family',
    width: '104px',
    sortValue: ({ model }) => model.family,
    render: ({ model }) => model.family,
  },
  {
    id: 'target',
    header: 'Predicts',
    width: 'minmax(110px, 1fr)',
    sortValue: ({ latest }) => latest?.task.target,
    render: ({ latest }) => latest?.task.target ?? '–',
  },
  {
    id: 'versions',
    header: 'Versions',
    width: '88px',
    align: 'right',
    sortValue: ({ versions }) => versions,
    render: ({ versions }) => formatCount(versions),
  },
  {
    id: 'metric',
    header: 'Newest version',
    width: 'minmax(190px, 1fr)',
    align: 'right',
    sortValue: ({ latest }) => latest && figureText(latest).order,
    render: ({ latest }) =>
      latest ? (
        <>
          <span className="quiet">{figureText(latest).title}</span> {figureText(latest).value}
        </>
      ) : (
        <span className="quiet">in training</span>
      ),
  },
  {
    id: 'updated',
    header: 'Changed',
    width: '112px',
    align: 'right',
    sortValue: ({ model }) => model.updatedAt,
    render: ({ model }) => <TimeAgo at={model.updatedAt} />,
  },
];
