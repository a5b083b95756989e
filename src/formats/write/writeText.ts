/** CSV and JSON Lines, which our own import reads back as they were. */
import type { ColumnType } from '#/core/protocol/dataset';
import { isNumberType, numberToText, parseCanonicalNumber, parseNumber } from '#/core/table/cellValue';
import { stringsOf } from '#/core/table/columnView';
import { toCsvLine } from '#/core/table/writeCsv';
import type { TableWriter } from './tableWriter';

const rowsAtOnce = 4096;

export const csvWriter: TableWriter = {
  title: 'CSV',
  ending: 'csv',
  async *pieces({ columns, batches }) {
    const encoder = new TextEncoder();
    yield encoder.encode(toCsvLine(columns.map(({ name }) => name)));
    for await (const batch of batches()) {
      const cells = batch.columns.map(stringsOf);
      for (let start = 0; start < batch.rows; start += rowsAtOnce) {
        let text = '';
        for (let row = start; row < Math.min(batch.rows, start + rowsAtOnce); row++)
          text += toCsvLine(cells.map((column) => column[row] ?? null));
        yield encoder.encode(text);
      }
    }
  },
};

export const jsonlWriter: TableWriter = {
  title: 'JSON Lines',
  ending: 'jsonl',
  async *pieces({ columns, batches }) {
    const encoder = new TextEncoder();
    const keys = columns.map(({ name }) => JSON.stringify(name));
    for await (const batch of batches()) {
      const cells = batch.columns.map(stringsOf);
      for (let start = 0; start < batch.rows; start += rowsAtOnce) {
        let text = '';
        for (let row = start; row < Math.min(batch.rows, start + rowsAtOnce); row++) {
          const parts = columns.map(({ type }, i) => `${keys[i]}:${toJson(cells[i]?.[row] ?? null, type)}`);
          text += `{${parts.join(',')}}\n`;
        }
        yield encoder.encode(text);
      }
    }
  },
};

function toJson(cell: string | null, type: ColumnType): string {
  if (cell === null) return 'null';
  if (type === 'boolean' && (cell === 'true' || cell === 'false')) return cell;
  // Digits that a number of JSON keeps for whoever reads them as decimals.
  const number = isNumberType(type) && type !== 'datetime' ? parseNumber(cell) : Number.NaN;
  if (number === number)
    return parseCanonicalNumber(cell) === number ? numberToText(number) : exactNumber(cell, number);
  return JSON.stringify(cell);
}

const exactNumber = (cell: string, number: number): string =>
  /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(cell) ? cell : numberToText(number);
