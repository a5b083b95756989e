/** One dataset: opens at once and fills while the import runs, then shows what came in. */
import { Skeleton } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { Suspense, useEffect } from 'react';
import { liveDataset, liveJobs } from '#/app/stores/live';
import { ButtonLink } from '#/ui/components/ButtonLink';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { useTitle } from '#/ui/router/useTitle';
import { useCommand } from '#/ui/useCommand';
import { useLive } from '#/ui/useLive';
import type { DatasetProps } from '#/ui/kinds/kindView';
import { kindViewOf } from '#/ui/kinds/registry';
import { rememberData } from '../home/hadData';
import { ImportView } from './ImportView';

export default function DatasetPage() {
  const { datasetId } = useParams({ from: '/data/$datasetId' });
  const live = useLive(liveDataset(datasetId));
  const asked = useCommand('datasets.get', { id: datasetId });
  const found = live ?? asked.data;
  const jobs = useLive(liveJobs());
  const job = jobs?.find((entry) => entry.kind === 'import' && entry.datasetId === datasetId);
  useTitle(found?.dataset.name ?? 'Dataset');
  // The first screen then begins as that of a person with data, and nothing on it changes places.
  const isThere = found?.version !== undefined;
  useEffect(() => {
    if (isThere) rememberData(true);
  }, [isThere]);

  if (found?.version)
    return (
      <Suspense fallback={<Waiting />}>
        <Shown key={datasetId} dataset={found.dataset} version={found.version} versions={found.versions} />
      </Suspense>
    );
  if (found && jobs) return <ImportView datasetId={datasetId} dataset={found.dataset} job={job} />;
  if (asked.error !== undefined && job) return <ImportView datasetId={datasetId} job={job} />;
  if (asked.error !== undefined)
    return (
      <ErrorNote
        error={asked.error}
        actions={
          <ButtonLink to="/" variant="default">
            All datasets
          </ButtonLink>
        }
      />
    );
  return <Waiting />;
}

function Shown(props: DatasetProps) {
  const { Dataset } = kindViewOf(props.version.schema);
  return <Dataset {...props} />;
}

function Waiting() {
  return (
    <div role="status" aria-busy="true" aria-label="Loading the dataset">
      <Skeleton h={28} w={240} mb={8} />
      <Skeleton h={16} w={360} mb={24} />
      <Skeleton h={420} />
    </div>
  );
}
