/** More runs than columns would hold: a row for each, those in view. */
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Run } from '#/core/protocol/model';
import { type DataColumn, DataTable } from '#/ui/components/DataTable';
import classes from './compare.module.css';
import type { DiffRow } from './diffRuns';

/** More columns are not read; the list of runs has each of them. */
const mostColumns = 16;

export function ManyRuns<T>({
  label,
  runs,
  color,
  rows,
  title,
  text,
}: {
  label: string;
  runs: readonly Run[];
  color: (index: number) => string;
  /** A column each. */
  rows: readonly DiffRow<T>[];
  title(name: string): string;
  text(name: string, value: T | undefined): string;
}) {
  const indices = useMemo(() => runs.map((_, index) => index), [runs]);
  const columns: DataColumn<number>[] = [
    {
      id: 'run',
      header: 'Run',
      width: 'minmax(180px, 2fr)',
      sortValue: (index) => runs[index]?.name,
      render: (index) => (
        <span className="clip">
          <span className={classes.swatch} style={{ borderColor: color(index) }} />
          <Link to="/runs/$runId" params={{ runId: runs[index]?.id ?? '' }}>
            {runs[index]?.name}
          </Link>
        </span>
      ),
    },
    ...rows.slice(0, mostColumns).map(
      ({ name, values }): DataColumn<number> => ({
        id: name,
        header: title(name),
        align: 'right',
        sortValue: (index) => {
          const value = values[index];
          return typeof value === 'number' || typeof value === 'string' ? value : undefined;
        },
        render: (index) => text(name, values[index]),
      }),
    ),
  ];
  return (
    <>
      <DataTable
        label={label}
        columns={columns}
        rows={indices}
        rowKey={(index) => runs[index]?.id ?? ''}
        maxHeight={360}
      />
      {rows.length > mostColumns && (
        <p className="quiet">
          The first {mostColumns} of {rows.length}. The list of runs shows any of them under Columns.
        </p>
      )}
    </>
  );
}
