/** Files that other tools read wrongly, one line each: what a column is, how its values begin, and what is told. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { TetradError } from '#/core/protocol/errors';
import type { ReadOptions } from '#/core/reading/readOptions';
import { importForTest } from './importForTest';

const folder = new URL('../formats/fixtures/cases/', import.meta.url);

type Cells = (string | number | null)[];
/** Type (and unit) of a column, then its first values. */
type Columns = Record<string, [type: string, ...Cells]>;
interface Case {
  file: string;
  columns?: Columns;
  rows?: number;
  told?: RegExp[];
  refused?: RegExp;
  options?: ReadOptions;
}

const day = (text: string): number => Date.parse(text);
const days = (...texts: string[]): Cells => texts.map(day);

const cases: Case[] = [
  // Numbers
  {
    file: '1a-german-noheader.csv',
    columns: {
      column1: ['datetime', ...days('2023-03-01', '2023-03-02')],
      column3: ['numeric', 250, -1234.56],
    },
  },
  {
    file: '1a4-german-mixed.csv',
    columns: { betrag: ['integer', 1234, 2500, 12000, 3750], anteil: ['numeric', 0.5, 0.25] },
    told: [/“1\.234” is read as 1234/],
  },
  { file: '1b2-tab-decimal-sparse.tsv', columns: { x: ['numeric', 120, 121] } },
  { file: '1c-us-thousands.csv', columns: { amount: ['numeric', 1230.5, 1231.5] } },
  { file: '1d-us-thousands-int.csv', columns: { amount: ['integer', 0, 1231, 2] }, told: [/1,231/] },
  {
    file: '1e-currency-percent.csv',
    columns: {
      price: ['numeric $', 0.5, 1.5],
      rate: ['numeric %', 0, 0.01, 0.02],
      acct: ['integer', -1, -2],
    },
  },
  { file: '1f-us-thousands.tsv', columns: { amount: ['integer', 100, 2231, 3232] }, told: [/2,231/] },
  { file: '1g-us-thousands-mill.tsv', columns: { amount: ['integer', 1230100], price: ['numeric', 0.25] } },
  {
    file: '1k-de-thousands.csv',
    columns: {
      column1: ['datetime', ...days('2016-01-01', '2016-01-02')],
      column3: ['numeric', -100, -53.9, -3302.02],
    },
  },
  { file: 'r28-nbsp-thousands.csv', columns: { v: ['integer', 1200, 2201] } },
  { file: 'r31-units-in-cells.csv', columns: { w: ['integer kg', 0, 1, 2] } },
  { file: 'r21-excel-formula.csv', columns: { zip: ['id', '01000', '01001'] } },
  { file: '11c-1e30.csv', columns: { b: ['integer', 0, 1, 2, 1e30] }, told: [/far/] },
  { file: '11d-target-outlier.csv', columns: { y: ['integer', 0, 2, 4, 1e12] }, told: [/far/] },
  { file: '11f-one-bad-small.csv', columns: { a: ['numeric', 0.5, 1.5] }, told: [/counts as missing/] },
  {
    file: '13b-bigint.jsonl',
    columns: {
      id: ['id', '9007199254740990', '9007199254740991', '9007199254740992', '9007199254740993'],
      tweet: ['categorical', '1234567890123456700', '1234567890123456701'],
    },
  },
  {
    file: '13c-bigint.json',
    columns: {
      id: ['id', '9007199254740990', '9007199254740991', '9007199254740992', '9007199254740993'],
      tweet: ['categorical', '1234567890123456700', '1234567890123456701'],
    },
  },
  // Dates
  {
    file: '5b-ddmm-some.csv',
    columns: { when: ['datetime', ...days('2023-01-01', '2023-06-02', '2023-11-03')] },
    told: [/day first/],
  },
  {
    file: '5d-mixed-iso-slash.csv',
    columns: { when: ['datetime', ...days('2023-03-01', '2023-03-02', '2023-03-03')] },
  },
  {
    file: '5f-ddmmyy.csv',
    columns: { when: ['datetime', ...days('2023-03-01', '2023-03-02')] },
    told: [/two digits/],
  },
  {
    file: '5g-ddmm-time.csv',
    columns: { when: ['datetime', ...days('2023-03-01T10:00Z', '2023-03-02T10:01Z')] },
  },
  { file: '5k-us-dash-low.csv', columns: { d: ['datetime', day('2023-01-01')] }, told: [/two ways/] },
  {
    file: '5l-compact.csv',
    columns: { d: ['integer', 20230301] },
    told: [/dates written as numbers: 20230301/],
  },
  { file: '5o-month-name-de.csv', columns: { d: ['datetime', ...days('2024-03-01', '2024-03-02')] } },
  {
    file: 'r15-date-one.csv',
    columns: { Date: ['datetime', ...days('2024-12-10', '2024-12-11')] },
    told: [/“1” in “Date”/],
  },
  {
    file: 'two_digit_year.csv',
    columns: { d: ['datetime', ...days('2005-01-01', '1999-01-01', '2005-01-13')] },
    told: [/below 69/],
  },
  { file: 'mdy_dash.csv', columns: { d: ['datetime', day('2024-01-01')] }, told: [/two ways|month first/] },
  // Missing, text, truth values
  { file: '3-namibia.csv', columns: { country: ['categorical', 'NA', 'DE', 'FR', 'NA'] }, told: [/“NA”/] },
  {
    file: '3b-none-cat.csv',
    columns: { cabin: ['categorical', 'None', 'Attic', 'Garage'] },
    told: [/“None” in “country”/, /“null”/, /“\?”/, /“-”/, /“None” in “cabin”/],
  },
  {
    file: 'none_level.csv',
    columns: { airbag: ['categorical', 'None', 'Driver', 'Both'] },
    told: [/“None”/],
  },
  {
    file: 'none_target_mostly.csv',
    columns: { damage: ['categorical', 'Minor', 'None', 'None'] },
    told: [/“None”/],
  },
  { file: 'r23b-bool-mixed-case.csv', columns: { f1: ['boolean', 1, 0, 1, 0] }, told: [/true and false/] },
  // Identity
  {
    file: 'hexid.csv',
    columns: { id: ['categorical', '12e4', '3e5', '77e2', 'abcd', '9f3c', '120000', '300000'] },
  },
  {
    file: 'hashes.csv',
    columns: { sha: ['categorical', '192e75', '1e5', '100000', 'abc123', '0e0', '00e0'] },
  },
  { file: 'code_target.csv', columns: { code: ['categorical', '1E2', '100', 'A17', '2E1'] } },
  {
    file: 'category-number-look.csv',
    columns: { code: ['categorical', 'A17', '1E2', '193.00', '2.50', 'B', '1.10', '1.1', '+5'] },
  },
  // Structure
  {
    file: 'm1-trailing-comma.csv',
    columns: { a: ['integer', 0, 1, 2], b: ['integer', 0, 2, 4] },
    told: [/one cell more/],
  },
  { file: 'm2-unquoted-comma-most.csv', refused: /one cell more/ },
  { file: 'm4b-sep-quoted.csv', columns: { a: ['integer', 0, 1], b: ['integer', 0, 1] } },
  { file: 'm5b-space.txt', columns: { a: ['integer', 0, 1], b: ['integer', 0, 2], c: ['integer', 0, 1] } },
  { file: 'm5d-colon.csv', columns: { a: ['integer', 0, 1], b: ['integer', 0, 2], c: ['integer', 0, 1] } },
  {
    file: 'm6-preamble.csv',
    columns: { shop: ['categorical', 'A0'], n: ['integer', 0], y: ['boolean', 0, 1] },
    told: [/Report of sales/],
  },
  {
    file: 'title_rows.csv',
    columns: { name: ['id', 'p0'], qty: ['integer', 0], price: ['numeric', 0, 1.5] },
    told: [/Report of sales/],
  },
  {
    file: 'm6d-two-header.csv',
    columns: {
      'price open': ['numeric', 0.5, 1.5],
      'price close': ['numeric', 0.7],
      date: ['datetime', day('2024-01-01')],
    },
  },
  {
    file: 'r9-rp5.csv',
    columns: {
      'Local time': ['datetime', day('2021-05-01T09:00Z')],
      T: ['numeric', 0.8, 1.8],
      Po: ['numeric', 759],
    },
  },
  {
    file: 'r4-prose-commas.csv',
    columns: { item: ['categorical', 'k0'], text: ['categorical', 'One, two, three, four, 0, six.'] },
  },
  { file: 'r33-comment-pct.csv', columns: { a: ['integer', 1, 3], b: ['integer', 2, 4] } },
  {
    file: 'two_years.csv',
    columns: { continent: ['id', 'c0'], 1952: ['numeric', 1000], 1957: ['numeric', 1200] },
  },
  {
    file: 'date_header.csv',
    columns: { country: ['id', 'c0'], '2020-01-01': ['integer', 0], '2020-01-03': ['integer', 2] },
  },
  {
    file: 'hash_first_tags.csv',
    columns: { '#tag': ['categorical', '#x', '#y', 'z'], b: ['integer', 2, 4, 6] },
    rows: 3,
  },
  { file: '7e-cp932-header.csv', columns: { 能力: ['integer', 0, 1], ソー: ['boolean', 0, 1] } },
  { file: '7g-cp1251.csv', columns: { город: ['categorical', 'Москва'] } },
  { file: 'utf32.csv', columns: { a: ['integer', 1], b: ['categorical', 'x'] } },
  { file: 'percent.csv', columns: { v: ['numeric %', 0.01, 0.02] } },
  { file: 's1-multimember.csv.gz', rows: 2000 },
  { file: 's2-trailing-garbage.csv.gz', rows: 1000, told: [/Behind the compressed data/] },
  // JSON
  {
    file: 'j1-nan-tokens.json',
    columns: { a: ['integer', null, 2, 3], b: ['integer', 1, null, 2] },
    told: [/NaN/],
  },
  { file: 'j12-split.json', columns: { a: ['integer', 1, 2, 3], b: ['categorical', 'x', 'y', 'z'] } },
  { file: 'j13-table.json', columns: { a: ['numeric'] } },
  {
    file: 'j15-values.json',
    columns: { name: ['categorical', 'Ann', 'Bob'], age: ['integer', 30, 40] },
    rows: 2,
  },
  { file: 'j17-pretty-concat.json', columns: { a: ['integer', 1, 3], b: ['integer', 2, 4] }, rows: 2 },
  {
    file: 'j18-single-object.json',
    columns: { a: ['integer', 1], b: ['categorical', 'x'], 'c.d': ['integer', 2] },
    rows: 1,
  },
  {
    file: 'j21-firebase.json',
    columns: { a: ['integer', 1, 2, 3], b: ['categorical', 'x', null, 'z'] },
    rows: 3,
  },
  {
    file: 'j22-nested-results.json',
    columns: { a: ['integer', 1, 2, 3], y: ['categorical', 'p', 'q', 'p'] },
    rows: 3,
  },
  { file: 'j23-two-tables.json', rows: 4, columns: { a: ['integer', 1, 2, 3, 4] }, told: [/train.*test/] },
  { file: 'concat.json', rows: 5, columns: { a: ['integer', 1, 2, 3, 4, 5] } },
  { file: 'wrapped.json', rows: 2, columns: { a: ['integer', 1, 2] } },
  { file: 'r39-html.csv', refused: /HTML/ },
  {
    file: 'r40-xlsx-named.csv',
    rows: 20,
    columns: { a: ['integer', 0, 1, 2], b: ['integer', 0, 2, 4], y: ['categorical', 'z', 'x', 'z'] },
  },
  {
    file: 'r41-book.xlsx',
    rows: 20,
    columns: { a: ['integer', 0, 1, 2], b: ['integer', 0, 2, 4], y: ['categorical', 'z', 'x', 'z'] },
  },
  { file: 'r42.parquet', refused: /Parquet/ },
  { file: 'arff.arff', rows: 2, columns: { a: ['integer', 1, 2], b: ['categorical', 'x', 'y'] } },
];

