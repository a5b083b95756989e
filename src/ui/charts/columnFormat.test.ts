import { expect, it } from 'vitest';
import { columnFormat } from './columnFormat';

const write = (name: string, type: 'integer' | 'numeric' | 'id' | 'datetime', values: number[]) =>
  values.map(columnFormat({ name, type }, { min: Math.min(...values), max: Math.max(...values) }));

it('writes years without separators: by what they are called, and by what they are', () => {
  expect(write('year_built', 'integer', [1914, 1987.5, 2024])).toEqual(['1914', '1987.5', '2024']);
  expect(write('birthYear', 'integer', [-44, 1999])).toEqual(['−44', '1999']);
  expect(write('Jahr', 'integer', [1066, 2001])).toEqual(['1066', '2001']);
  expect(write('built', 'integer', [1890, 2019])).toEqual(['1890', '2019']);
  expect(columnFormat({ name: 'year', type: 'integer' })(2024)).toBe('2024');
});

it('writes ids and codes digit by digit', () => {
  expect(write('customer', 'id', [10_000, 23_993])).toEqual(['10000', '23993']);
  expect(write('customer_id', 'integer', [10_000])).toEqual(['10000']);
  expect(write('zip', 'integer', [10_115])).toEqual(['10115']);
});

it('groups everything else', () => {
  expect(write('price', 'integer', [1999, 120_000])).toEqual(['1,999', '120,000']);
  expect(write('years_lived_in_days', 'integer', [12_000])).toEqual(['12,000']);
  expect(write('flow', 'numeric', [1800.5, 2000])).toEqual(['1,801', '2,000']);
  expect(write('paid', 'integer', [1_000_000])).toEqual(['1,000,000']);
  expect(write('signed', 'datetime', [Date.UTC(1999, 0, 2)])).toEqual(['1999-01-02']);
});
