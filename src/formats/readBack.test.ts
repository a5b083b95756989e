/**
 * Random tables, written in random ways and read back: every cell comes back as it was, or is told. A few in every
 * run; READ_BACK_TABLES=20000 tries so many.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { numbersOf } from '#/core/table/columnView';
import { parseDateTime } from '#/core/table/parseDateTime';
import { readForTest } from './readForTest';

const tables = Number(process.env.READ_BACK_TABLES ?? 300);

interface Locale {
  decimal: '.' | ',';
  group: string;
}
interface Dialect {
  delimiter: string;
  newline: string;
  quoteAll: boolean;
  encoding: 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be';
}
interface WrittenColumn {
  kind: string;
  /** What is meant: numbers, epochs, texts; null = missing. */
  values: (number | string | null)[];
  cells: string[];
}

const locales: Locale[] = [
  { decimal: '.', group: '' },
  { decimal: '.', group: ',' },
  { decimal: ',', group: '' },
  { decimal: ',', group: '.' },
  { decimal: ',', group: '\u00a0' },
  { decimal: '.', group: "'" },
];

function writeNumber(value: number, decimals: number, { decimal, group }: Locale): string {
  const [whole = '', fraction] = Math.abs(value).toFixed(decimals).split('.');
  const grouped = group === '' ? whole : whole.replace(/\B(?=(\d{3})+$)/g, group);
  return `${value < 0 ? '-' : ''}${grouped}${fraction === undefined ? '' : decimal + fraction}`;
}

const two = (n: number): string => String(n).padStart(2, '0');
const months = 'January February March April May June July August September October November December'.split(
  ' ',
);

const dateWriters: Record<string, (date: Date) => string> = {
  iso: (d) => d.toISOString().slice(0, 10),
  dotted: (d) => `${two(d.getUTCDate())}.${two(d.getUTCMonth() + 1)}.${d.getUTCFullYear()}`,
  dayFirst: (d) => `${two(d.getUTCDate())}/${two(d.getUTCMonth() + 1)}/${d.getUTCFullYear()}`,
  monthFirst: (d) => `${d.getUTCMonth() + 1}/${d.getUTCDate()}/${d.getUTCFullYear()}`,
  dashed: (d) => `${two(d.getUTCDate())}-${two(d.getUTCMonth() + 1)}-${d.getUTCFullYear()}`,
  named: (d) => `${d.getUTCDate()} ${months[d.getUTCMonth()]} ${d.getUTCFullYear()}`,
  time: (d) => `${d.toISOString().slice(0, 10)} ${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`,
};

const missingWords = ['', 'NA', 'null', 'N/A', ''];
const texts = fc.oneof(
  fc.constantFrom(
    'Lisbon',
    'Osaka',
    'São Tomé',
    'a,b',
    'x;y',
    'say "hi"',
    'two words',
    'No',
    'Å',
    '10.20',
    '1E5',
    'A-7',
    '007',
    'v1.10',
    'm/s',
  ),
  fc.stringMatching(/^[A-Za-zäöüß][A-Za-z0-9 äöüß_.-]{0,12}[A-Za-z]$/),
);

function numberColumn(rows: number, locale: Locale): fc.Arbitrary<WrittenColumn> {
  return fc
    .record({
      decimals: fc.constantFrom(0, 1, 2, 3),
      size: fc.constantFrom(10, 1000, 1e6),
      sign: fc.constantFrom('plain', 'percent', 'currency', 'unit'),
      raw: fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: rows, maxLength: rows }),
      missing: fc.array(fc.nat(30), { minLength: rows, maxLength: rows }),
    })
    .map(({ decimals, size, sign, raw, missing }) => {
      const cells: string[] = [];
      const values = raw.map((part, row) => {
        const word = missingWords[missing[row] as number];
        if (word !== undefined) {
          cells.push(word);
          return null;
        }
        const value = Number((part * size).toFixed(decimals));
        const text = writeNumber(value, decimals, locale);
        cells.push(
          sign === 'percent'
            ? `${text}%`
            : sign === 'currency'
              ? `€${text}`.replace('€-', '-€')
              : sign === 'unit'
                ? `${text} kg`
                : text,
        );
        return value;
      });
      return { kind: sign === 'percent' ? 'percent' : 'number', values, cells };
    });
}

