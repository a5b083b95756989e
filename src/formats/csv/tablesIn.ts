/**
 * Tables below each other in one file, divided by blank lines. A block of lines is a table of its own where it has
 * names above values and another shape than the one before it, or names where that one has values.
 */
import { isMissingText } from '#/core/table/cellValue';
import { parseDateText } from '#/core/reading/dateText';
import { parseNumberText } from '#/core/reading/numberText';
import { mode } from './mode';
import { type Quoting, splitRecords } from './splitRecords';

export interface TableBlock {
  /** Lines of the text, from 0; the last one belongs to it. */
  firstLine: number;
  lastLine: number;
  names: string[];
}

interface Block extends TableBlock {
  width: number;
  /** Columns whose cells below the names are values. */
  values: boolean[];
}

const mostLines = 20_000;
/** Title lines above the names of a block. */
const mostTitles = 3;

/** Empty where the text is one table, or none. */
export function tablesIn(text: string, quoting: Quoting, comment: string): TableBlock[] {
  const widths = new Set(splitRecords(text, quoting, 5000).map((record) => record.length));
  // Only then can there be more than one.
  if (widths.size < 2 && !/\n[,;\t| ]*\r?\n|\r[,;\t| ]*\r/.test(text)) return [];
  const lines = text.split(/\r\n|[\r\n]/, mostLines);
  const tables: Block[] = [];
  let first: Block | undefined;
  const blocks = blocksOf(lines, quoting, comment).flatMap(([from, to]) => parted(lines, from, to, quoting));
  for (const [from, to] of blocks) {
    const block = blockOf(lines, from, to, quoting);
    if (!first) {
      if (!block) return [];
      first = block;
      tables.push(block);
    } else if (block && differs(block, tables.at(-1) as Block)) tables.push(block);
    else (tables.at(-1) as Block).lastLine = to;
  }
  return tables.length > 1 ? tables : [];
}

/** Runs of lines between blank ones; blank lines inside quotes divide nothing. */
function blocksOf(
  lines: readonly string[],
  { delimiter, quote }: Quoting,
  comment: string,
): [number, number][] {
  const blocks: [number, number][] = [];
  let start = -1;
  let quotes = 0;
  lines.forEach((line, i) => {
    const blank = quotes % 2 === 0 && line.split(delimiter).join('').trim() === '';
    if (quote !== '') quotes += line.split(quote).length - 1;
    if (comment !== '' && line.startsWith(comment)) return;
    if (!blank && start < 0) start = i;
    if (blank && start >= 0) {
      blocks.push([start, i - 1]);
      start = -1;
    }
  });
  if (start >= 0) blocks.push([start, lines.length - 1]);
  return blocks;
}

/** A block, cut where a line of names begins rows of another width. */
function parted(lines: readonly string[], from: number, to: number, quoting: Quoting): [number, number][] {
  const cellsOf = (line: number): string[] => splitRecords(lines[line] ?? '', quoting, 1)[0] ?? [];
  const parts: [number, number][] = [];
  let start = from;
  let width = cellsOf(from).length;
  for (let line = from + 1; line < to; line++) {
    const cells = cellsOf(line);
    if (cells.length === width || cells.length < 2) continue;
    const rows = [1, 2, 3].filter((further) => line + further <= to);
    const begins =
      line - start > 1 &&
      cells.every((cell) => cell !== '' && !isValue(cell)) &&
      rows.every((further) => cellsOf(line + further).length === cells.length) &&
      cellsOf(line + 1).some(isValue);
    if (begins) {
      parts.push([start, line - 1]);
      start = line;
      width = cells.length;
    }
  }
  return [...parts, [start, to]];
}

/** A block that is a table: even rows, names on top, values in a column below them. */
function blockOf(lines: readonly string[], from: number, to: number, quoting: Quoting): Block | undefined {
  const records = splitRecords(lines.slice(from, Math.min(to + 1, from + 200)).join('\n'), quoting, 200);
  const width = mode(records.map((record) => record.length));
  if (width < 2) return undefined;
  let titles = 0;
  while (titles < mostTitles && (records[titles]?.length ?? width) === 1) titles++;
  const [names = [], ...rows] = records.slice(titles);
  if (names.length !== width || rows.length === 0) return undefined;
  if (rows.filter((row) => row.length === width).length < rows.length * 0.9) return undefined;
  if (names.some((name) => name === '' || isValue(name)) || new Set(names).size < width) return undefined;
  const values = names.map((_, i) => {
    const cells = rows.map((row) => row[i] ?? '').filter((cell) => !isMissingText(cell));
    return cells.length > 0 && cells.filter(isValue).length >= cells.length * 0.8;
  });
  return values.includes(true) ? { firstLine: from, lastLine: to, names, width, values } : undefined;
}

/** Its names would be no values of the table above. The same names once more are the same table. */
function differs(block: Block, above: Block): boolean {
  if (block.width !== above.width) return true;
  return block.names.join('\n') !== above.names.join('\n') && above.values.some((isOne) => isOne);
}

const isValue = (cell: string): boolean =>
  parseNumberText(cell) !== undefined || parseDateText(cell) !== undefined;
