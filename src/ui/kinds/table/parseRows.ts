/**
 * Pasted rows: JSON (one object, an array, or one object per line) or delimited text, with a header of input names or in their order. Cells stay text; the model parses them.
 */
import { TetradError } from '#/core/protocol/errors';
import type { RawRow } from '#/core/protocol/model';
import { formatCount } from '#/ui/charts/formatNumber';
import { splitCells } from '#/ui/components/splitCells';

export const maxPastedRows = 10_000;

export function parseRows(text: string, names: readonly string[]): RawRow[] {
  const trimmed = text.replace(/^[\r\n]+|[\r\n]+$/g, '');
  if (trimmed.trim() === '')
    throw bad('There are no rows in the text.', 'Paste rows with one value per column.');
  const rows = /^\s*[[{]/.test(trimmed) ? fromJson(trimmed) : fromDelimited(trimmed, names);
  if (rows.length === 0) throw bad('There is a header but no row under it.', 'Paste at least one row.');
  if (rows.length > maxPastedRows)
    throw bad(
      `${formatCount(rows.length)} rows are more than can be shown here.`,
      'Drop them as a file: the answers come back as a CSV.',
    );
  return rows;
}

function fromJson(text: string): RawRow[] {
  const values = parsedJson(text);
  return values.map((value, index) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw bad(
        'A row must be an object of column name to value.',
        'For example {"age": 41}.',
        `row ${index + 1}`,
      );
    return Object.fromEntries(Object.entries(value).map(([name, cell]) => [name, toCell(cell, index)]));
  });
}

function parsedJson(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [value];
  } catch (whole) {
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
    return lines.map((line, index) => {
      try {
        return JSON.parse(line) as unknown;
      } catch {
        throw bad('This is not valid JSON.', (whole as Error).message, `line ${index + 1}`);
      }
    });
  }
}

function toCell(cell: unknown, index: number): RawRow[string] {
  if (cell === null || typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean')
    return cell;
  throw bad(
    'A cell must be text, a number, true, false or null.',
    'Flatten nested values.',
    `row ${index + 1}`,
  );
}

function fromDelimited(text: string, names: readonly string[]): RawRow[] {
  const delimiter = delimiterOf(text.split(/\r?\n/, 1)[0] ?? '', names);
  const lines = splitCells(text, delimiter);
  const first = lines[0]?.cells.map((cell) => cell.trim()) ?? [];
  const known = new Set(names);
  const isHeader = first.some((cell) => known.has(cell));
  const header = isHeader ? first : names;
  return lines.slice(isHeader ? 1 : 0).map(({ cells, line }) => {
    if (cells.length !== header.length)
      throw bad(
        `This line has ${cells.length} cell${cells.length === 1 ? '' : 's'}; ${header.length} are expected.`,
        isHeader
          ? 'Each line needs as many cells as the header.'
          : `Without a header the order is: ${names.join(', ')}.`,
        `line ${line}`,
      );
    return Object.fromEntries(header.map((name, index) => [name, cells[index]?.trim() || null]));
  });
}

/** The mark that divides the first line into names of inputs, or into as many cells as there are inputs. */
function delimiterOf(firstLine: string, names: readonly string[]): string {
  const known = new Set(names);
  const within = ['\t', ';', ',', '|', '^', ':', ' '].filter((mark) => firstLine.includes(mark));
  const cellsOf = (mark: string) => splitCells(firstLine, mark)[0]?.cells.map((cell) => cell.trim()) ?? [];
  return (
    within.find((mark) => cellsOf(mark).filter((cell) => known.has(cell)).length > 1) ??
    within.find((mark) => cellsOf(mark).length === names.length) ??
    within[0] ??
    ','
  );
}

const bad = (message: string, hint: string, place?: string) =>
  new TetradError({ code: 'badInput', message, hint, place });