function dateColumn(rows: number): fc.Arbitrary<WrittenColumn> {
  return fc
    .record({
      how: fc.constantFrom(...Object.keys(dateWriters)),
      days: fc.array(fc.integer({ min: 0, max: 12_000 }), { minLength: rows, maxLength: rows }),
    })
    .map(({ how, days }) => {
      const values = days.map((day) => day * 86_400_000 + (how === 'time' ? (day % 1440) * 60_000 : 0));
      const write = dateWriters[how] as (date: Date) => string;
      return { kind: 'date', values, cells: values.map((ms) => write(new Date(ms))) };
    });
}

const textColumn = (rows: number): fc.Arbitrary<WrittenColumn> =>
  fc
    .array(texts, { minLength: 2, maxLength: 6 })
    .filter((words) => words.some((word) => /^[A-Za-z]{3,}$/.test(word)))
    .chain((words) => fc.array(fc.constantFrom(...words), { minLength: rows, maxLength: rows }))
    .filter((values) => values.filter((word) => /^[A-Za-z]{3,}$/.test(word)).length > values.length / 3)
    .map((values) => ({ kind: 'text', values, cells: values }));

const table = fc
  .record({
    rows: fc.integer({ min: 12, max: 40 }),
    locale: fc.constantFrom(...locales),
    width: fc.integer({ min: 2, max: 5 }),
  })
  .chain(({ rows, locale, width }) =>
    fc.record({
      columns: fc.array(
        fc.oneof(numberColumn(rows, locale), numberColumn(rows, locale), dateColumn(rows), textColumn(rows)),
        {
          minLength: width,
          maxLength: width,
        },
      ),
      dialect: fc.record({
        delimiter: fc.constantFrom(',', ';', '\t', '|'),
        newline: fc.constantFrom('\n', '\r\n'),
        quoteAll: fc.boolean(),
        encoding: fc.constantFrom('utf-8', 'utf-8-bom', 'utf-16le', 'utf-16be'),
      }) as fc.Arbitrary<Dialect>,
      heldBytes: fc.constantFrom(1, 1e9),
    }),
  );

function write(
  columns: readonly WrittenColumn[],
  { delimiter, newline, quoteAll, encoding }: Dialect,
): Uint8Array<ArrayBuffer> {
  const quoted = (cell: string): string =>
    (quoteAll && cell !== '') || /["\r\n]/.test(cell) || cell.includes(delimiter) || /[,;|\t]/.test(cell)
      ? `"${cell.replaceAll('"', '""')}"`
      : cell;
  const rows = columns[0]?.cells.length ?? 0;
  const lines = [columns.map((_, i) => `name ${'abcdef'[i]}`)];
  for (let row = 0; row < rows; row++) lines.push(columns.map(({ cells }) => cells[row] as string));
  const text = lines.map((line) => line.map(quoted).join(delimiter) + newline).join('');
  if (encoding === 'utf-8') return new TextEncoder().encode(text);
  if (encoding === 'utf-8-bom') return new TextEncoder().encode(`\ufeff${text}`);
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), encoding === 'utf-16le');
  return bytes;
}

test(`${tables} tables come back, or are told`, { timeout: 3_600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(table, async ({ columns, dialect, heldBytes }) => {
      const read = await readForTest('t.csv', write(columns, dialect), { heldBytes });
      expect(read.names).toEqual(columns.map((_, i) => `name ${'abcdef'[i]}`));
      columns.forEach(({ kind, values }, i) => {
        const name = read.names[i] as string;
        const got = read.rows.map((row) => row[i] ?? null);
        const wanted = values.map((value) =>
          value === null || (value === '' && kind === 'text') ? null : value,
        );
        const same = got.map((text, row) => isSame(text, wanted[row] ?? null, kind));
        if (same.every(Boolean)) return;
        const told = read.told.filter(
          ({ column, message }) =>
            column === name && /two ways|proves itself|far from all others/.test(message),
        );
        const row = same.indexOf(false);
        if (told.length === 0)
          throw new Error(
            `${name} (${kind}), row ${row}: ${JSON.stringify(wanted[row])} became ${JSON.stringify(got[row])}; ${JSON.stringify(read.reading.columns[i])}`,
          );
      });
    }),
    { numRuns: tables },
  );
});

function isSame(got: string | null, wanted: number | string | null, kind: string): boolean {
  if (wanted === null || got === null) return wanted === got;
  if (typeof wanted === 'string') return got === wanted;
  if (kind === 'date') return parseDateTime(got) === wanted;
  const [number = Number.NaN] = numbersOf(
    { physical: 'dict', codes: Int32Array.of(0), dictionary: [got] },
    'numeric',
  );
  return Math.abs(number - (kind === 'percent' ? wanted / 100 : wanted)) <= Math.abs(wanted) * 1e-12;
}
