/** A physical column read under a logical type. Bytes never change when a type is edited; only this view does. */
import type { ColumnType } from '../protocol/dataset';
import type { Values } from '../transforms/transformDef';
import { numberOfCell, textOfCell } from '../reading/cellOfColumn';
import type { ColumnReading } from '../reading/reading';
import { isNumberType, numberToText, type RawCell, toNumber } from './cellValue';
import type { ColumnValues } from './column';

/** NaN = missing or not readable under `type`. Shares memory with the column where it can: do not write to it. */
export function numbersOf(column: ColumnValues, type: ColumnType): Float64Array {
  if (column.physical === 'f64') {
    if (type !== 'boolean' && type !== 'datetime') return column.values;
    return column.values.map((value) => toNumber(value, type));
  }
  const byCode = Float64Array.from(column.dictionary, (text) => toNumber(text, type));
  const { codes } = column;
  const out = new Float64Array(codes.length);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] as number;
    out[row] = code < 0 ? Number.NaN : (byCode[code] as number);
  }
  return out;
}

/** null = missing. */
export function stringsOf(column: ColumnValues): (string | null)[] {
  if (column.physical === 'f64')
    return Array.from(column.values, (value) => (Number.isNaN(value) ? null : numberToText(value)));
  const { codes, dictionary } = column;
  return Array.from(codes, (code) => (code < 0 ? null : (dictionary[code] as string)));
}

/**
 * One column of raw cells (a prediction form, pasted rows) under a type, read the way the column was read when
 * it was imported: the same values training saw.
 */
export function valuesOfCells(cells: readonly RawCell[], type: ColumnType, reading?: ColumnReading): Values {
  return isNumberType(type)
    ? {
        kind: 'number',
        width: 1,
        data: Float64Array.from(cells, (cell) => numberOfCell(cell, type, reading)),
      }
    : { kind: 'string', data: cells.map((cell) => textOfCell(cell, reading)) };
}
