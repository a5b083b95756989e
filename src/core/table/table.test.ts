import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DatasetSchema, ColumnType } from '../protocol/dataset';
import { parseBoolean, parseCanonicalNumber, parseNumber, toNumber, toText } from './cellValue';
import { decodeChunk, encodeChunk, openChunk } from './chunkCodec';
import type { ColumnValues, RecordBatch } from './column';
import { numbersOf, stringsOf, valuesOfCells } from './columnView';
import { parseDateTime } from './parseDateTime';
import { readColumns } from './readColumns';

const dict = (codes: number[], dictionary: string[]): ColumnValues => ({
  physical: 'dict',
  codes: Int32Array.from(codes),
  dictionary,
});
const f64 = (...values: number[]): ColumnValues => ({ physical: 'f64', values: Float64Array.from(values) });

describe('cell values', () => {
  test.each([
    ['5', 5],
    ['-0.25', -0.25],
    ['1e3', 1000],
    ['.5', 0.5],
    ['5.', 5],
    ['1e999', Number.NaN],
    ['0x10', Number.NaN],
    ['1 2', Number.NaN],
    ['Infinity', Number.NaN],
    ['', Number.NaN],
  ])('parseNumber %s', (text, value) => expect(parseNumber(text)).toBe(value));

  test.each(['007', '-01', '9007199254740993', '+4512345678'])(
    '%s is a code, not a canonical number',
    (text) => expect(parseCanonicalNumber(text)).toBeNaN(),
  );

  test('a text stays as it is written, a number is written one way', () => {
    expect(toText('1.0')).toBe('1.0');
    expect(toText(1)).toBe('1');
    expect(toText(' 7.0 ')).toBe(' 7.0 ');
    expect(toText(' ')).toBeNull();
    expect(toText('NA')).toBeNull();
    expect(toText(-0)).toBe('0');
    expect(toNumber('yes', 'boolean')).toBe(1);
    expect(toNumber(2, 'boolean')).toBeNaN();
    expect(toNumber('2024-01-31', 'datetime')).toBe(Date.UTC(2024, 0, 31));
    expect(toNumber('20240131', 'datetime')).toBe(Date.UTC(2024, 0, 31));
    expect(toNumber(1_700_000_000, 'datetime')).toBe(1_700_000_000_000);
    expect(parseBoolean('maybe')).toBeNaN();
  });
});

describe('parseDateTime', () => {
  test.each([
    ['2024-02-29', Date.UTC(2024, 1, 29)],
    ['2024/2/9', Date.UTC(2024, 1, 9)],
    ['2024-02', Date.UTC(2024, 1, 1)],
    ['2024-02-29T13:45', Date.UTC(2024, 1, 29, 13, 45)],
    ['2024-02-29 13:45:10.250', Date.UTC(2024, 1, 29, 13, 45, 10, 250)],
    ['2024-02-29T13:45:10Z', Date.UTC(2024, 1, 29, 13, 45, 10)],
    ['2024-02-29T13:45:10+02:00', Date.UTC(2024, 1, 29, 11, 45, 10)],
    ['2024-02-29T00:30:00-0530', Date.UTC(2024, 1, 29, 6)],
    ['31.12.1999', Date.UTC(1999, 11, 31)],
    ['31.12.1999 08:05', Date.UTC(1999, 11, 31, 8, 5)],
    ['12/31/1999', Date.UTC(1999, 11, 31)],
    ['12/31/1999 12:05 AM', Date.UTC(1999, 11, 31, 0, 5)],
    ['1/2/2024 3:04:05 pm', Date.UTC(2024, 0, 2, 15, 4, 5)],
    ['3 Jan 2024', Date.UTC(2024, 0, 3)],
    ['03-Sept-2024', Date.UTC(2024, 8, 3)],
    ['Wed, 03 Jan 2024 10:20:30 GMT', Date.UTC(2024, 0, 3, 10, 20, 30)],
    ['January 3, 2024', Date.UTC(2024, 0, 3)],
    ['0099-01-01', new Date('0099-01-01T00:00:00Z').getTime()],
  ])('%s', (text, ms) => expect(parseDateTime(text)).toBe(ms));

  test.each([
    '2023-02-29',
    '31/12/1999',
    '31.04.2024',
    '2024-13-01',
    '2024-01-01T25:00',
    '12.5',
    'May',
    '2024',
    '1.2.3',
    'a'.repeat(1000),
  ])('%s is no date', (text) => expect(parseDateTime(text)).toBeNaN());
});

