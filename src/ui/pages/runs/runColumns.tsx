import { Link } from '@tanstack/react-router';
import type { Run } from '#/core/protocol/model';
import { metricText } from '#/ui/charts/metricNames';
import type { DataColumn } from '#/ui/components/DataTable';
import { durationText } from '#/ui/components/duration';
import { StatusBadge } from '#/ui/components/StatusBadge';
import { TimeAgo } from '#/ui/components/TimeAgo';
import classes from './runs.module.css';

const metric = (name: string, header: string): DataColumn<Run> => ({
  id: name,
  header,
  width: 'minmax(84px, 108px)',
  align: 'right',
  sortValue: (run) => run.summary[name],
  render: (run) => metricText(name, run.summary[name]),
});

/** A part's name without what its whole is called: it stands below it. */
const nameBelow = (name: string, above: string | undefined): string =>
  above !== undefined && name.startsWith(`${above}, `) ? name.slice(above.length + 2) : name;

const seconds = (run: Run) =>
  run.finishedAt === undefined ? undefined : (run.finishedAt - run.startedAt) / 1000;

export function runColumns({
  picked,
  datasetNames,
  names,
  onToggle,
}: {
  picked: ReadonlySet<string>;
  datasetNames: ReadonlyMap<string, string>;
  /** Of the runs that are shown, by id. */
  names: ReadonlyMap<string, string>;
  onToggle: (id: string) => void;
}): DataColumn<Run>[] {
  return [
    {
      id: 'pick',
      header: '',
      width: '40px',
      render: (run) => (
        <input
          type="checkbox"
          className={classes.pick}
          aria-label={`Choose ${run.name}`}
          checked={picked.has(run.id)}
          onChange={() => onToggle(run.id)}
        />
      ),
    },
    {
      id: 'name',
      header: 'Name',
      width: 'minmax(180px, 2fr)',
      sortValue: (run) => run.name,
      render: (run) => (
        <Link to="/runs/$runId" params={{ runId: run.id }} title={run.name}>
          {nameBelow(run.name, names.get(run.parentId ?? ''))}
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
    {
      id: 'data',
      header: 'Data',
      width: 'minmax(100px, 1fr)',
      sortValue: (run) => datasetNames.get(run.datasetId),
      render: (run) => datasetNames.get(run.datasetId) ?? <span className="quiet">deleted</span>,
    },
    {
      id: 'family',
      header: 'Model',
      width: 'minmax(72px, 96px)',
      sortValue: (run) => String(run.params.family ?? ''),
      render: (run) => String(run.params.family ?? '–'),
    },
    metric('valAccuracy', 'Accuracy'),
    metric('valR2', 'R²'),
    metric('valLoss', 'Val. loss'),
    {
      id: 'took',
      header: 'Took',
      width: '92px',
      align: 'right',
      sortValue: seconds,
      render: (run) => {
        const took = seconds(run);
        return took === undefined ? '–' : durationText(took);
      },
    },
    {
      id: 'started',
      header: 'Started',
      width: '112px',
      align: 'right',
      sortValue: (run) => run.startedAt,
      render: (run) => <TimeAgo at={run.startedAt} />,
    },
  ];
}
