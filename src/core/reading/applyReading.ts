/** The values of a column as its reading has it; what cannot be read so is missing, and counted. */
import { isMissingText, parseCanonicalNumber, trimCell } from '../table/cellValue';
import type { ColumnValues } from '../table/column';
import { parseDateTime } from '../table/parseDateTime';
import { type Seen } from './columnEvidence';
import { epochOf, parseDateText, toIsoText } from './dateText';
import { parseDuration } from './durationText';
import { withoutNote } from './numberNotes';
import { parseNumberText, sameUnit, valueOf } from './numberText';
import type { ColumnReading } from './reading';
import { truthOf } from './truthWords';
import { scaleBetween } from './unitScale';

/** Texts that could not be read under the reading of their column. */
export type Strays = Map<string, Seen>;

const mostStrays = 1000;

export function applyReading(column: ColumnValues, reading: ColumnReading, strays: Strays): ColumnValues {
  if (column.physical === 'f64') {
    const { values } = column;
    if (reading.as === 'date') return datesOfNumbers(values);
    return { physical: 'f64', values: reading.missing ? withoutSentinels(values, reading.missing) : values };
  }
  const isMissing = missingEntries(column, reading);
  switch (reading.as) {
    case 'number':
      return toNumbers(column, isMissing, strays, reading, (text) => numberOf(text, reading));
    case 'duration':
      return toNumbers(column, isMissing, strays, reading, parseDuration);
    case 'date':
      return toTexts(
        column,
        isMissing,
        (text, code) => dateOf(text, reading) ?? stray(column, code, text, strays),
      );
    case 'boolean':
      return toTexts(column, isMissing, (text) => truthText(text, reading.truth));
    case 'text':
      return toTexts(column, isMissing, (text) =>
        text.includes('=') ? (formulaText.exec(text)?.[1] ?? text) : text,
      );
    default:
      reading.as satisfies never;
      return column;
  }
}

/** One cell as the number its column makes of it; NaN where it is none. Also for rows typed in later. */
export function numberOf(text: string, reading: ColumnReading): number {
  const format = { decimal: reading.decimal ?? '.', thousands: reading.thousands ?? '' } as const;
  const plain = parseCanonicalNumber(text);
  if (plain === plain && (format.decimal === '.' || !/^[+-]?[1-9]\d{0,2}\.\d{3}$/.test(text)))
    return plain === 0 ? 0 : plain;
  const number = parseNumberText(text);
  if (!number) {
    const beside = reading.noted && withoutNote(text);
    return beside ? numberOf(beside.number, { ...reading, noted: undefined }) : Number.NaN;
  }
  if (reading.scaled !== undefined && number.unit !== '') {
    const scale = scaleBetween(reading.scaled, number.unit, reading.unit ?? '');
    return scale === undefined ? Number.NaN : valueOf(number, format, scale);
  }
  if (number.unit !== '' && !sameUnit(number.unit, reading.unit ?? '')) return Number.NaN;
  return valueOf(number, format);
}

/** A date as ISO text where the column does not read dates the plain way; undefined where it is none. */
export function dateOf(text: string, { dateOrder, pivot }: ColumnReading): string | undefined {
  const plain = parseDateTime(text);
  if (dateOrder === undefined && plain === plain) return text;
  if (/^\d{4}-\d\d-\d\d/.test(text) && plain === plain) return text;
  if (/^\d{8}$/.test(text)) {
    const iso = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
    return Number.isNaN(parseDateTime(iso)) ? undefined : iso;
  }
  if (serialText.test(text)) return dayOfSerial(Number(text));
  if (/^(?:19|20)\d{2}(?:0[1-9]|1[0-2])$/.test(text)) return `${text.slice(0, 4)}-${text.slice(4)}-01`;
  if (nanosText.test(text)) return new Date(Number(text.slice(0, -6))).toISOString();
  const date = parseDateText(text);
  if (!date) return undefined;
  const wanted = epochOf(date, dateOrder ?? 'dmy', pivot);
  if (wanted === wanted) return toIsoText(wanted, date);
  // A date that proves another order than its column has.
  for (const order of ['dmy', 'mdy', 'ymd'] as const) {
    const other = epochOf(date, order, pivot);
    if (other === other) return toIsoText(other, date);
  }
  return undefined;
}

/** Days since 30 December 1899, as spreadsheets count them: from 1954 to 2064. */
const serialText = /^[2-5]\d{4}(?:\.\d+)?$/;

