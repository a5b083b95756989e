/** A table as time series, on the import page. */
import { MultiSelect, NativeSelect } from '@mantine/core';
import { useMemo } from 'react';
import { proposeSeries, type TableColumn } from '#/core/series/proposeSeries';
import type { SeriesOptions } from '#/core/series/seriesOptions';
import type { TablePreview } from '#/core/reading/tablePreview';
import { isNumberType, toNumber } from '#/core/table/cellValue';
import type { ReadingControls, TableReading } from '../tableReading';

const columnsOf = ({ columns, rows }: TablePreview): TableColumn[] =>
  columns.map(({ name, type }, i) => ({
    name,
    type,
    cells: rows.map((row) => {
      const cell = row[i] ?? null;
      return isNumberType(type) ? (cell === null ? Number.NaN : toNumber(cell, type)) : cell;
    }),
  }));

function Controls({ preview, options, onChange }: ReadingControls) {
  const found = useMemo(() => proposeSeries(columnsOf(preview)), [preview]);
  const said = options as SeriesOptions;
  const names = preview.columns.map(({ name }) => name);
  const times = preview.columns.filter(({ type }) => isNumberType(type) && type !== 'boolean');
  const set = (change: Partial<SeriesOptions>) => onChange({ ...said, ...change });
  const withFound = (name: string | undefined) => `as found${name === undefined ? ': none' : `: ${name}`}`;
  const isLong = (said.layout ?? found?.layout ?? 'long') === 'long';
  return (
    <>
      <NativeSelect
        size="xs"
        label="A row is"
        value={said.layout ?? ''}
        onChange={(event) => onChange(event.currentTarget.value ? { layout: event.currentTarget.value } : {})}
        data={[
          { value: '', label: `as found: ${found?.layout === 'rows' ? 'a series' : 'a time'}` },
          { value: 'long', label: 'a time' },
          { value: 'rows', label: 'a series' },
        ]}
      />
      {isLong && (
        <NativeSelect
          size="xs"
          label="Time"
          value={said.time ?? ''}
          onChange={(event) => set({ time: event.currentTarget.value || undefined })}
          data={[{ value: '', label: withFound(found?.time) }, ...times.map(({ name }) => name)]}
        />
      )}
      <NativeSelect
        size="xs"
        label={isLong ? 'Series a row is of' : 'Name of the series'}
        value={said.item ?? ''}
        onChange={(event) => set({ item: event.currentTarget.value || undefined })}
        data={[{ value: '', label: withFound(found?.item) }, ...names]}
      />
      <MultiSelect
        size="xs"
        label="Labels"
        placeholder={said.labels ? undefined : withFound(found?.labels.join(', ') || undefined)}
        data={names}
        value={said.labels ?? []}
        onChange={(labels) => set({ labels: labels.length > 0 ? labels : undefined })}
      />
      {isLong && (
        <MultiSelect
          size="xs"
          label="Known ahead of time"
          data={found?.values ?? []}
          value={said.known ?? []}
          onChange={(known) => set({ known: known.length > 0 ? known : undefined })}
        />
      )}
    </>
  );
}

export const reading: TableReading = {
  propose: (preview) => proposeSeries(columnsOf(preview)),
  Controls,
};
