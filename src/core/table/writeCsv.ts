/** Lines of a CSV download (RFC 4180, missing as nothing); what they say is what our own import reads back. */
import { isMissingText, numberToText, parseCanonicalNumber, trimCell } from './cellValue';
import { protectFormula } from './formulaText';

export type CsvCell = string | number | boolean | null | undefined;

/** Also other delimiters, blanks at the ends, a leading # or ': what a guessing reader could take for something else. */
const needsQuotes = /[",;|\t\r\n]|^[\s#']|\s$/;

/** Most cells of most tables: short numbers that stand for themselves, whatever else is asked of a text below. */
const plainNumber = /^(?:\d[\d.]*|-(?:0|[1-9]\d{0,14})(?:\.\d{1,20})?)$/;

export function toCsvLine(cells: readonly CsvCell[]): string {
  const line = cells.map(toCsvCell).join(',');
  // A lone missing cell would make an empty line, which readers skip.
  return line === '' ? '""\n' : `${line}\n`;
}

function toCsvCell(cell: CsvCell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? numberToText(cell) : '';
  if (typeof cell === 'boolean') return String(cell);
  if (plainNumber.test(cell)) return cell;
  const trimmed = trimCell(cell);
  if (trimmed === '') return '';
  // In quotes a word for missing is a text.
  if (isMissingText(trimmed)) return `"${cell}"`;
  const text = Number.isNaN(parseCanonicalNumber(trimmed)) ? protectFormula(cell) : cell;
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
