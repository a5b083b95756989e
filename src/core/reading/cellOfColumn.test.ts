import { expect, test } from 'vitest';
import type { ColumnType } from '../protocol/dataset';
import { valuesOfCells } from '../table/columnView';
import type { ColumnReading } from './reading';

/** What a cell that is typed in later gives under the reading of its column. */
test.each<
  [cell: string, type: ColumnType, reading: ColumnReading | undefined, value: number | string | null]
>([
  ['5 %', 'numeric', { as: 'number', unit: '%' }, 0.05],
  ['$1,230.50', 'numeric', { as: 'number', thousands: ',', unit: '$' }, 1230.5],
  ['1.234', 'numeric', { as: 'number', decimal: ',', thousands: '.' }, 1234],
  ['1.234', 'numeric', undefined, 1.234],
  ['1,5', 'numeric', undefined, 1.5],
  ['1,500', 'numeric', undefined, Number.NaN],
  ['(3)', 'integer', undefined, -3],
  ['5 kg', 'numeric', undefined, Number.NaN],
  ['-9999', 'integer', { as: 'number', missing: ['-9999'] }, Number.NaN],
  ['10:00', 'numeric', { as: 'duration', unit: 's' }, 36_000],
  ['02/06/2023', 'datetime', { as: 'date', dateOrder: 'dmy' }, Date.UTC(2023, 5, 2)],
  ['02/06/2023', 'datetime', undefined, Date.UTC(2023, 1, 6)],
  ['NA', 'categorical', { as: 'text', keep: ['NA'] }, 'NA'],
  ['NA', 'categorical', undefined, null],
  ['unknown', 'categorical', { as: 'text', missing: ['unknown'] }, null],
  ['YES', 'categorical', { as: 'boolean', truth: ['Yes', 'No'] }, 'Yes'],
  ['193.00', 'categorical', undefined, '193.00'],
])('%s as %s', (cell, type, reading, value) =>
  expect(valuesOfCells([cell], type, reading).data[0]).toEqual(value),
);
