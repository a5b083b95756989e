/** Labels at the resolution they came in, before and after storage. */
import type { GridLabels } from '#/core/grid/gridSchema';
import type { BlobStore } from '#/core/protocol/storage';
import { decodeChunk, encodeChunk } from '#/core/table/chunkCodec';
import type { ColumnValues } from '#/core/table/column';

export interface LabelTable {
  per: GridLabels['per'];
  names: string[];
  /** As in GridLabels. */
  events?: GridLabels['events'];
  columns: ColumnValues[];
}

const taken = ['recording', 'start', 'x0', 'y0', 'z0'];

/** Labels share a table with the columns that say where samples lie: equal names get a number. */
export function withFreeNames<T extends LabelTable>(table: T): T {
  const seen = new Set(taken);
  const names = table.names.map((name) => {
    let free = name;
    for (let n = 2; seen.has(free); n++) free = `${name}_${n}`;
    seen.add(free);
    return free;
  });
  const events = Object.fromEntries(
    table.names.flatMap((name, i) => {
      const event = table.events?.[name];
      return event === undefined ? [] : [[names[i] as string, event] as const];
    }),
  );
  return { ...table, names, ...(table.events && { events }) };
}

export async function storeLabels(
  { columns, ...about }: LabelTable,
  rows: number,
  blobs: Pick<BlobStore, 'put'>,
): Promise<GridLabels> {
  const blob = await blobs.put(encodeChunk({ rows, columns }));
  return { ...about, chunk: { ...blob, rows } };
}

export async function loadLabels(
  { chunk, ...about }: GridLabels,
  blobs: Pick<BlobStore, 'get'>,
): Promise<LabelTable> {
  return { ...about, columns: decodeChunk(await blobs.get(chunk)).columns };
}

/** Chosen rows of a column, in the order given. */
export function takeRows(column: ColumnValues, rows: Int32Array): ColumnValues {
  if (column.physical === 'f64') {
    const values = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) values[i] = column.values[rows[i] as number] as number;
    return { physical: 'f64', values };
  }
  const codes = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) codes[i] = column.codes[rows[i] as number] as number;
  return { physical: 'dict', codes, dictionary: column.dictionary };
}

/** Two tables beside each other; what is per recording is repeated for every time when the other is per time. */
export function joinLabels(a: LabelTable, b: LabelTable, recordings: number, times: number): LabelTable {
  const per = a.per === 'time' || b.per === 'time' ? 'time' : 'recording';
  const repeated = Int32Array.from({ length: recordings * times }, (_, i) => Math.floor(i / times));
  const at = (table: LabelTable) =>
    table.per === per ? table.columns : table.columns.map((column) => takeRows(column, repeated));
  const events = (a.events ?? b.events) && { ...b.events, ...a.events };
  return {
    per,
    names: [...a.names, ...b.names],
    ...(events && { events }),
    columns: [...at(a), ...at(b)],
  };
}