describe('chunkCodec', () => {
  test('columns come back alone and together, at any byte offset', () => {
    const batch: RecordBatch = {
      rows: 3,
      columns: [f64(1.5, Number.NaN, -0), dict([1, -1, 0], ['ä\u{1F600}', '']), f64(1e300, 2, 3)],
    };
    const bytes = encodeChunk(batch);
    expect(decodeChunk(bytes)).toEqual(batch);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(openChunk(shifted.subarray(3)).column(1)).toEqual(batch.columns[1]);
    expect(openChunk(shifted.subarray(3)).column(2)).toEqual(batch.columns[2]);
  });

  test('every width of codes', () => {
    for (const size of [0, 254, 255, 65_534, 65_535, 65_536]) {
      const dictionary = Array.from({ length: size }, (_, i) => `v${i}`);
      const batch: RecordBatch = { rows: size + 1, columns: [dict([-1, ...dictionary.keys()], dictionary)] };
      expect(decodeChunk(encodeChunk(batch))).toEqual(batch);
    }
  });

  test('any batch round-trips', () => {
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(fc.array(fc.record({ n: fc.double(), t: fc.option(text) })), (rows) => {
        const dictionary = [...new Set(rows.flatMap((row) => row.t ?? []))];
        const codes = rows.map((row) => (row.t === null ? -1 : dictionary.indexOf(row.t)));
        const batch = {
          rows: rows.length,
          columns: [f64(...rows.map((row) => row.n)), dict(codes, dictionary)],
        };
        expect(decodeChunk(encodeChunk(batch))).toEqual(batch);
      }),
    );
  });

  test('says what is wrong with bytes that are no chunk', () => {
    expect(() => openChunk(new Uint8Array(4))).toThrow(
      'A stored table chunk cannot be read: no table chunk.',
    );
    const bytes = encodeChunk({ rows: 2, columns: [f64(1, 2)] });
    expect(() => openChunk(bytes.subarray(0, bytes.length - 8)).column(0)).toThrow('it is cut short');
  });
});

describe('views and columns for training', () => {
  test('one physical column under several types', () => {
    expect(stringsOf(f64(1, Number.NaN, 2.5))).toEqual(['1', null, '2.5']);
    expect([...numbersOf(dict([0, 1, -1], ['007', 'x']), 'numeric')]).toEqual([7, Number.NaN, Number.NaN]);
    expect([...numbersOf(dict([0, 1], ['yes', 'no']), 'boolean')]).toEqual([1, 0]);
    expect([...numbersOf(dict([0], ['2024-01-01T00:00:00Z']), 'datetime')]).toEqual([Date.UTC(2024, 0, 1)]);
  });

  test('readColumns joins chunks of different physical forms', async () => {
    const batches: RecordBatch[] = [
      { rows: 2, columns: [f64(1, 2), dict([0, -1], ['a']), f64(0, 1)] },
      { rows: 2, columns: [dict([0, 1], ['bad', '4']), dict([1, 0], ['b', 'a']), f64(1, 1)] },
    ];
    const stored = new Map(batches.map((batch, i) => [`h${i}`, encodeChunk(batch)]));
    const chunks = batches.map((batch, i) => ({ hash: `h${i}`, bytes: 0, rows: batch.rows }));
    const types: [string, ColumnType][] = [
      ['n', 'numeric'],
      ['__proto__', 'categorical'],
      ['y', 'boolean'],
    ];
    const schema: DatasetSchema = {
      kind: 'tabular',
      columns: types.map(([name, type]) => ({ name, type, role: 'feature' })),
    };
    const blobs = { get: async (ref: { hash: string }) => stored.get(ref.hash) as Uint8Array<ArrayBuffer> };
    const columns = await readColumns(chunks, blobs, schema, ['y', '__proto__', 'n'], {
      asText: new Set(['y']),
    });
    expect(columns.get('n')).toEqual({
      kind: 'number',
      width: 1,
      data: Float64Array.of(1, 2, Number.NaN, 4),
    });
    expect(columns.get('__proto__')).toEqual({ kind: 'string', data: ['a', null, 'a', 'b'] });
    expect(columns.get('y')).toEqual({ kind: 'string', data: ['0', '1', '1', '1'] });
    await expect(readColumns(chunks, blobs, schema, ['zzz'])).rejects.toThrow('no column “zzz”');
  });

  test('raw cells of a form equal what training read', () => {
    expect(valuesOfCells(['1.0', null, true, 'x'], 'categorical')).toEqual({
      kind: 'string',
      data: ['1.0', null, 'true', 'x'],
    });
    expect(valuesOfCells(['1.5', '', 2], 'numeric')).toEqual({
      kind: 'number',
      width: 1,
      data: Float64Array.of(1.5, Number.NaN, 2),
    });
  });
});
