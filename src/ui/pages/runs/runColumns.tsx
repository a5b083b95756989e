/** The columns of the table of runs: the chosen fields, and what differs from a baseline. */
import { Link } from '@tanstack/react-router';
import type { Run } from '#/core/protocol/model';
import { fieldName, fieldOf, isTime, type RunNames } from '#/core/runs/query/runFields';
import type { QueryField } from '#/core/runs/query/queryTree';
import { formatNumber } from '#/ui/charts/formatNumber';
import { higherIsBetter, metricText, spreadText } from '#/ui/charts/metricNames';
import type { DataColumn } from '#/ui/components/DataTable';
import { durationText } from '#/ui/components/duration';
import { StatusBadge } from '#/ui/components/StatusBadge';
import { TimeAgo } from '#/ui/components/TimeAgo';
import { HoverMark } from './charts/HoverMark';
import { DifferenceText } from './DifferenceText';
import { fieldTitle } from './fieldTitle';
import { type RunRow, sortValueOf, spreadOf } from './runRows';
import classes from './runs.module.css';

export interface RunColumnsOf {
  fields: readonly QueryField[];
  names: RunNames;
  picked: ReadonlySet<string>;
  /** Of the runs that are shown, by id. */
  runNames: ReadonlyMap<string, string>;
  base?: Run;
  group?: QueryField;
  onToggle(ids: readonly string[], chosen: boolean): void;
}

/** A part's name without what its whole is called: it stands below it. */
const nameBelow = (name: string, above: string | undefined): string =>
  above !== undefined && name.startsWith(`${above}, `) ? name.slice(above.length + 2) : name;

const widths = new Map([
  ['status', '116px'],
  ['dataset', 'minmax(100px, 1fr)'],
  ['params.family', 'minmax(96px, 128px)'],
  ['seconds', '92px'],
  ['started', '112px'],
  ['finished', '112px'],
]);

const isNumeric = ({ of, name }: QueryField): boolean =>
  of === 'metrics' || ['seconds', 'started', 'finished'].includes(name);

export function runColumns(of: RunColumnsOf): DataColumn<RunRow>[] {
  const { fields, names, base } = of;
  return [
    pickColumn(of),
    nameColumn(of),
    ...(base ? [differenceColumn(base)] : []),
    ...fields.map(
      (field): DataColumn<RunRow> => ({
        id: fieldName(field),
        header: fieldTitle(field),
        width:
          widths.get(fieldName(field)) ?? (isNumeric(field) ? 'minmax(112px, 140px)' : 'minmax(84px, 160px)'),
        align: isNumeric(field) ? 'right' : undefined,
        sortValue: (row) => sortValueOf(row, field, names),
        render: (row) => <Cell row={row} field={field} names={names} base={base} />,
      }),
    ),
  ];
}

function pickColumn({ picked, onToggle }: RunColumnsOf): DataColumn<RunRow> {
  return {
    id: 'pick',
    header: 'Chosen',
    headerHidden: true,
    width: '40px',
    render: ({ run, group }) => {
      const ids = group ? group.runs.map(({ id }) => id) : run ? [run.id] : [];
      const all = ids.every((id) => picked.has(id));
      return (
        <input
          type="checkbox"
          className={classes.pick}
          aria-label={`Choose ${run?.name ?? `all of ${group?.value ?? 'none'}`}`}
          checked={all}
          ref={(box) => {
            if (box) box.indeterminate = !all && ids.some((id) => picked.has(id));
          }}
          onChange={() => onToggle(ids, !all)}
        />
      );
    },
  };
}

function nameColumn({ runNames, group: by }: RunColumnsOf): DataColumn<RunRow> {
  return {
    id: 'name',
    header: 'Name',
    width: 'minmax(200px, 2fr)',
    sortValue: ({ run, group }) => run?.name ?? group?.value,
    render: ({ run, group }) =>
      run ? (
        <HoverMark id={run.id}>
          <Link to="/runs/$runId" params={{ runId: run.id }} title={run.name}>
            {nameBelow(run.name, runNames.get(run.parentId ?? ''))}
          </Link>
        </HoverMark>
      ) : (
        <strong>
          {by && fieldTitle(by)}: {group?.value ?? 'none'}{' '}
          <span className="quiet">
            {group?.runs.length} {group?.runs.length === 1 ? 'run' : 'runs'}
          </span>
        </strong>
      ),
  };
}

const differenceColumn = (base: Run): DataColumn<RunRow> => ({
  id: 'difference',
  header: `Beside ${base.name}`,
  width: 'minmax(200px, 2fr)',
  render: ({ run }) => run && <DifferenceText base={base} run={run} />,
});

function Cell({ row, field, names, base }: { row: RunRow; field: QueryField; names: RunNames; base?: Run }) {
  const { run, group } = row;
  if (group) {
    const spread = spreadOf(group, field, names);
    if (!spread) return null;
    return field.of === 'metrics'
      ? spreadText(field.name, spread.mean, spread.sd)
      : durationText(spread.mean);
  }
  const value = run && fieldOf(run, field, names);
  if (!run) return null;
  if (field.of === 'metrics')
    return <MetricCell name={field.name} value={value as number | undefined} base={base?.summary} />;
  if (field.of === 'attributes' && field.name === 'status') return <StatusBadge status={run.status} />;
  if (field.of === 'attributes' && field.name === 'dataset')
    return value === undefined ? <span className="quiet">deleted</span> : String(value);
  if (value === undefined) return '–';
  if (isTime(field)) return <TimeAgo at={value as number} />;
  if (field.name === 'seconds') return durationText(value as number);
  const text = typeof value === 'number' ? formatNumber(value) : String(value);
  return <span title={text}>{text}</span>;
}

/** With a baseline: how far from it, and whether that is better. */
function MetricCell({
  name,
  value,
  base,
}: {
  name: string;
  value: number | undefined;
  base?: Readonly<Record<string, number>>;
}) {
  const from = base?.[name];
  if (value === undefined || from === undefined || value === from) return metricText(name, value);
  const better = value > from === higherIsBetter(name);
  const by = metricText(name, Math.abs(value - from));
  return (
    <span title={`${by} ${value > from ? 'more' : 'less'} than the baseline: ${better ? 'better' : 'worse'}`}>
      {metricText(name, value)}{' '}
      <span className={better ? classes.better : classes.worse} aria-label={better ? 'better' : 'worse'}>
        {value > from ? '▲' : '▼'}
      </span>
    </span>
  );
}
