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
  { file: 'm1-trailing-comma.csv', columns: { a: ['integer', 0, 1, 2], b: ['integer', 0, 2, 4] } },
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
  { file: 's2-trailing-garbage.csv.gz', rows: 1000 },
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
