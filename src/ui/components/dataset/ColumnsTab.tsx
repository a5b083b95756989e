/** Columns with type, role and distribution. Edits are gathered, then become one new version. */
import { Button, NativeSelect } from '@mantine/core';
import { useMemo } from 'react';
import {
  type ColumnStats,
  type DatasetVersion,
  type Column,
  type ColumnRole,
  columnRoles,
  type ColumnType,
  columnTypes,
} from '#/core/protocol/dataset';
import { columnFormat } from '#/ui/charts/columnFormat';
import { formatCount, formatNumber, formatShare } from '#/ui/charts/formatNumber';
import { MiniHistogram } from '#/ui/charts/MiniHistogram';
import { TopCategories } from '#/ui/charts/TopCategories';
import { type DataColumn, DataTable } from '#/ui/components/DataTable';
import { EditableText } from '#/ui/components/EditableText';
import classes from './dataset.module.css';
import { shownRole } from './shownRole';
import type { ColumnEdits } from './useColumnEdits';

interface ColumnRow {
  index: number;
  field: Column;
  /** As shown. */
  role: ColumnRole;
  stats?: ColumnStats;
}

export function ColumnsTab({
  version,
  edits,
  target,
  onTarget,
  canRename = false,
}: {
  version: DatasetVersion;
  edits: ColumnEdits;
  /** What the page says is predicted: chosen, declared or guessed. */
  target?: string;
  onTarget(name: string): void;
  canRename?: boolean;
}) {
  const { columns, original, changed, busy } = edits;
  const rows = useMemo(
    () =>
      columns.map((field, index): ColumnRow => {
        const isEdited = field.role !== original[index]?.role;
        const role = isEdited ? field.role : shownRole(field, target);
        return { index, field, role, stats: version.stats[index] };
      }),
    [columns, original, target, version.stats],
  );
  const change = (index: number, part: Partial<Column>) => {
    const { name } = columns[index] ?? {};
    if (part.role === 'target' && name) onTarget(name);
    if (part.name && name === target) onTarget(part.name);
    edits.change(index, part);
  };

  return (
    <>
      <DataTable
        label="Columns"
        columns={columnsOf(version.rows, change, canRename)}
        rows={rows}
        rowKey={(row) => String(row.index)}
        rowHeight={52}
        maxHeight="calc(100dvh - 232px)"
      />
      {changed > 0 && (
        <div className={classes.changes} role="status">
          <span>
            {changed} column{changed === 1 ? '' : 's'} changed. Applying makes version {version.number + 1};
            the bytes are shared and version {version.number} stays.
          </span>
          <Button variant="default" onClick={edits.discard}>
            Discard
          </Button>
          <Button onClick={() => void edits.apply()} loading={busy}>
            Apply as version {version.number + 1}
          </Button>
        </div>
      )}
    </>
  );
}

function columnsOf(
  rows: number,
  change: (index: number, part: Partial<Column>) => void,
  canRename: boolean,
): DataColumn<ColumnRow>[] {
  const total = Math.max(1, rows);
  return [
    {
      id: 'name',
      header: 'Name',
      width: 'minmax(140px, 1.2fr)',
      sortValue: (row) => row.field.name,
      render: ({ field, index }) => {
        const name = (
          <span title={field.name} style={{ fontWeight: 500 }}>
            {field.name}
            {field.unit && <span className="quiet"> {field.unit}</span>}
          </span>
        );
        if (!canRename) return name;
        return (
          <EditableText
            label={`Name of ${field.name}`}
            value={field.name}
            onSave={(next) => change(index, { name: next })}
          >
            {name}
          </EditableText>
        );
      },
    },
    {
      id: 'type',
      header: 'Type',
      width: '132px',
      sortValue: (row) => row.field.type,
      render: ({ field, index }) => (
        <NativeSelect
          variant="unstyled"
          classNames={{ input: classes.choice }}
          aria-label={`Type of ${field.name}`}
          data={columnTypes}
          value={field.type}
          onChange={(event) => change(index, { type: event.currentTarget.value as ColumnType })}
        />
      ),
    },
    {
      id: 'role',
      header: 'Role',
      width: '120px',
      sortValue: (row) => row.role,
      render: ({ field, index, role }) => (
        <NativeSelect
          variant="unstyled"
          classNames={{ input: classes.choice }}
          aria-label={`Role of ${field.name}`}
          data={columnRoles}
          value={role}
          onChange={(event) => change(index, { role: event.currentTarget.value as ColumnRole })}
        />
      ),
    },
    {
      id: 'missing',
      header: 'Missing',
      width: '128px',
      align: 'right',
      sortValue: (row) => row.stats?.missing,
      render: ({ stats }) => <Missing share={(stats?.missing ?? 0) / total} count={stats?.missing ?? 0} />,
    },
    {
      id: 'distinct',
      header: 'Distinct',
      width: '96px',
      align: 'right',
      sortValue: (row) => row.stats?.distinct,
      render: ({ stats }) =>
        stats ? `${stats.distinctCapped ? '≥ ' : ''}${formatCount(stats.distinct)}` : '–',
    },
    {
      id: 'distribution',
      header: 'Distribution',
      width: 'minmax(212px, 1fr)',
      render: ({ stats, field }) => <Distribution stats={stats} field={field} />,
    },
    {
      id: 'range',
      header: 'Minimum, median, maximum',
      width: 'minmax(304px, 1.2fr)',
      align: 'right',
      render: ({ stats, field }) => <Range stats={stats} field={field} />,
    },
  ];
}

function Missing({ share, count }: { share: number; count: number }) {
  return (
    <span className={classes.missing} title={`${formatCount(count)} missing`}>
      <span className={count ? undefined : 'quiet'}>{formatShare(share)}</span>
      <span className={classes.missingBar} aria-hidden="true">
        <span style={{ width: `${share * 100}%` }} />
      </span>
    </span>
  );
}

function Distribution({ stats, field }: { stats?: ColumnStats; field: Column }) {
  if (stats?.numeric && stats.count > stats.missing)
    return (
      <MiniHistogram stats={stats.numeric} label={field.name} format={columnFormat(field, stats.numeric)} />
    );
  if (stats && field.type === 'id' && !stats.distinctCapped && stats.distinct === stats.count - stats.missing)
    return <span className="quiet">every value differs</span>;
  if (stats?.top?.length)
    return <TopCategories top={stats.top} total={Math.max(1, stats.count - stats.missing)} />;
  return <span className="quiet">no values</span>;
}

function Range({ stats, field }: { stats?: ColumnStats; field: Column }) {
  if (!stats?.numeric || stats.count <= stats.missing) return <span className="quiet">–</span>;
  const { min, max, mean, std, quantiles } = stats.numeric;
  const text = columnFormat(field, stats.numeric);
  const [q01, q05, q25, median, q75, q95, q99] = quantiles.map(text);
  const detail = [
    `mean ${text(mean)}`,
    field.type === 'datetime' ? '' : `std ${formatNumber(std)}`,
    `1 % ${q01}, 5 % ${q05}, 25 % ${q25}, 75 % ${q75}, 95 % ${q95}, 99 % ${q99}`,
  ];
  return (
    <span className={classes.range} title={detail.filter(Boolean).join('; ')}>
      <span>{text(min)}</span>
      <span>{median ?? '–'}</span>
      <span>{text(max)}</span>
    </span>
  );
}
