/** The dataset rows behind a cell, a bar or a segment, next to what was said of them. */
import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import type { Run } from '#/core/protocol/model';
import { formatCount, formatNumber } from '#/ui/charts/formatNumber';
import { type DataColumn, DataTable } from '#/ui/components/DataTable';
import { errorInfoOf } from '#/ui/components/ErrorNote';
import { Panel } from '#/ui/components/Panel';
import { useCommand } from '#/ui/useCommand';
import classes from './evaluation.module.css';

type SampleColumn = { name: string } & (
  | { text: (place: number) => string }
  | { number: (place: number) => number }
);

export interface Samples {
  title: string;
  /** Places in the validation predictions, the most telling first. */
  places: readonly number[];
  columns: readonly SampleColumn[];
  /** The label whose probability would explain them. */
  about?: string;
}

interface SampleRow {
  place: number;
  row: number;
  cells: readonly (string | null)[];
}

const mostShown = 200;

export function SampleTable({
  run,
  rows,
  samples,
  actions,
  onClose,
}: {
  run: Run;
  rows: Uint32Array;
  samples: Samples;
  /** What may be done with these rows. */
  actions?: ReactNode;
  onClose?: () => void;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const shown = useMemo(() => samples.places.slice(0, mostShown), [samples]);
  const numbers = useMemo(() => shown.map((place) => rows[place] as number), [shown, rows]);
  const asked = useCommand('datasets.rowsAt', { versionId: run.datasetVersionId, rows: numbers });
  const names = asked.data?.columns;
  const columns = useMemo(() => [...judgedColumns(samples), ...fieldColumns(names ?? [])], [samples, names]);
  const data = useMemo(
    () =>
      shown.map(
        (place, i): SampleRow => ({ place, row: numbers[i] as number, cells: asked.data?.rows[i] ?? [] }),
      ),
    [shown, numbers, asked.data],
  );
  // The list opens below what was pressed: it must be seen.
  useEffect(() => {
    if (onClose) frame.current?.scrollIntoView({ block: 'nearest' });
  }, [onClose]);
  return (
    <div ref={frame}>
      <Panel
        title={samples.title}
        actions={
          <>
            <span className="quiet">
              {samples.places.length > mostShown
                ? `${mostShown} of ${formatCount(samples.places.length)} rows`
                : `${formatCount(samples.places.length)} ${samples.places.length === 1 ? 'row' : 'rows'}`}
            </span>
            {actions}
            {onClose && (
              <ActionIcon aria-label="Close the list" onClick={onClose}>
                <IconX size={16} />
              </ActionIcon>
            )}
          </>
        }
      >
        {asked.error !== undefined && (
          <p className={classes.warning}>
            The values of these rows cannot be shown: {errorInfoOf(asked.error).message}
          </p>
        )}
        <DataTable
          label={samples.title}
          columns={columns}
          rows={data}
          rowKey={({ place }) => String(place)}
          rowHeight={32}
          maxHeight={360}
        />
      </Panel>
    </div>
  );
}

const judgedColumns = ({ columns }: Samples): DataColumn<SampleRow>[] => [
  {
    id: 'row',
    header: 'Row',
    width: '80px',
    align: 'right',
    render: ({ row }) => <span className="quiet">{formatCount(row + 1)}</span>,
    sortValue: ({ row }) => row,
  },
  ...columns.map((column): DataColumn<SampleRow> => {
    const valueOf = ({ place }: SampleRow) => ('text' in column ? column.text(place) : column.number(place));
    return {
      id: `judged ${column.name}`,
      header: column.name,
      width: 'minmax(104px, 1fr)',
      align: 'text' in column ? 'left' : 'right',
      render: (row) => {
        const value = valueOf(row);
        return <strong className="clip">{typeof value === 'number' ? formatNumber(value) : value}</strong>;
      },
      sortValue: valueOf,
    };
  }),
];

const fieldColumns = (fields: readonly string[]): DataColumn<SampleRow>[] =>
  fields.map((name, index) => ({
    id: `field ${index}`,
    header: name,
    width: 'minmax(112px, 1fr)',
    render: ({ cells }) => {
      const text = cells[index];
      return text === null || text === undefined ? (
        <span className="quiet">missing</span>
      ) : (
        <span className="clip" title={text}>
          {text}
        </span>
      );
    },
  }));
