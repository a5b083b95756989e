/** A table of edges as a graph, on the import page; another table that is dropped with it is that of its nodes. */
import { Checkbox, NativeSelect } from '@mantine/core';
import { useMemo } from 'react';
import type { GraphOptions } from '#/core/graphs/graphOptions';
import { proposeEdges } from '#/core/graphs/proposeGraph';
import type { TablePreview } from '#/core/reading/tablePreview';
import type { ReadingControls, TableReading } from '../tableReading';

const columnsOf = ({ columns, rows }: TablePreview) =>
  columns.map(({ name, type }, i) => ({ name, type, cells: rows.map((row) => row[i] ?? null) }));

function Controls({ preview, options, onChange }: ReadingControls) {
  const found = useMemo(() => proposeEdges(columnsOf(preview)), [preview]);
  const said = options as GraphOptions;
  const names = preview.columns.map(({ name }) => name);
  const end = (key: 'source' | 'target', title: string) => (
    <NativeSelect
      size="xs"
      label={title}
      value={said[key] ?? ''}
      onChange={(event) => onChange({ ...said, [key]: event.currentTarget.value || undefined })}
      data={[{ value: '', label: `as found: ${found?.[key] ?? 'none'}` }, ...names]}
    />
  );
  return (
    <>
      {end('source', 'An edge begins at')}
      {end('target', 'and ends at')}
      <Checkbox
        size="xs"
        label="Edges have a direction"
        checked={said.directed !== false}
        onChange={(event) => onChange({ ...said, directed: event.currentTarget.checked ? undefined : false })}
      />
    </>
  );
}

export const reading: TableReading = {
  propose: (preview) => proposeEdges(columnsOf(preview)),
  Controls,
};
