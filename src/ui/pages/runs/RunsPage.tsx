/** Every training run: searched and filtered, grouped, beside a baseline, chosen for what is done with several. */
import { Skeleton } from '@mantine/core';
import { IconChartLine } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { countExperiments } from '#/app/queries';
import { liveDatasets, liveExperimentNames, liveModels, liveRuns } from '#/app/stores/live';
import { formatCount } from '#/ui/charts/formatNumber';
import { ButtonLink } from '#/ui/components/ButtonLink';
import { DataTable } from '#/ui/components/DataTable';
import { EmptyState } from '#/ui/components/EmptyState';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { PageHeader } from '#/ui/components/PageHeader';
import type { RowTree } from '#/ui/components/treeRows';
import { useTitle } from '#/ui/router/useTitle';
import { useLive, useLiveError } from '#/ui/useLive';
import { byFold } from '../run/folds/judgedFolds';
import { RunActions } from './RunActions';
import { RunTools } from './RunTools';
import { runColumns } from './runColumns';
import { type RunRow, runRows } from './runRows';
import { saveTable } from './saveTable';
import { selectRuns } from './selectRuns';
import { useRunsView } from './useRunsView';

const RunCharts = lazy(() => import('./charts/RunCharts').then((module) => ({ default: module.RunCharts })));

const rowKey = (row: RunRow): string => row.key;
const byParts = (a: RunRow, b: RunRow): number => (a.run && b.run ? byFold(a.run, b.run) : 0);

export default function RunsPage() {
  useTitle('Runs');
  const navigate = useNavigate();
  const { view, change } = useRunsView();
  const runs = useLive(liveRuns());
  const failed = useLiveError(liveRuns());
  const datasets = useLive(liveDatasets());
  const models = useLive(liveModels());
  const experiments = useLive(liveExperimentNames());
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());

  const names = useMemo(
    () => ({
      datasets: new Map(datasets?.map(({ dataset }) => [dataset.id, dataset.name])),
      experiments: new Map(experiments?.map(({ id, name }) => [id, name])),
    }),
    [datasets, experiments],
  );
  const {
    runs: shown,
    fault,
    note,
  } = useMemo(() => selectRuns(runs ?? [], view, names), [runs, view, names]);
  const counted = useMemo(() => countExperiments(experiments ?? [], runs ?? []), [experiments, runs]);
  const base = useMemo(() => runs?.find(({ id }) => id === view.base), [runs, view.base]);
  const chosen = useMemo(() => shown.filter((run) => picked.has(run.id)), [shown, picked]);
  const rows = useMemo(() => runRows(shown, view.group, names), [shown, view.group, names]);
  const toggle = useCallback(
    (ids: readonly string[], wanted: boolean) =>
      setPicked((before) => {
        const next = new Set(before);
        for (const id of ids) next[wanted ? 'add' : 'delete'](id);
        return next;
      }),
    [],
  );
  const pick = useCallback((ids: readonly string[]) => setPicked(new Set(ids)), []);
  const columns = useMemo(
    () =>
      runColumns({
        fields: view.columns,
        names,
        picked,
        runNames: new Map(shown.map(({ id, name }) => [id, name])),
        base,
        group: view.group,
        onToggle: toggle,
      }),
    [view.columns, view.group, names, picked, shown, base, toggle],
  );
  const tree = useMemo(
    (): RowTree<RunRow> => ({
      column: 'name',
      parentKey: (row) => row.parentKey,
      compare: byParts,
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
  const scope = view.dataset
    ? `of ${names.datasets.get(view.dataset) ?? 'a dataset'}`
    : view.model
      ? `of ${models?.find(({ model }) => model.id === view.model)?.model.name ?? 'a model'}`
      : undefined;

  if (failed && !runs) return <ErrorNote error={failed} />;
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
          <RunActions
            chosen={chosen}
            shown={shown}
            onDeleted={() => setPicked(new Set())}
            onBaseline={(id) => change({ base: id })}
            onSaveTable={() => saveTable(shown, view.columns, names)}
          />
        }
      />
      <RunTools
        runs={runs ?? []}
        view={view}
        change={change}
        experiments={counted}
        scope={scope}
        base={base}
        fault={fault}
        note={note}
      />
      {runs && view.charts && (
        <Suspense fallback={<Skeleton h={420} mb={16} aria-label="Loading the charts" />}>
          <RunCharts runs={shown} names={names} picked={picked} onPick={pick} />
        </Suspense>
      )}
      {runs ? (
        <DataTable
          label="Runs"
          columns={columns}
          rows={rows}
          rowKey={rowKey}
          tree={tree}
          initialSort={view.sort}
          onSort={(sort) => change({ sort })}
          onOpen={({ run, key }) =>
            run ? void navigate({ to: '/runs/$runId', params: { runId: run.id } }) : tree.onToggle(key)
          }
          maxHeight="calc(100dvh - 200px)"
          empty="No run matches"
        />
      ) : (
        <Skeleton h={320} />
      )}
    </>
  );
}