/** Nanoseconds since 1970, from 2001 to 2033. */
export const nanosText = /^1\d{18}$/;

function dayOfSerial(days: number): string {
  const iso = new Date(Math.round((days - 25_569) * 86_400) * 1000).toISOString();
  return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 19);
}

const formulaText = /^\s*="([^"]*)"\s*$/;

export function truthText(text: string, truth: [string, string] | undefined): string {
  const value = truth ? truthOf(trimCell(text)) : Number.NaN;
  return value === 1 ? (truth as [string, string])[0] : value === 0 ? (truth as [string, string])[1] : text;
}

/** 20240131 where a chunk of a column of dates holds nothing else. */
function datesOfNumbers(values: Float64Array): ColumnValues {
  const dictionary: string[] = [];
  const codeOf = new Map<number, number>();
  const codes = Int32Array.from(values, (value) => {
    const iso = dateOf(String(value), { as: 'date' });
    if (iso === undefined) return -1;
    const code = codeOf.get(value) ?? dictionary.push(iso) - 1;
    codeOf.set(value, code);
    return code;
  });
  return { physical: 'dict', codes, dictionary };
}

function withoutSentinels(values: Float64Array, words: readonly string[]): Float64Array {
  const numbers = words.map(parseCanonicalNumber).filter((n) => n === n);
  if (numbers.length === 0) return values;
  return values.map((value) => (numbers.includes(value) ? Number.NaN : value));
}

type DictColumn = Extract<ColumnValues, { physical: 'dict' }>;

function missingEntries({ written, dictionary }: DictColumn, { keep, missing }: ColumnReading): Uint8Array {
  const out = new Uint8Array(dictionary.length);
  for (const [word, { code }] of written?.markers ?? [])
    if (code !== undefined && !keep?.includes(word)) out[code] = 1;
  if (missing) {
    const words = new Set(missing);
    dictionary.forEach((text, code) => {
      if (words.has(trimCell(text))) out[code] = 1;
    });
  }
  return out;
}

function toNumbers(
  column: DictColumn,
  isMissing: Uint8Array,
  strays: Strays,
  { missing }: ColumnReading,
  parse: (text: string) => number,
): ColumnValues {
  const { codes, dictionary } = column;
  const sentinels = new Set(missing?.map(parseCanonicalNumber));
  const byCode = Float64Array.from(dictionary, (cell, code) => {
    if (isMissing[code]) return Number.NaN;
    const text = trimCell(cell);
    const value = parse(text);
    if (value !== value && !isMissingText(text)) stray(column, code, text, strays);
    return sentinels.has(value) ? Number.NaN : value;
  });
  const values = new Float64Array(codes.length);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] as number;
    values[row] = code < 0 ? Number.NaN : (byCode[code] as number);
  }
  return { physical: 'f64', values };
}

/** Entries that become the same text are one; entries that are missing are no more. */
function toTexts(
  { codes, dictionary }: DictColumn,
  isMissing: Uint8Array,
  change: (text: string, code: number) => string | undefined,
): ColumnValues {
  // Mostly nothing changes, and the texts are all different as they are.
  let first = 0;
  while (first < dictionary.length && !isMissing[first]) {
    const cell = dictionary[first] as string;
    if (change(cell, first) !== cell) break;
    first++;
  }
  if (first === dictionary.length) return { physical: 'dict', codes, dictionary };
  const out: string[] = [];
  const codeOf = new Map<string, number>();
  let same = true;
  const newCodes = Int32Array.from(dictionary, (cell, code) => {
    const text = isMissing[code] ? undefined : change(cell, code);
    if (text === undefined) {
      same = false;
      return -1;
    }
    let known = codeOf.get(text);
    if (known === undefined) codeOf.set(text, (known = out.push(text) - 1));
    if (known !== code) same = false;
    return known;
  });
  if (same) return { physical: 'dict', codes, dictionary: out };
  return {
    physical: 'dict',
    codes: codes.map((code) => (code < 0 ? -1 : (newCodes[code] as number))),
    dictionary: out,
  };
}

function stray({ codes, written }: DictColumn, code: number, text: string, strays: Strays): undefined {
  if (isMissingText(text)) return;
  let count = 0;
  for (const other of codes) if (other === code) count++;
  // Of a row that was taken back.
  if (count === 0) return;
  const known = strays.get(text);
  if (known) known.count += count;
  else if (strays.size < mostStrays) strays.set(text, { count, line: written?.lines[code] ?? 0 });
}
