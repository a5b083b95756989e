/** Guesses how a delimited text file is written from its first 64 KiB; what is given is not guessed. */
import { isMissingText, parseNumber } from '#/core/table/cellValue';
import type { ReadOptions } from '#/core/reading/readOptions';
import { parseDateText } from '#/core/reading/dateText';
import { readMarks } from '#/core/reading/numberText';
import { type MendedHeader, mendHeader } from './mendHeader';
import { mode } from './mode';
import { readPreamble, withoutComments } from './preamble';
import { sniffDelimiter } from './sniffDelimiter';
import { headerRowsOf } from './sniffHeader';
import { type Quoting, splitRecords } from './splitRecords';
import { type TableBlock, tablesIn } from './tablesIn';

export interface Dialect extends Quoting {
  decimal: '.' | ',';
  /** Lines that begin with it are comments; '' for none. */
  comment: string;
  /** Rows of names; 0 for none. */
  headerRows: number;
  /** Lines before the first record: comments, blank lines, titles, Excel's "sep=;". */
  skipLines: number;
  /** The header starts with the mark of comments ("#chrom, start, end"). */
  hashHeader: boolean;
  /** Rows have one cell more than the header: a leading column of row names. */
  rowNames: boolean;
  /** Rows end with a delimiter behind which there is nothing. */
  trailing: boolean;
  /** Lines above the header that hold no cells of the table, with the line of the first. */
  titles: { line: number; texts: string[] };
  /** Most rows have more cells than the header, which nothing explains: such a row. */
  shifted?: { row: string[]; more: number };
  /** All tables of the file, where it holds several; the last line of the one that is read. */
  tables: TableBlock[];
  lastLine?: number;
  /** Its names, where the header is not divided as the rows are. */
  mended?: MendedHeader;
  /** Line of a cell that begins with a quote which is never closed: quotes are read as they stand. */
  strayQuoteLine?: number;
  /** Columns (by index) in which a text was seen: they are read as texts from the start. */
  textColumns: ReadonlySet<number>;
}

export const sniffedRecords = 200;

