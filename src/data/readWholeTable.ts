/** A table that belongs to samples (labels, file names), read as it stands and held. */
import type { ColumnValues, RecordBatch } from '#/core/table/column';
import { stringsOf } from '#/core/table/columnView';
import { openSource } from '#/formats/openSource';
import { readTable } from '#/formats/readTable';
import { tableFormats } from '#/formats/registry';
import { sniffFormat } from '#/formats/sniffFormat';

export interface WholeTable {
  rows: number;
  names: string[];
  columns: ColumnValues[];
}

export async function readWholeTable(
  file: Blob & { name: string },
  mostRows: number,
  signal: AbortSignal,
): Promise<WholeTable> {
  const source = await openSource(file);
  const format = sniffFormat(source.head, source.name, tableFormats);
  const table = await readTable(format, source, { signal, report: () => {}, batchRows: 65_536 });
  const batches: RecordBatch[] = [];
  let rows = 0;
  // A little beyond, so that a table that is too long is told apart; a much longer one is not read to its end.
  for await (const batch of table.batches) {
    if (batch === 'again') {
      batches.length = 0;
      rows = 0;
      continue;
    }
    batches.push(batch);
    rows += batch.rows;
    if (rows > 2 * mostRows + 1_000_000) break;
  }
  const columns = table.names.map((_, i) => joined(batches, i, rows));
  return { rows, names: table.names, columns };
}

function joined(batches: readonly RecordBatch[], index: number, rows: number): ColumnValues {
  const parts = batches.map((batch) => ({ rows: batch.rows, column: batch.columns[index] as ColumnValues }));
  const values = new Float64Array(rows);
  if (parts.every(({ column }) => column.physical === 'f64')) {
    let at = 0;
    for (const part of parts) {
      if (part.column.physical === 'f64') values.set(part.column.values.subarray(0, part.rows), at);
      at += part.rows;
    }
    return { physical: 'f64', values };
  }
  const codeOf = new Map<string, number>();
  const codes = new Int32Array(rows);
  let at = 0;
  for (const part of parts) {
    const texts = stringsOf(part.column);
    for (let row = 0; row < part.rows; row++, at++) {
      const text = texts[row];
      if (text === null || text === undefined) codes[at] = -1;
      else {
        if (!codeOf.has(text)) codeOf.set(text, codeOf.size);
        codes[at] = codeOf.get(text) as number;
      }
    }
  }
  return { physical: 'dict', codes, dictionary: [...codeOf.keys()] };
}
