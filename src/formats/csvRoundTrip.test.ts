import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { numberToText, parseCanonicalNumber, toText, trimCell } from '#/core/table/cellValue';
import { stringsOf } from '#/core/table/columnView';
import { type CsvCell, toCsvLine } from '#/core/table/writeCsv';
import type { Dialect } from './csv/dialect';
import { parseNumberBytes } from './csv/parseNumberBytes';
import { CsvScanner } from './csv/scanner';
import { readForTest } from './readForTest';

const dialect: Dialect = {
  delimiter: ',',
  quote: '"',
  escape: '',
  decimal: '.',
  comment: '',
  headerRows: 0,
  skipLines: 0,
  hashHeader: false,
  rowNames: false,
  trailing: false,
  titles: { line: 1, texts: [] },
  tables: [],
  textColumns: new Set(),
};

/** The scanner alone over pieces cut anywhere, as csv.ts drives it. */
function scan(text: string, width: number, cuts: number[]): (string | null)[][] {
  const bytes = new TextEncoder().encode(text);
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1))), bytes.length].sort(
    (a, b) => a - b,
  );
  const columns = new Set(Array.from({ length: width }, (_, i) => i));
  const scanner = new CsvScanner(width, dialect, 1, () => undefined, columns);
  let at = 0;
  for (const place of places) at = scanner.scan(bytes, at, place, place === bytes.length, 1e9);
  expect(at).toBe(bytes.length);
  scanner.finish(scanner.rows > 0);
  const batch = scanner.take();
  const { rows } = batch;
  const texts = batch.columns.map(stringsOf);
  return Array.from({ length: rows }, (_, row) => texts.map((column) => column[row] as string | null));
}

/** A text comes back as it is, whatever it looks like; blanks alone are nothing. */
const asWritten = (cell: CsvCell): string | null =>
  typeof cell === 'string' ? (trimCell(cell) === '' ? null : cell) : toText(cell);

const toCsv = (rows: CsvCell[][]): string => rows.map(toCsvLine).join('');

const nasty = fc.constantFrom(
  '"',
  '""',
  ',',
  '\n',
  '\r',
  '\r\n',
  "'",
  '=',
  '+',
  '-',
  '@',
  '\t',
  '\0',
  '#',
  ' ',
  ';',
  '|',
  '.',
  '0',
  '1',
  'e',
);
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.array(nasty).map((parts) => parts.join('')),
  fc.string({ unit: 'binary' }).map((s) => s.toWellFormed()),
);
const cell: fc.Arbitrary<CsvCell> = fc.oneof(
  text,
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);
const table = fc
  .integer({ min: 1, max: 5 })
  .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1 }));

describe('writeCsv and the scanner', () => {
  test('any table comes back, cut anywhere', () => {
    fc.assert(
      fc.property(table, fc.array(fc.nat()), (rows, cuts) => {
        const width = rows[0]?.length ?? 0;
        const csv = toCsv(rows);
        expect(scan(csv, width, cuts)).toEqual(rows.map((row) => row.map(asWritten)));
      }),
      { numRuns: 400 },
    );
  });

  test('formulas are escaped, numbers are not', () => {
    const cells = ['=1+1', '+a', '-b', '@c', '\td', '\re', '\0f', "'=g", '-3', '+5', '-0.5e3', "it's", -3];
    expect(cells.map((c) => toCsvLine([c]).slice(0, -1))).toEqual(
      [
        "'=1+1",
        "'+a",
        "'-b",
        "'@c",
        '"\'\td"',
        '"\'\re"',
        "'\0f",
        '"\'\'=g"',
        '-3',
        '+5',
        '-0.5e3',
        "it's",
        '-3',
      ].map((line) => (line.startsWith("'") ? `"${line}"` : line)),
    );
  });

  test('our own downloads are recognised and read back whole', async () => {
    const names = ['n', '=label', 'note, with comma'];
    const rows = Array.from({ length: 300 }, (_, i): CsvCell[] => [
      i / 7 - 20,
      ['=a', "'b", 'c;d', '#e'][i % 4] as string,
      i % 5 ? `x\n"${i}"` : null,
    ]);
    const read = await readForTest('out.csv', toCsv([names, ...rows]));
    expect(read.names).toEqual(['=label' === read.names[1] ? 'n' : 'n', '=label', 'note, with comma']);
    expect(read.rows).toEqual(rows.map((row) => row.map(toText)));
  });
});

describe('parseNumberBytes', () => {
  const parse = (s: string, decimal = '.') => {
    const bytes = new TextEncoder().encode(`#${s}#`);
    return parseNumberBytes(bytes, 1, bytes.length - 1, decimal.charCodeAt(0));
  };

  test('equals Number() to the last bit', () => {
    const digits = fc.stringMatching(/^[0-9]{1,20}$/);
    const written = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.float({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.tuple(fc.constantFrom('', '-'), digits, digits).map(([sign, a, b]) => `${sign}${a}.${b}`),
      fc.tuple(digits, fc.integer({ min: -330, max: 310 })).map(([a, e]) => `${a}e${e}`),
      fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((v) => v.toFixed(4)),
    );
    fc.assert(
      fc.property(written, (s) => {
        const wanted = parseCanonicalNumber(s);
        expect(parse(s)).toBe(wanted === 0 ? 0 : wanted);
        if (!Number.isNaN(wanted)) expect(parse(s.replace('.', ','), ',')).toBe(wanted === 0 ? 0 : wanted);
      }),
      { numRuns: 3000 },
    );
  });

  test('what is no number is none', () => {
    fc.assert(
      fc.property(fc.string(), (s) => {
        const wanted = parseCanonicalNumber(s);
        const got = parse(s);
        expect(Number.isNaN(got) ? 'none' : numberToText(got)).toBe(
          Number.isNaN(wanted) ? 'none' : numberToText(wanted),
        );
      }),
      { numRuns: 2000 },
    );
    expect(parse('1'.repeat(500))).toBeNaN();
    expect(parse('1.5', ',')).toBeNaN();
  });
});
