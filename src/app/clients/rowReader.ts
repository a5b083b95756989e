/** Raw rows of a file, piece by piece: what batch prediction reads. No types are guessed, no dataset is made. */
import { TetradError } from '#/core/protocol/errors';
import type { RawRow } from '#/core/protocol/model';
import { numberToText } from '#/core/table/cellValue';
import type { ColumnValues } from '#/core/table/column';
import { openSource } from '#/formats/openSource';
import { tableFormats } from '#/formats/registry';
import { namedFormat, sniffFormat } from '#/formats/sniffFormat';
import type { RowPiece, RowReaderApi } from './rowClient';

const rowsPerPiece = 2_000;

export function rowReader(): RowReaderApi {
  let pieces: AsyncIterator<RowPiece> | undefined;
  return {
    async open(file, { format: wanted, options } = {}) {
      const source = await openSource(file);
      const format = wanted
        ? namedFormat(tableFormats, wanted)
        : sniffFormat(source.head, source.name, tableFormats);
      const { names, batches } = await format.read(source, {
        signal: new AbortController().signal,
        report: () => {},
        batchRows: rowsPerPiece,
        options,
        // Each cell as it stands: the columns of the model know how theirs are read.
        textColumns: { has: () => true },
      });
      pieces = (async function* () {
        for await (const { rows, columns } of batches)
          for (let start = 0; start < rows; start += rowsPerPiece)
            yield {
              rows: toRows(names, columns, start, Math.min(rows, start + rowsPerPiece)),
              progress: file.size > 0 ? Math.min(1, source.bytesRead() / file.size) : 1,
            };
      })();
      return { names };
    },
    async next() {
      if (!pieces) throw new TetradError({ code: 'internal', message: 'No file was opened.' });
      const { done, value } = await pieces.next();
      return done ? undefined : value;
    },
  };
}

function toRows(names: string[], columns: ColumnValues[], start: number, end: number): RawRow[] {
  const rows: RawRow[] = [];
  for (let row = start; row < end; row++)
    rows.push(Object.fromEntries(columns.map((column, i) => [names[i] ?? '', cellOf(column, row)])));
  return rows;
}

function cellOf(column: ColumnValues, row: number): string | null {
  if (column.physical === 'f64') {
    const value = column.values[row] as number;
    return Number.isNaN(value) ? null : numberToText(value);
  }
  const code = column.codes[row] as number;
  return code < 0 ? null : (column.dictionary[code] ?? null);
}
