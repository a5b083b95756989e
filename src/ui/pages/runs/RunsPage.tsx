/** Every training run: search, sort, choose several to compare or delete. */
import { Button, CloseButton, Skeleton } from '@mantine/core';
import { IconChartLine } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { run as runCommand } from '#/app/run';
import { liveDatasets, liveModels, liveRuns } from '#/app/stores/live';
import type { Run } from '#/core/protocol/model';
import { formatCount } from '#/ui/charts/formatNumber';
import { ButtonLink } from '#/ui/components/ButtonLink';
import { ConfirmDialog } from '#/ui/components/ConfirmDialog';
import { DataTable } from '#/ui/components/DataTable';
import { EmptyState } from '#/ui/components/EmptyState';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { PageHeader } from '#/ui/components/PageHeader';
import { SearchInput } from '#/ui/components/SearchInput';
import type { RowTree } from '#/ui/components/treeRows';
import { useTitle } from '#/ui/router/useTitle';
import { useCommand } from '#/ui/useCommand';
import { useLive } from '#/ui/useLive';
import { byFold } from '../run/folds/judgedFolds';
import { runColumns } from './runColumns';
import { searchRuns } from './searchRuns';
import classes from './runs.module.css';

export const maxCompared = 8;

const runKey = (run: Run): string => run.id;

export default function RunsPage() {
  useTitle('Runs');
  const search = useSearch({ from: '/runs' });
  const navigate = useNavigate();
  const live = useLive(liveRuns());
  const asked = useCommand('runs.list', {});
  const datasets = useLive(liveDatasets());
  const models = useLive(liveModels());
  const [query, setQuery] = useState('');
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState(false);

  const runs = live ?? asked.data;
  const datasetNames = useMemo(
    () => new Map(datasets?.map(({ dataset }) => [dataset.id, dataset.name])),
    [datasets],
  );
  const shown = useMemo(
    () => searchRuns(runs ?? [], { ...search, query }, datasetNames),
    [runs, search, query, datasetNames],
  );
  const chosen = shown.filter((run) => picked.has(run.id));
  const toggle = (id: string) =>
    setPicked((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  const names = useMemo(() => new Map(shown.map(({ id, name }) => [id, name])), [shown]);
  const columns = useMemo(
    () => runColumns({ picked, datasetNames, names, onToggle: toggle }),
    [picked, datasetNames, names],
  );
  const tree = useMemo(
    (): RowTree<Run> => ({
      column: 'name',
      parentKey: (run) => run.parentId,
      compare: byFold,
      open: unfolded,
      onToggle: (key) =>
        setUnfolded((before) => {
          const next = new Set(before);
          if (!next.delete(key)) next.add(key);
          return next;
        }),
    }),
    [unfolded],
  );
  const scope = search.dataset
    ? `of ${datasetNames.get(search.dataset) ?? 'a dataset'}`
    : search.model
      ? `of ${models?.find(({ model }) => model.id === search.model)?.model.name ?? 'a model'}`
      : undefined;

  if (asked.error !== undefined && !runs) return <ErrorNote error={asked.error} />;
  if (runs?.length === 0)
    return (
      <EmptyState
        icon={<IconChartLine size={40} stroke={1.25} />}
        title="No runs yet"
        action={<ButtonLink to="/train">Train a model</ButtonLink>}
      >
        Each training is recorded here with its params, curves and result, ready to compare and repeat.
      </EmptyState>
    );
  return (
    <>
      <PageHeader
        title="Runs"
        note={runs ? `${formatCount(shown.length)} of ${formatCount(runs.length)}` : 'Loading'}
        actions={
          <>
            <Button
              variant="default"
              color="red"
              disabled={chosen.length === 0}
              onClick={() => setAsking(true)}
            >
              Delete{chosen.length ? ` ${chosen.length}` : ''}
            </Button>
            <Button
              disabled={chosen.length < 2 || chosen.length > maxCompared}
              title={
                chosen.length > maxCompared
                  ? `At most ${maxCompared} runs are compared at once`
                  : 'Choose two or more runs'
              }
              onClick={() =>
                navigate({ to: '/compare', search: { runs: chosen.map((run) => run.id).join(',') } })
              }
            >
              Compare{chosen.length > 1 ? ` ${chosen.length}` : ''}
            </Button>
          </>
        }
      />
      <div className={classes.tools}>
        <SearchInput
          w={320}
          label="Search runs"
          placeholder="Search name, tag, param, data"
          value={query}
          onChange={setQuery}
        />
        {scope && (
          <span className={classes.scope}>
            {scope}
            <CloseButton size="xs" aria-label="Show all runs" onClick={() => navigate({ to: '/runs' })} />
          </span>
        )}
      </div>
      {runs ? (
        <DataTable
          label="Runs"
          columns={columns}
          rows={shown}
          rowKey={runKey}
          tree={tree}
          onOpen={(run) => navigate({ to: '/runs/$runId', params: { runId: run.id } })}
          maxHeight="calc(100dvh - 200px)"
          empty="No run matches"
        />
      ) : (
        <Skeleton h={320} />
      )}
      <ConfirmDialog
        opened={asking}
        danger
        title={`Delete ${chosen.length} run${chosen.length === 1 ? '' : 's'}?`}
        confirmLabel="Delete"
        onClose={() => setAsking(false)}
        onConfirm={async () => {
          // Parts go with their whole.
          const ids = new Set(chosen.map(({ id }) => id));
          for (const { id, parentId } of chosen)
            if (parentId === undefined || !ids.has(parentId)) await runCommand('runs.delete', { id });
          setPicked(new Set());
        }}
      >
        Their curves, params and notes are removed, and the folds of a cross-validation with it. Model
        versions they made stay.
      </ConfirmDialog>
    </>
  );
}
