/** Rows that a batch could not answer, as a CSV: which, why, and of a file what stood in them, to be corrected. */
import { TetradError } from '#/core/protocol/errors';
import type { RawRow } from '#/core/protocol/model';
import type { ReadOptions } from '#/core/reading/readOptions';
import { type CsvCell, toCsvLine } from '#/core/table/writeCsv';
import type { RowClient } from '../clients/rowClient';
import type { CountedAs, FailedRow } from './answerApart';

/** How a CSV of our own is read: nothing is guessed. */
export const asWeWrite: ReadOptions = {
  delimiter: ',',
  quote: '"',
  headerRows: 1,
  skipLines: 0,
  comment: '',
};

const linesAtOnce = 2_000;

export const failedNameOf = (fileName: string): string => `${fileName.replace(/\.[a-z]+$/, '')}-failed.csv`;

/** Beside columns of the same names these are numbered. */
export function failedColumns(
  names: readonly string[],
  countedAs: CountedAs = 'row',
): [row: string, why: string] {
  const free = (wanted: string) => {
    let name = wanted;
    for (let number = 2; names.includes(name); number++) name = `${wanted} ${number}`;
    return name;
  };
  return [free(countedAs), free('failed because')];
}

export function* failedPieces(
  failed: readonly FailedRow[],
  names: readonly string[],
  countedAs: CountedAs,
): Generator<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  yield encoder.encode(toCsvLine([...failedColumns(names, countedAs), ...names]));
  for (let at = 0; at < failed.length; at += linesAtOnce) {
    const lines = failed.slice(at, at + linesAtOnce).map(({ row, why, cells }) => {
      const given = names.map((name): CsvCell => (cells && Object.hasOwn(cells, name) ? cells[name] : null));
      return toCsvLine([countedAs === 'row' ? row + 1 : row, why, ...given]);
    });
    yield encoder.encode(lines.join(''));
  }
}

/** Of the file above, as it was written or corrected since. */
export async function readFailed(
  reader: RowClient,
  file: File,
  names: readonly string[],
  options?: ReadOptions,
): Promise<FailedRow[]> {
  const [rowColumn, whyColumn] = failedColumns(names);
  const { names: found, pieces, close } = await reader.read(file, options && { options });
  try {
    if (!found.includes(rowColumn))
      throw new TetradError({
        code: 'badInput',
        message: `The file has no column “${rowColumn}”, which says which row each line corrects.`,
        place: file.name,
        hint: `Download the failed rows, correct their cells, and leave “${rowColumn}” as it is.`,
      });
    const rows: FailedRow[] = [];
    for await (const { rows: some } of pieces)
      for (const line of some) {
        const number = Number(line[rowColumn]);
        if (!Number.isInteger(number) || number < 1)
          throw new TetradError({
            code: 'badInput',
            message: `“${line[rowColumn] ?? ''}” is no number of a row.`,
            place: `${file.name}, line ${rows.length + 2}`,
            hint: 'Nothing was taken over. Rows are counted from 1.',
          });
        const cells: RawRow = Object.fromEntries(names.map((name) => [name, line[name] ?? null]));
        rows.push({ row: number - 1, why: String(line[whyColumn] ?? ''), cells });
      }
    return rows;
  } finally {
    close();
  }
}