/** `head` begins the text; `whole` tells that it is all of it. */
export function sniffDialect(head: string, whole: boolean, options: ReadOptions = {}): Dialect {
  const preamble = readPreamble(head, options);
  let text = head.slice(preamble.at);
  if (!whole) text = text.slice(0, Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1) || text;
  let sniffed = sniffDelimiter(withoutComments(text, preamble.comment), options, preamble.delimiter);
  const tables = tablesIn(text, sniffed, preamble.comment);
  const table = tables[(options.table ?? 1) - 1];
  let lastLine: number | undefined;
  if (table) {
    lastLine = preamble.skipLines + table.lastLine + 1;
    preamble.skipLines += table.firstLine;
    text = text
      .split(/\r\n|[\r\n]/)
      .slice(table.firstLine, table.lastLine + 1)
      .join('\n');
    sniffed = sniffDelimiter(withoutComments(text, preamble.comment), options, preamble.delimiter);
  }
  const body = withoutComments(text, preamble.comment);
  const { titles, oddQuoteLine, delimiter, quote, escape } = sniffed;
  const quoting = { delimiter, quote, escape };
  let skipped = options.skipLines === undefined ? titles : 0;
  const all = splitRecords(body, quoting, sniffedRecords + skipped);
  let records = all.slice(skipped);
  const width = mode(records.slice(1).map((record) => record.length));
  const lines = text.split(/\r\n|[\r\n]/);
  let titleLines = linesOf(text, skipped, quoting);
  const mend = (line: number) => mendHeader(lines[line] ?? '', quoting, width);
  let mended: MendedHeader | undefined;
  if (options.headerRows === undefined || options.headerRows === 1) {
    const uneven = records[0]?.length !== width || records[0].some((cell) => /[\r\n]/.test(cell));
    if (uneven) mended = mend(titleLines);
    else if (skipped > 0 && headerRowsOf(records) === 0) {
      // The last title may be the names, divided in another way.
      const last = lines.slice(0, titleLines).findLastIndex((line) => line.trim() !== '');
      mended = mend(last);
      if (mended) {
        skipped--;
        titleLines = last;
      }
    }
  }
  if (mended) {
    const below = withoutComments(lines.slice(titleLines + 1).join('\n'), preamble.comment);
    records = [mended.cells, ...splitRecords(below, quoting, sniffedRecords)];
  }
  const [first = []] = records;
  const base = {
    ...quoting,
    decimal: options.decimal ?? sniffDecimal(records),
    comment: preamble.comment,
    tables,
    // A table at the end of the head may go on behind it.
    ...(lastLine !== undefined && (whole || table !== tables.at(-1)) && { lastLine }),
    ...(oddQuoteLine !== undefined && { strayQuoteLine: preamble.skipLines + oddQuoteLine }),
    titles: {
      line: preamble.skipLines + 1,
      texts: all.slice(0, skipped).map((cells) => cells.join(' ').trim()),
    },
  };
  const commentedHeader =
    options.headerRows === undefined && skipped === 0
      ? preamble.lastComment?.slice(preamble.comment.length).trim()
      : undefined;
  if (commentedHeader !== undefined && width > 1) {
    const [names = []] = splitRecords(commentedHeader, quoting, 1);
    const fits = names.length === width && names.length === first.length;
    if (fits && names.every((name) => name !== '' && Number.isNaN(parseNumber(name))))
      return {
        ...base,
        headerRows: 1,
        skipLines: preamble.skipLines - 1,
        hashHeader: true,
        rowNames: false,
        trailing: false,
        textColumns: textColumnsOf(records, 0),
      };
  }
  const headerRows = mended ? 1 : (options.headerRows ?? headerRowsOf(records));
  const longer = headerRows > 0 && records.length > headerRows && width === first.length + 1 && width > 1;
  const muchLonger =
    headerRows > 0 && options.headerRows === undefined && width > first.length + 1 && first.length > 1;
  const data = records.slice(headerRows).filter((record) => record.length === width);
  const trailing = longer && data.every((record) => record.at(-1) === '');
  const rowNames = longer && !trailing && areRowNames(data.map(([name = '']) => name));
  return {
    ...base,
    headerRows,
    skipLines: preamble.skipLines + titleLines,
    ...(mended && { mended }),
    hashHeader: false,
    rowNames,
    trailing,
    ...(((longer && !trailing && !rowNames) || muchLonger) && {
      shifted: { row: data[0] ?? [], more: width - first.length },
    }),
    textColumns: textColumnsOf(records, headerRows),
  };
}

/** All different, and no measurements. */
function areRowNames(names: readonly string[]): boolean {
  if (names.some((name) => name === '') || new Set(names).size < names.length) return false;
  if (names.some((name) => parseDateText(name) !== undefined)) return false;
  const numbers = names.map(parseNumber);
  return numbers.every(
    (n, i) => Number.isNaN(n) || (Number.isInteger(n) && (i === 0 || n === (numbers[i - 1] as number) + 1)),
  );
}

/** Lines that the first `count` records take up, blank lines among them and behind them included. */
function linesOf(text: string, count: number, quoting: Quoting): number {
  if (count === 0) return 0;
  const lines = text.split(/\r\n|[\r\n]/);
  let seen = 0;
  for (let line = 0; line < lines.length; line++) {
    const [cells] = splitRecords(lines[line] as string, quoting, 1);
    if (!cells) continue;
    if (seen++ === count) return line;
  }
  return count;
}

function textColumnsOf(records: readonly string[][], headerRows: number): Set<number> {
  const found = new Set<number>();
  for (const record of records.slice(headerRows))
    record.forEach((cell, i) => {
      if (cell !== '' && !isMissingText(cell) && Number.isNaN(parseNumber(cell)) && !readMarks(cell))
        found.add(i);
    });
  return found;
}

/** The mark that more cells prove; where none does, the point. */
function sniffDecimal(records: string[][]): '.' | ',' {
  let points = 0;
  let commas = 0;
  for (const cell of records.flat()) {
    const plain = cell.replace(/^[+-]|[eE][+-]?\d+$/g, '');
    if (!/\d/.test(plain)) continue;
    const marks = readMarks(plain);
    if (!marks) continue;
    if (marks.decimal === '.' || marks.group === ',') points++;
    else if (marks.decimal === ',' || marks.group === '.') commas++;
  }
  return commas > points ? ',' : '.';
}
