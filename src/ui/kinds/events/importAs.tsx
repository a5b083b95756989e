/** A table as events, on the import page. */
import { MultiSelect, NativeSelect, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { parseDuration } from '#/core/events/duration';
import type { EventsOptions } from '#/core/events/eventsOptions';
import { proposeEvents } from '#/core/events/proposeEvents';
import type { TablePreview } from '#/core/reading/tablePreview';
import type { TableColumn } from '#/core/series/proposeSeries';
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

const asFound = '';
/** No column is called so. */
const none = '\u0000';

function Controls({ preview, options, onChange }: ReadingControls) {
  const found = useMemo(() => proposeEvents(columnsOf(preview)), [preview]);
  const said = options as EventsOptions;
  const names = preview.columns.map(({ name }) => name);
  const numbers = preview.columns.filter(({ type }) => type === 'numeric' || type === 'integer');
  const set = (change: Partial<EventsOptions>) => onChange({ ...said, ...change });
  const withFound = (name: string | undefined) => `as found: ${name ?? 'none'}`;
  const column = (key: 'entity' | 'type' | 'label', title: string, proposed: string | undefined) => (
    <NativeSelect
      size="xs"
      label={title}
      value={said[key] === null ? none : (said[key] ?? asFound)}
      onChange={(event) => {
        const { value } = event.currentTarget;
        set({ [key]: value === asFound ? undefined : value === none ? null : value });
      }}
      data={[{ value: asFound, label: withFound(proposed) }, { value: none, label: 'none' }, ...names]}
    />
  );
  const length = String(said.windowing?.length ?? '');
  return (
    <>
      <NativeSelect
        size="xs"
        label="Time"
        value={said.time ?? asFound}
        onChange={(event) => set({ time: event.currentTarget.value || undefined })}
        data={[{ value: asFound, label: withFound(found?.time) }, ...names]}
      />
      {column('entity', 'Whose event it is', found?.entity)}
      {column('type', 'Type of event', found?.type)}
      <MultiSelect
        size="xs"
        label="Values"
        placeholder={said.values ? undefined : withFound(found?.values.join(', ') || undefined)}
        data={numbers.map(({ name }) => name)}
        value={said.values ?? []}
        onChange={(values) => set({ values: values.length > 0 ? values : undefined })}
      />
      {column('label', 'Label', found?.label?.column)}
      <TextInput
        size="xs"
        label="Window length"
        placeholder="as found, or 15 min"
        value={length}
        error={length !== '' && Number.isNaN(parseDuration(length)) ? 'Such as 15 min or 1 h' : undefined}
        onChange={(event) => {
          const { value } = event.currentTarget;
          set({ windowing: value.trim() === '' ? undefined : { ...said.windowing, length: value } });
        }}
      />
    </>
  );
}

export const reading: TableReading = {
  propose: (preview) => proposeEvents(columnsOf(preview)),
  Controls,
};
