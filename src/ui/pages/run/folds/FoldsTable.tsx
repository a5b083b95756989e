/** Every fold with its figures; a row leads to its run. */
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { foldName } from '#/core/protocol/crossValidation';
import type { Run } from '#/core/protocol/model';
import { metricText, metricTitle } from '#/ui/charts/metricNames';
import { type DataColumn, DataTable } from '#/ui/components/DataTable';
import { durationText } from '#/ui/components/duration';
import { StatusBadge } from '#/ui/components/StatusBadge';
import { byFold, type JudgedFolds } from './judgedFolds';

const seconds = ({ startedAt, finishedAt }: Run): number | undefined =>
  finishedAt === undefined ? undefined : (finishedAt - startedAt) / 1000;

/** All are of the rows held out. */
const shortTitle = (name: string): string => {
  const title = metricTitle(name).replace(/^Validation /, '');
  return title.charAt(0).toUpperCase() + title.slice(1);
};

const runId = ({ id }: Run): string => id;

export function FoldsTable({ folds, repeats }: { folds: JudgedFolds; repeats: number }) {
  const navigate = useNavigate();
  const columns = useMemo((): DataColumn<Run>[] => {
    const metricsOf = new Map(folds.judged.map(({ run, metrics }) => [run.id, metrics]));
    return [
      {
        id: 'fold',
        header: 'Fold',
        width: 'minmax(120px, 2fr)',
        sortValue: (run) => folds.all.indexOf(run),
        render: (run) => (
          <Link to="/runs/$runId" params={{ runId: run.id }} title={run.name}>
            {run.fold ? foldName(run.fold, repeats) : run.name}
          </Link>
        ),
      },
      {
        id: 'status',
        header: 'Status',
        width: '116px',
        sortValue: (run) => run.status,
        render: (run) => <StatusBadge status={run.status} />,
      },
      ...folds.metrics.slice(0, 4).map(
        (name, at): DataColumn<Run> => ({
          id: name,
          header: shortTitle(name),
          width: 'minmax(84px, 1fr)',
          align: 'right',
          wideOnly: at > 0,
          sortValue: (run) => metricsOf.get(run.id)?.[name],
          render: (run) => metricText(name, metricsOf.get(run.id)?.[name]),
        }),
      ),
      {
        id: 'took',
        header: 'Took',
        width: '92px',
        align: 'right',
        wideOnly: true,
        sortValue: seconds,
        render: (run) => {
          const took = seconds(run);
          return took === undefined ? '–' : durationText(took);
        },
      },
    ];
  }, [folds, repeats]);
  return (
    <DataTable
      label="Folds"
      columns={columns}
      rows={folds.all.toSorted(byFold)}
      rowKey={runId}
      maxHeight={480}
      onOpen={(run) => void navigate({ to: '/runs/$runId', params: { runId: run.id } })}
      empty="The first fold begins in a moment."
    />
  );
}
