import { TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Importances } from '#/core/explain/attribution';
import { type Importance, importanceRows } from '#/core/explain/summarize';
import { formatNumber } from '#/ui/charts/formatNumber';
import { ErrorBarPlot } from '#/ui/charts/plots/ErrorBarPlot';
import { type DataColumn, DataTable } from '#/ui/components/DataTable';
import type { AttributionViewProps } from './attributionViews';
import classes from './explain.module.css';

export function ImportanceView({ found, fileName }: AttributionViewProps<Importances>) {
  const rows = useMemo(() => importanceRows(found), [found]);
  const columns = useMemo(() => columnsOf(found.measure), [found.measure]);
  const [, repeats] = found.shape;
  const [text, setText] = useState('');
  const listed = useMemo(() => {
    const wanted = text.trim().toLowerCase();
    return wanted === '' ? rows : rows.filter(({ name }) => name.toLowerCase().includes(wanted));
  }, [rows, text]);
  return (
    <div className={classes.split}>
      <ErrorBarPlot
        title={found.measure}
        fileName={fileName}
        xLabel={repeats > 1 ? `mean of ${repeats} repeats, ± one standard deviation` : ''}
        bars={rows}
        toTable={() => [
          [
            'column',
            'mean',
            'standard deviation',
            ...Array.from({ length: repeats }, (_, i) => `repeat ${i + 1}`),
          ],
          ...rows.map(({ name, mean, sd }, i) => [
            name,
            mean,
            sd ?? null,
            ...found.values.subarray(i * repeats, (i + 1) * repeats),
          ]),
        ]}
      />
      <div>
        {rows.length > mostUnsearched && (
          <TextInput
            label="Find a column"
            w={260}
            mb={8}
            placeholder={`of ${rows.length.toLocaleString('en')}`}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        )}
        <DataTable
          label="Columns"
          columns={columns}
          rows={listed}
          rowKey={({ name }) => name}
          initialSort={{ columnId: 'mean', descending: true }}
          rowHeight={32}
          maxHeight={480}
        />
      </div>
    </div>
  );
}

/** A longer list is searched by name. */
const mostUnsearched = 50;
/** A longer one would be cut; the chart has it. */
const mostLetters = 16;

const columnsOf = (measure: string): DataColumn<Importance>[] => [
  {
    id: 'name',
    header: 'Column',
    width: 'minmax(96px, 2fr)',
    sortValue: ({ name }) => name,
    render: ({ name }) => (
      <span className="clip" title={name}>
        {name}
      </span>
    ),
  },
  {
    id: 'mean',
    header: measure.length > mostLetters ? 'Value' : measure,
    width: 'minmax(112px, 1fr)',
    align: 'right',
    sortValue: ({ mean }) => mean,
    render: ({ mean }) => formatNumber(mean),
  },
  {
    id: 'sd',
    header: '±',
    width: 'minmax(72px, 96px)',
    align: 'right',
    sortValue: ({ sd }) => sd,
    render: ({ sd }) => formatNumber(sd),
  },
];
