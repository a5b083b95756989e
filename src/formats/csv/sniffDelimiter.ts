/** Which delimiter, quote and escape a text is written with, and how many lines of title stand above its header. */
import { isMissingText, parseNumber } from '#/core/table/cellValue';
import { parseDateText } from '#/core/reading/dateText';
import { parseNumberText } from '#/core/reading/numberText';
import type { ReadOptions } from '#/core/reading/readOptions';
import { mode } from './mode';
import { type Quoting, splitRecords } from './splitRecords';

const usual = [',', ';', '\t', '|'];
const rare = [' ', ':', '^', '~', '\x01', '\x1f'];
const sampled = 200;
const mostTitles = 30;

export interface Sniffed extends Quoting {
  titles: number;
  /** The share of rows it divides into as many cells; 0 where nothing divides the lines. */
  even: number;
  /** Line (from 1) of a cell that begins with a quote which is never closed, where quotes are none for that. */
  oddQuoteLine?: number;
}

export function sniffDelimiter(text: string, options: ReadOptions, announced?: string): Sniffed {
  const quote = options.quote ?? quoteOf(text);
  const escape = options.escape ?? (options.quote === '' ? '' : escapeOf(text, quote));
  const given = options.delimiter ?? announced;
  let best: Sniffed = { delimiter: given ?? ',', quote, escape, titles: 0, even: 0 };
  let bestScore = 0;
  let settled = false;
  for (const delimiter of given === undefined ? [...usual, ...rare] : [given]) {
    // Tabs, semicolons and bars that divide every line are no chance; blanks and colons may be.
    if (settled && rare.includes(delimiter)) continue;
    for (const one of options.quote === undefined && quote === '"' && text.includes('"')
      ? [quote, '']
      : [quote]) {
      const found = judge(text, { delimiter, quote: one, escape: one === '' ? '' : escape });
      // Without quotes only where they cannot be what quotes are.
      const oddQuoteLine = one === '' && quote !== '' ? lineOfOddQuote(text, delimiter) : 0;
      if (one === '' && !(found.records > 2 && found.even === 1 && oddQuoteLine > 0)) continue;
      if (found.even === 1 && found.records > 2 && ';\t|'.includes(delimiter)) settled = true;
      if (found.score > bestScore) {
        best = {
          delimiter,
          quote: one,
          escape: one === '' ? '' : escape,
          titles: found.titles,
          even: found.even,
          ...(oddQuoteLine > 0 && { oddQuoteLine }),
        };
        bestScore = found.score;
      }
    }
  }
  return best;
}

const nothing = { score: 0, titles: 0, even: 0, records: 0 };

/** The most even records with the most readable cells. */
function judge(
  text: string,
  quoting: Quoting,
): { score: number; titles: number; even: number; records: number } {
  const { delimiter } = quoting;
  const records = splitRecords(text, quoting, sampled);
  const widths = records.map((record) => record.length);
  const width = mode(widths);
  if (width < 2) return nothing;
  const titles = titlesAbove(records, width);
  const body = widths.slice(titles);
  const even = body.filter((w) => w === width).length / body.length;
  const cells = records.slice(titles, titles + 50).flat();
  const readable = cells.filter((cell) => isTyped(cell, delimiter)).length / cells.length;
  const rowNames = delimiter === ' ' && haveRowNames(records, width);
  if (rare.includes(delimiter) && !isSureRare(records, width, rowNames ? 1 : even, readable, delimiter, text))
    return nothing;
  let score = even * even + 0.5 * readable + 0.02 * Math.min(width, 10) - Math.min(0.3, 0.1 * titles);
  if (
    titles > 0 &&
    records.slice(0, titles).some((record) => record.length === 1 && /[,;\t|]/.test(record[0] ?? ''))
  )
    score -= 0.2;
  if (isProse(text, delimiter)) score -= 0.3;
  return { score, titles, even, records: body.length };
}

/** Commas and colons of sentences have a blank behind them. */
function isProse(text: string, delimiter: string): boolean {
  if (delimiter !== ',' && delimiter !== ';' && delimiter !== ':') return false;
  const sample = text.slice(0, 20_000);
  const all = sample.split(delimiter).length - 1;
  const spaced = sample.split(`${delimiter} `).length - 1;
  return spaced > all * 0.6 && sample.includes(' ') && !/^[^\n\r]*[,;] [^\n\r]*[\n\r]/.test(sample);
}

/** Blanks, colons and carets stand in texts and times, too: they divide only what is a table beyond doubt. */
function isSureRare(
  records: readonly string[][],
  width: number,
  even: number,
  readable: number,
  delimiter: string,
  text: string,
): boolean {
  const [first = []] = records;
  if (records.length < 3 || even < 1) return false;
  if (first.length !== width && !(delimiter === ' ' && haveRowNames(records, width))) return false;
  if ('^~\x01\x1f'.includes(delimiter)) return true;
  const named = first.every((cell) => cell !== '' && Number.isNaN(parseNumber(cell)));
  if (delimiter === ':') return readable > 0.4 && (named || (width > 2 && areColumns(records)));
  const least = beginsQuoted(text) ? 0.2 : 0.4;
  return readable > (named ? least : 0.99) && width > 1;
}

/** As R writes a table: names of rows, and none above them. */
function haveRowNames(records: readonly string[][], width: number): boolean {
  const [first = [], ...rows] = records;
  const isName = (cell: string) => cell !== '' && !isTyped(cell, '');
  return first.length === width - 1 && first.every(isName) && rows.every(({ length }) => length === width);
}

