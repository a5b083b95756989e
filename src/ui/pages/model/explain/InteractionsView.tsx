/** How far columns work together: pairs as a map, and all that was asked as a table. */
import { useMemo } from 'react';
import type { Interactions } from '#/core/explain/attribution';
import { togetherRows, type WorkingTogether } from '#/core/explain/summarize';
import { formatNumber, formatShare } from '#/ui/charts/formatNumber';
import { type DataColumn, DataTable } from '#/ui/components/DataTable';
import { PairsPlot } from '#/ui/components/explain/PairsPlot';
import type { AttributionViewProps } from './attributionViews';
import classes from './explain.module.css';

export function InteractionsView({ found, fileName }: AttributionViewProps<Interactions>) {
  const rows = useMemo(() => togetherRows(found), [found]);
  return (
    <>
      <div className={classes.split}>
        <PairsPlot rows={rows} measure={found.measure} fileName={fileName} />
        <DataTable
          label="Columns that work together"
          columns={columns}
          rows={rows}
          rowKey={({ a, b }) => `${a}\n${b ?? ''}`}
          initialSort={{ columnId: 'moves', descending: true }}
          rowHeight={32}
          maxHeight={480}
        />
      </div>
      <p className="quiet">
        The share (H) is what two columns do together that is not the sum of what each does; the move is how
        far that goes, in the unit of the answer. A large share of a small move matters little.
      </p>
    </>
  );
}

const columns: DataColumn<WorkingTogether>[] = [
  {
    id: 'columns',
    header: 'Columns',
    width: 'minmax(140px, 2fr)',
    sortValue: ({ a, b }) => `${a} ${b ?? ''}`,
    render: ({ a, b }) => (
      <span className="clip" title={b === undefined ? a : `${a} and ${b}`}>
        {a} {b === undefined ? <span className="quiet">with all others</span> : `and ${b}`}
      </span>
    ),
  },
  {
    id: 'h',
    header: 'Share (H)',
    width: 'minmax(80px, 112px)',
    align: 'right',
    sortValue: ({ h }) => h,
    render: ({ h }) => formatShare(h),
  },
  {
    id: 'moves',
    header: 'Move',
    width: 'minmax(80px, 112px)',
    align: 'right',
    sortValue: ({ moves }) => moves,
    render: ({ moves }) => formatNumber(moves, 3),
  },
];
