/** Rows read many at a time are what they are when they are read one by one: values, how they were written, what is told. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DataIssue } from '#/core/protocol/dataset';
import type { ColumnValues } from '#/core/table/column';
import type { Dialect } from './dialect';
import { CsvScanner } from './scanner';

const never = Number.POSITIVE_INFINITY;

function scanned(
  text: string,
  width: number,
  dialect: Partial<Dialect>,
  leastQuick: number,
  batchRows: number,
) {
  const bytes = new TextEncoder().encode(text);
  const issues: DataIssue[] = [];
  const whole = {
    delimiter: ',',
    quote: '"',
    decimal: '.',
    escape: '',
    comment: '',
    trailing: false,
    ...dialect,
  } as Dialect;
  const report = (issue: DataIssue) => issues.push(issue);
  const scanner = new CsvScanner(width, whole, 2, report, undefined, leastQuick);
  scanner.header = new TextEncoder().encode('alpha,beta\n');
  const batches = [];
  for (let at = 0; at < bytes.length; ) {
    const next = scanner.scan(bytes, at, bytes.length, true, batchRows);
    if (next === at && scanner.rows === 0) break;
    at = next;
    batches.push(scanner.take());
  }
  scanner.finish(batches.length > 0);
  batches.push(scanner.take());
  return { batches, issues, line: scanner.line, lastRowLine: scanner.lastRowLine };
}

/** Of numbers that were read many at a time it is told; taken off, for the other way does not. */
function checkRange(column: ColumnValues): void {
  if (column.physical !== 'f64' || !column.written?.range) return;
  const { range } = column.written;
  delete column.written.range;
  const present = column.values.filter((value) => !Number.isNaN(value));
  const [min, max] = [Math.min(...present), Math.max(...present)];
  // 0 and -0 are one number.
  expect([range.min + 0, range.max + 0, range.present]).toEqual([min + 0, max + 0, present.length]);
}

function compare(text: string, width: number, dialect: Partial<Dialect> = {}, batchRows = 1000) {
  const quick = scanned(text, width, dialect, 0, batchRows);
  for (const { columns } of quick.batches) columns.forEach(checkRange);
  expect(quick).toEqual(scanned(text, width, dialect, never, batchRows));
  return quick;
}

const cells = fc.oneof(
  { weight: 6, arbitrary: fc.double({ noNaN: true, min: -1e7, max: 1e7 }).map((n) => n.toFixed(3)) },
  { weight: 4, arbitrary: fc.integer().map(String) },
  {
    weight: 4,
    arbitrary: fc.constantFrom('Lisbon', 'Osaka', 'São Tomé', 'two words', 'a"b', 'no', 'none of it'),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ...'| |0|-0|-0.0|0.001|1.000|12.500|1234.567|.5|5.|007|-007|+3|1e5|1.7.2|-9999|0.0000001'.split('|'),
      ...'NA|null|N/A|NaN|-|9007199254740991|9007199254740993|0.1234567890123456|99999999999999999999'.split(
        '|',
      ),
      ...`"quoted"|"a ""b"""|"x,y"|"1.5"|""|" "|" padded "|"two\nlines"|"NA"|'=1+1| 7|7 | Rome `.split('|'),
      ...'# no|#|\t3|"a" b|alpha'.split('|'),
    ),
  },
);
const rows = (width: number) =>
  fc.array(fc.array(cells, { minLength: Math.max(1, width - 1), maxLength: width + 1 }), { maxLength: 60 });

test('random tables, columns of one sort or of all', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }).chain((width) => fc.tuple(fc.constant(width), rows(width))),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.constantFrom<Partial<Dialect>>(
        {},
        { comment: '#' },
        { delimiter: ';', decimal: ',' },
        { quote: '' },
        { escape: '\\' },
        { delimiter: '\t' },
      ),
      fc.integer({ min: 1, max: 40 }),
      ([width, table], newline, dialect, batchRows) => {
        const text = table.map((row) => row.join(dialect.delimiter ?? ',')).join(newline) + newline;
        compare(text, width, dialect, batchRows);
      },
    ),
    { numRuns: Number(process.env['QUICK_ROWS'] ?? 60) },
  );
});

test('many rows over the borders of blocks, with more texts than are known at a time', () => {
  let state = 7;
  const random = (below: number) => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) % below;
  const lines = Array.from({ length: 14_000 }, (_, row) => {
    const value =
      random(50) === 0 ? ['', 'NA', '1e3', '"q,"'][random(4)] : (random(2e6) / 1000 - 700).toFixed(3);
    return `${value},city ${random(300)},${random(9) === 0 ? '' : `id-${row}`},"${random(70)}"`;
  });
  lines.splice(9000, 0, 'alpha,beta', '', 'a,b');
  const { batches } = compare(`${lines.join('\n')}\n`, 4, {}, 6000);
  expect(batches.map(({ rows }) => rows)).toEqual([6000, 6000, 2001, 0]);
});