/** Every line begins with a quote, so that blanks inside cells are told from those between. */
export const beginsQuoted = (text: string): boolean =>
  text
    .split(/\r\n|[\r\n]/, 20)
    .slice(1)
    .every((line) => line === '' || line.startsWith('"'));

/** Texts in some columns, values in others, and none of both: no times and no addresses of machines. */
function areColumns(records: readonly string[][]): boolean {
  const [first = []] = records;
  const shares = first.map(
    (_, i) => records.filter((record) => isTyped(record[i] ?? '', ':')).length / records.length,
  );
  return shares.every((share) => share < 0.1 || share > 0.9) && shares.some((share) => share < 0.1);
}

/** Records on top that are no rows: one cell, or hardly any that is not empty, above rows of one width. */
function titlesAbove(records: readonly string[][], width: number): number {
  let titles = 0;
  while (titles < Math.min(records.length - 2, mostTitles)) {
    const record = records[titles] as string[];
    const filled = record.filter((cell) => cell !== '').length;
    const isTitle =
      record.length === 1 ||
      (width > 2 && record.length <= width && (filled === 0 || (filled === 1 && record[0] !== '')));
    if (!isTitle) break;
    titles++;
  }
  titles = Math.max(titles, shortAbove(records, width));
  if (titles === 0) return 0;
  const [header, ...rest] = records.slice(titles, titles + 12);
  const fits = (record: string[] | undefined) => record !== undefined && Math.abs(record.length - width) <= 1;
  return fits(header) && rest.filter(fits).length >= rest.length * 0.7 ? titles : 0;
}

/** Records with fewer cells than the table, above a record of nothing but names: fields of a report. */
function shortAbove(records: readonly string[][], width: number): number {
  const names = records.findIndex((record) => record.length === width);
  if (names < 1 || names > mostTitles || width < 3) return 0;
  if (records.slice(0, names).some((record) => record.length > width)) return 0;
  const isName = (cell: string) => cell !== '' && Number.isNaN(parseNumber(cell)) && !isTyped(cell, '');
  const [header = [], ...rows] = records.slice(names, names + 12);
  const anyValues = rows.some((row) => row.some((cell) => cell !== '' && !isName(cell)));
  return areNames(header, rows, isName) && anyValues ? names : 0;
}

/** Years may follow the names, and a delimiter may end every line. */
function areNames(
  header: readonly string[],
  rows: readonly string[][],
  isName: (cell: string) => boolean,
): boolean {
  const isEnd = (column: number): boolean =>
    column === header.length - 1 && rows.every((row) => (row[column] ?? '') === '');
  const years = header.filter((cell) => /^(?:1[6-9]|20|21)\d\d$/.test(cell));
  const areYears =
    years.length > 1 && years.every((year, i) => i === 0 || Number(year) === Number(years[i - 1]) + 1);
  return (
    header.some(isName) &&
    header.every(
      (cell, column) => isName(cell) || (areYears && years.includes(cell)) || (cell === '' && isEnd(column)),
    )
  );
}

/** ' only where cells begin and end with it and " does not do so. */
function quoteOf(text: string): string {
  const doubles = text.match(/(?:^|[,;\t|]) ?"/gm)?.length ?? 0;
  const singles = text.match(/(?:^|[,;\t|]) ?'[^'\r\n]*' ?(?=$|[,;\t|\r\n])/gm)?.length ?? 0;
  return singles > doubles ? "'" : '"';
}

/** A backslash before quotes, where they are not doubled. */
function escapeOf(text: string, quote: string): string {
  const escaped = text.split(`\\${quote}`).length - 1;
  if (escaped === 0) return '';
  // C:\" at the end of a cell is a path; an escaped quote stands inside.
  const inside = [...text.matchAll(new RegExp(`\\\\${quote}(?![,;\\t|\\r\\n]|$)`, 'g'))].length;
  const doubled = text.match(new RegExp(`[^,;\\t|\\r\\n]${quote}${quote}[^,;\\t|\\r\\n]`, 'g'))?.length ?? 0;
  return inside > doubled && inside >= escaped / 2 ? '\\' : '';
}

/** The line (from 1) where a cell begins with a quote that is not closed before the next delimiter; 0 = none. */
function lineOfOddQuote(text: string, delimiter: string): number {
  let number = 0;
  const mark = delimiter === '\t' ? '\\t' : `\\${delimiter}`;
  const cell = `(?:\\s*"(?:[^"]|"")*"\\s*|[^"${mark}]*)`;
  const wellQuoted = new RegExp(`^${cell}(?:${mark}${cell})*$`);
  for (const line of text.slice(0, 20_000).split(/\r\n|[\r\n]/, 400)) {
    number++;
    if (wellQuoted.test(line)) continue;
    for (const cell of line.split(delimiter)) {
      const trimmed = cell.trim();
      if (trimmed.startsWith('"') && (trimmed.length === 1 || !trimmed.endsWith('"'))) {
        const closes = line.slice(line.indexOf(trimmed) + trimmed.length).includes(`"${delimiter}`);
        if (!closes) return number;
      }
    }
  }
  return 0;
}

const isTyped = (cell: string, delimiter: string): boolean => {
  // "5<tab>Ada" is no number with a unit, but two cells of another delimiter.
  if (cell.includes('\t')) return false;
  if (!Number.isNaN(parseNumber(cell))) return true;
  if (cell !== '' && isMissingText(cell)) return true;
  if (!/\d/.test(cell)) return false;
  const number = parseNumberText(cell);
  if (number && (delimiter !== ',' || !cell.includes(','))) return true;
  return parseDateText(cell) !== undefined;
};