test('every file has a case', () => {
  expect(readdirSync(folder).toSorted()).toEqual(cases.map(({ file }) => file).toSorted());
});

describe.each(cases)('$file', ({ file, columns, rows, told, refused, options }) => {
  const read = () => importForTest(file, new Uint8Array(readFileSync(new URL(file, folder))), options);

  test('reads what was meant', async () => {
    if (refused) {
      const failure = await read().then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(failure).toBeInstanceOf(TetradError);
      return expect((failure as TetradError).message).toMatch(refused);
    }
    const table = await read();
    if (rows !== undefined) expect(table.rows).toBe(rows);
    const found = Object.fromEntries(
      Object.entries(columns ?? {}).map(([name, [, ...cells]]) => [
        name,
        table.column(name)?.slice(0, cells.length + 1),
      ]),
    );
    expect(found).toEqual(columns ?? {});
    for (const pattern of told ?? []) expect(table.told).toMatch(pattern);
  });
});

/** Kinds of writing in small, one line each: the column `a` of a file made here. */
describe('ways of writing', () => {
  const rows = Array.from({ length: 40 }, (_, i) => i);
  const two = (n: number) => String(n).padStart(2, '0');
  test.each<[what: string, delimiter: string, cell: (i: number) => string, ...begins: [string, ...Cells]]>([
    ['Indian groups', ';', (i) => `1,23,${400 + i}`, 'integer', 123_400, 123_401],
    ['apostrophes', ';', (i) => `1'${200 + i}.50`, 'numeric', 1200.5, 1201.5],
    ['a Unicode minus', ',', (i) => `\u2212${i}.5`, 'numeric', -0.5, -1.5],
    ['euros behind', ';', (i) => `1.${200 + i},50 €`, 'numeric €', 1200.5, 1201.5],
    ['a currency by code', ',', (i) => `USD ${i}.50`, 'numeric USD', 0.5, 1.5],
    ['percent with a blank', ';', (i) => `${i},5 %`, 'numeric %', 0.005, 0.015],
    ['times of day', ',', (i) => `${two(i % 24)}:${two(i)}:00`, 'numeric s', 0, 3660],
    ['times with pm', ',', (i) => `${(i % 12) + 1}:${two(i)} PM`, 'numeric s', 46_800, 50_460],
    ['durations of pandas', ',', (i) => `${i} days 03:04:05`, 'numeric s', 11_045, 97_445],
    ['failed formulas', ',', (i) => (i % 9 ? `${i}.5` : '#DIV/0!'), 'numeric', null, 1.5],
    ['truth in German', ',', (i) => (i % 2 ? 'Ja' : 'nein'), 'boolean', 0, 1],
    ['months in French', ',', (i) => `${(i % 28) + 1} août 2023`, 'datetime', day('2023-08-01')],
    ['months in Spanish', ',', (i) => `${(i % 28) + 1} de enero de 2023`, 'datetime', day('2023-01-01')],
    ['dates of SAS', ',', (i) => `${two((i % 28) + 1)}JAN2023`, 'datetime', day('2023-01-01')],
    ['ISO weeks', ',', (i) => `2023-W${two(i + 1)}`, 'datetime', day('2023-01-02')],
    ['quarters', ',', (i) => `Q${(i % 4) + 1} ${2000 + Math.floor(i / 4)}`, 'datetime', day('2000-01-01')],
    [
      'zones',
      ',',
      (i) => `2023-01-${two((i % 28) + 1)}T10:00:00+02:00`,
      'datetime',
      day('2023-01-01T08:00Z'),
    ],
    ['a sentinel', ',', (i) => (i % 5 ? `${15 + (i % 9)}.5` : '-9999'), 'numeric', null, 16.5],
    ['a word for missing', ',', (i) => (i % 10 ? `${15 + i}` : 'unknown'), 'integer', null, 16],
    ['telephone numbers', ',', (i) => `612 ${123 + i} ${456 + i}`, 'text', '612 123 456'],
    ['strands', ',', (i) => ['+', '-', '.'][i % 3] ?? '', 'categorical', '+', '-', '.'],
    ['carets', '^', (i) => `x${i % 3}`, 'categorical', 'x0', 'x1'],
  ])('%s', async (_, delimiter, cell, ...begins) => {
    const text = ['a', ...rows.map(cell)]
      .map((first, i) => `${first}${delimiter}${i === 0 ? 'b' : `k${i % 4}`}\n`)
      .join('');
    const table = await importForTest('kinds.csv', text);
    expect(table.column('a')?.slice(0, begins.length)).toEqual(begins);
  });

  test.each([
    ['windows-1250', 'mesto,y\nP\xf8\xedbram,1\n\x8e\xef\xe1r,2\n', 'Příbram'],
    ['koi8-r', '\xc7\xcf\xd2\xcf\xc4,y\n\xed\xcf\xd3\xcb\xd7\xc1,1\n\xd4\xd5\xcc\xc1,2\n', 'Москва'],
    ['gbk', 'city,y\n\xb1\xb1\xbe\xa9,1\n\xc9\xcf\xba\xa3,2\n\xd6\xd0\xb9\xfa,3\n', '北京'],
    ['euc-jp', 'city,y\n\xa4\xab\xa4\xca,1\n\xc5\xec\xb5\xfe,2\n', 'かな'],
  ])('%s', async (encoding, text, first) => {
    const table = await importForTest(
      'e.csv',
      Uint8Array.from(text, (c) => c.charCodeAt(0)),
    );
    expect(table.source.details.encoding).toBe(encoding);
    expect(table.column(table.schema.columns[0]?.name ?? '')?.[1]).toBe(first);
  });

  test('what is given is obeyed', async () => {
    const text = 'd;n\n01-02-2024;1.234\n03-04-2024;5.678\n';
    const guessed = await importForTest('o.csv', text);
    expect(guessed.column('n')).toEqual(['numeric', 1.234, 5.678]);
    expect(guessed.told.match(/two ways/g)).toHaveLength(2);
    const told = await importForTest('o.csv', text, { decimal: ',', columns: { d: { dateOrder: 'mdy' } } });
    expect(told.column('n')).toEqual(['integer', 1234, 5678]);
    expect(told.column('d')).toEqual(['datetime', day('2024-01-02'), day('2024-03-04')]);
    expect(told.told).not.toMatch(/two ways/);
    const missing = await importForTest('m.csv', 'a,b\nNone,1\nx,2\nNone,3\n', {
      columns: { a: { missing: ['None'] } },
    });
    expect(missing.column('a')).toEqual(['categorical', null, 'x', null]);
  });

  test('a proof at the end of a long file revises what was read before, in bounded memory', async () => {
    const lines = Array.from(
      { length: 150_000 },
      (_, i) => `${two((i % 12) + 1)}/${two((i % 12) + 1)}/2023;${(i % 7) + 1}.${100 + (i % 800)}`,
    );
    const table = await importForTest('l.csv', `d;x\n${lines.join('\n')}\n25/02/2023;0,5\n02/03/2023;1,5\n`);
    expect(table.rows).toBe(150_002);
    expect(table.column('d')?.at(-1)).toBe(day('2023-03-02'));
    expect(table.column('x')?.slice(0, 3)).toEqual(['numeric', 1100, 2101]);
    expect(table.column('x')?.at(-1)).toBe(1.5);
  });

  test('records on one line cost what records on many lines cost', async () => {
    const records = Array.from({ length: 60_000 }, (_, i) => ({ a: i, b: `k${i % 7}`, c: i / 3 }));
    const startMs = performance.now();
    const table = await importForTest('one.json', JSON.stringify(records));
    expect(table.rows).toBe(60_000);
    expect(performance.now() - startMs).toBeLessThan(10_000);
  });
});
