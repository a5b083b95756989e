/**
 * What one cell means. Every reader, statistic, training column and prediction row goes through these
 * functions, so "1.0" in a file, 1 in a form and 1 in memory are the same value everywhere.
 */
import type { ColumnType } from '../protocol/dataset';
import { truthOf } from '../reading/truthWords';
import { dateTimeFromNumber, parseDateTime } from './parseDateTime';

export type RawCell = string | number | boolean | null | undefined;

/** Texts that mean "no value", with what spreadsheets write for a formula that failed. Exact spelling: "Na" may be sodium. */
export const missingTokens = [
  '',
  'NA',
  'N/A',
  'n/a',
  '#N/A',
  'NaN',
  'nan',
  'null',
  'NULL',
  'None',
  '?',
  '-',
  '<NA>',
  '\\N',
  '#NA',
  '#DIV/0!',
  '#VALUE!',
  '#REF!',
  '#NAME?',
  '#NUM!',
  '#NULL!',
] as const;
/** No word for missing is longer. */
export const longestMissing = Math.max(...missingTokens.map((token) => token.length));
const missing = new Set<string>(missingTokens);
export const isMissingText = (text: string): boolean => missing.has(text);

/** Without the blanks around it: space, tab and line ends, no other. The CSV scanner trims the same bytes. */
export function trimCell(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return end - start === text.length ? text : text.slice(start, end);
}
const isBlank = (c: number): boolean => c === 32 || c === 9 || c === 10 || c === 13;

/** Types whose values are numbers in memory; the others are strings. */
export const isNumberType = (type: ColumnType): boolean =>
  type === 'numeric' || type === 'integer' || type === 'boolean' || type === 'datetime';

/** Longer texts are no numbers anybody writes; it also bounds the work of the pattern. */
const longestNumber = 400;
const numberSyntax = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?$/;

/** A decimal number, or NaN. Infinite values count as no number. */
export function parseNumber(text: string): number {
  const first = text.charCodeAt(0);
  const mayStart = (first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46;
  if (!mayStart || text.length > longestNumber || !numberSyntax.test(text)) return Number.NaN;
  const value = Number(text);
  return Number.isFinite(value) ? value : Number.NaN;
}

/**
 * Numbers that may be stored as float64 without losing what the text said. Not: 007 (a code), whole
 * numbers beyond 2^53, +4512345678 (a telephone number).
 */
export function parseCanonicalNumber(text: string): number {
  const value = parseNumber(text);
  if (Number.isNaN(value)) return value;
  const signed = text.charCodeAt(0) === 43 || text.charCodeAt(0) === 45 ? 1 : 0;
  const second = text.charCodeAt(signed + 1);
  if (text.charCodeAt(signed) === 48 && second >= 48 && second <= 57) return Number.NaN;
  const whole = /^[+-]?\d+$/.test(text);
  if (whole && Math.abs(value) > Number.MAX_SAFE_INTEGER) return Number.NaN;
  if (whole && text.charCodeAt(0) === 43 && text.length > 7) return Number.NaN;
  return value;
}

/** The text of a number: the shortest that reads back equal. */
export const numberToText = (value: number): string => (value === 0 ? '0' : String(value));

/** 1, 0 or NaN. */
export const parseBoolean = truthOf;

/** The number a cell stands for under a type; NaN = missing or not readable as that type. */
export function toNumber(cell: RawCell, type: ColumnType): number {
  if (cell === null || cell === undefined) return Number.NaN;
  if (typeof cell === 'boolean') return cell ? 1 : 0;
  if (typeof cell === 'number') {
    if (!Number.isFinite(cell)) return Number.NaN;
    if (type === 'boolean') return cell === 0 || cell === 1 ? cell : Number.NaN;
    return type === 'datetime' ? dateTimeFromNumber(cell) : cell;
  }
  const text = trimCell(cell);
  if (isMissingText(text)) return Number.NaN;
  if (type === 'boolean') return parseBoolean(text);
  if (type !== 'datetime') return parseNumber(text);
  const plain = parseCanonicalNumber(text);
  return Number.isNaN(plain) ? parseDateTime(text) : dateTimeFromNumber(plain);
}

/**
 * The text a cell stands for (a category, a label); null = missing. A text is kept as it is written: 10.20 and
 * 1E2 are names of their own. Numbers are written one way only.
 */
export function toText(cell: RawCell): string | null {
  if (cell === null || cell === undefined) return null;
  if (typeof cell === 'boolean') return cell ? 'true' : 'false';
  if (typeof cell === 'number') return Number.isFinite(cell) ? numberToText(cell) : null;
  return isMissingText(trimCell(cell)) ? null : cell;
}
