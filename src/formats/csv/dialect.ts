/** Guesses how a delimited text file is written from its first 64 KiB. */
import { isMissingText, parseNumber } from '#/core/table/cellValue';
import { parseDateTime } from '#/core/table/parseDateTime';
import { splitRecords } from './splitRecords';

export interface Dialect {
  delimiter: string;
  quote: '"' | "'";
  decimal: '.' | ',';
  /** Lines that begin with # are comments. */
  comments: boolean;
  header: boolean;
  /** Lines before the first record: comments, blank lines, Excel's "sep=;". */
  skipLines: number;
  /** The header starts with # ("#chrom, start, end"). */
  hashHeader: boolean;
  /** Rows have one cell more than the header: a leading column of row names. */
  rowNames: boolean;
}

const delimiters = [',', ';', '\t', '|'];
const sniffedRecords = 200;
const decimalComma = /^[+-]?\d+,\d+(?:[eE][+-]?\d+)?$/;
const decimalPoint = /^[+-]?\d*\.\d+(?:[eE][+-]?\d+)?$/;

/** `head` begins the text; `whole` tells that it is all of it. */
export function sniffDialect(head: string, whole: boolean): Dialect {
  const preamble = readPreamble(head);
  let text = head.slice(preamble.at);
  if (!whole) text = text.slice(0, Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1) || text;
  const body = preamble.comments ? text.replace(/^#.*(?:\r\n|[\r\n])/gm, '') : text;
  const quote = sniffQuote(body);
  const delimiter = preamble.delimiter ?? sniffDelimiter(body, quote);
  const records = splitRecords(body, { delimiter, quote }, sniffedRecords);
  const width = mode(records.slice(1).map((record) => record.length));
  const commentedHeader = preamble.lastComment?.replace(/^#\s*/, '');
  if (commentedHeader !== undefined && width > 1) {
    const [names = []] = splitRecords(commentedHeader, { delimiter, quote }, 1);
    const fits = names.length === width && names.length === records[0]?.length;
    if (fits && names.every((name) => name !== '' && Number.isNaN(parseNumber(name))))
      return {
        delimiter,
        quote,
        decimal: sniffDecimal(records, delimiter),
        comments: preamble.comments,
        header: true,
        skipLines: preamble.skipLines - 1,
        hashHeader: true,
        rowNames: false,
      };
  }
  const header = sniffHeader(records);
  return {
    delimiter,
    quote,
    decimal: sniffDecimal(records, delimiter),
    comments: preamble.comments,
    header,
    skipLines: preamble.skipLines,
    hashHeader: false,
    rowNames: header && records.length > 1 && width === (records[0]?.length ?? 0) + 1 && width > 1,
  };
}

function readPreamble(head: string) {
  let at = 0;
  let skipLines = 0;
  let comments = false;
  let lastComment: string | undefined;
  let delimiter: string | undefined;
  for (;;) {
    const length = head.slice(at).search(/[\r\n]/);
    if (length < 0) break;
    const line = head.slice(at, at + length);
    const separator = skipLines === 0 ? /^sep=(.)$/i.exec(line)?.[1] : undefined;
    if (separator !== undefined) delimiter = separator;
    else if (line.startsWith('#')) {
      comments = true;
      lastComment = line;
    } else if (line.trim() !== '') break;
    else lastComment = undefined;
    skipLines++;
    at += length + (head.startsWith('\r\n', at + length) ? 2 : 1);
  }
  return { at, skipLines, comments, lastComment, delimiter };
}

/** ' only where cells begin and end with it and " does not do so. */
function sniffQuote(text: string): '"' | "'" {
  const doubles = text.match(/(?:^|[,;\t|]) ?"/gm)?.length ?? 0;
  const singles = text.match(/(?:^|[,;\t|]) ?'[^'\r\n]*' ?(?=$|[,;\t|\r\n])/gm)?.length ?? 0;
  return singles > doubles ? "'" : '"';
}

/** The delimiter that gives the most even records with the most readable cells. */
function sniffDelimiter(text: string, quote: string): string {
  let best = ',';
  let bestScore = 0;
  for (const delimiter of delimiters) {
    const records = splitRecords(text, { delimiter, quote }, sniffedRecords);
    const widths = records.map((record) => record.length);
    const width = mode(widths);
    if (width < 2) continue;
    const even = widths.filter((w) => w === width).length / widths.length;
    const cells = records.slice(0, 50).flat();
    const readable = cells.filter((cell) => isTyped(cell, delimiter)).length / cells.length;
    const score = even * even + 0.5 * readable + 0.02 * Math.min(width, 10);
    if (score > bestScore) [best, bestScore] = [delimiter, score];
  }
  return best;
}

const isTyped = (cell: string, delimiter: string): boolean =>
  !Number.isNaN(parseNumber(cell)) ||
  (delimiter !== ',' && decimalComma.test(cell)) ||
  (cell !== '' && isMissingText(cell)) ||
  !Number.isNaN(parseDateTime(cell));

function sniffDecimal(records: string[][], delimiter: string): '.' | ',' {
  if (delimiter === ',') return '.';
  const cells = records.flat();
  const commas = cells.filter((cell) => decimalComma.test(cell)).length;
  const points = cells.filter((cell) => decimalPoint.test(cell)).length;
  return commas > points ? ',' : '.';
}

/**
 * Is the first record names? Evidence per column: names above numbers or dates speak for it, a value
 * like those below against it. Names that count up (0, 1, 2 or 2019, 2020, 2021) are names.
 */
function sniffHeader(records: string[][]): boolean {
  const [first, ...rest] = records;
  if (!first) return true;
  const isNumber = (cell: string) => !Number.isNaN(parseNumber(cell.replace(',', '.')));
  const isValue = (cell: string) => isNumber(cell) || !Number.isNaN(parseDateTime(cell));
  if (countsUp(first.filter(isNumber))) return true;
  if (first.some((cell) => cell !== '' && isValue(cell))) return false;
  if (rest.length === 0) return first.every((cell) => cell !== '');
  let evidence = 0;
  first.forEach((cell, column) => {
    const below = rest.map((record) => record[column] ?? '').filter((text) => !isMissingText(text));
    if (below.length === 0) return;
    const values = below.filter(isValue).length;
    if (values > below.length / 2) evidence += cell === '' ? 0 : 1;
    else if (cell !== '' && below.includes(cell)) evidence -= 1;
  });
  if (evidence !== 0) return evidence > 0;
  const named = first.filter((cell) => cell !== '');
  return named.length >= first.length - 1 && new Set(named).size === named.length;
}

function countsUp(cells: string[]): boolean {
  const numbers = cells.map(Number);
  return numbers.length >= 3 && numbers.every((n, i) => i === 0 || n === (numbers[i - 1] as number) + 1);
}

function mode(numbers: number[]): number {
  const counts = new Map<number, number>();
  for (const n of numbers) counts.set(n, (counts.get(n) ?? 0) + 1);
  let best = 0;
  for (const [n, count] of counts) if (count > (counts.get(best) ?? 0)) best = n;
  return best;
}
