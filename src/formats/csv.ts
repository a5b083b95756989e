/** CSV and TSV, whatever stands between the cells; streamed; what is uneven is reported by line. */
import { tableEndings } from '#/core/fileEndings';
import type { DataIssue } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { RecordBatch } from '#/core/table/column';
import { batchRowsFor } from '#/core/table/columnBuilder';
import { unprotectFormula } from '#/core/table/formulaText';
import { ByteWindow, neverClosed } from './byteWindow';
import { isTotal } from './csv/belowTable';
import { delimiterName, delimiterWord } from './csv/delimiterName';
import { type Dialect, sniffDialect } from './csv/dialect';
import { type Prepared, prepare } from './csv/prepare';
import { CsvScanner } from './csv/scanner';
import { isNoName } from './csv/sniffHeader';
import { splitRecords } from './csv/splitRecords';
import { aboutTables, tellStructure } from './csv/tellStructure';
import { decodeHead } from './encoding';
import type { FormatSource, ReadContext, TableFormatDef, TableReader } from './formatDef';
import type { ReadOptions } from '#/core/reading/readOptions';
import { headBytes } from './openSource';
import { uniqueNames } from './uniqueNames';

export const csv: TableFormatDef = {
  type: 'csv',
  title: 'CSV, TSV',
  extensions: tableEndings.csv,
  kind: 'tabular',
  holds: 'rows',
  text: true,
  match(head, name) {
    if (/\.(csv|tsv|tab)$/i.test(name)) return 0.9;
    const text = decodeHead(head).trimStart();
    if (/\.(txt|data|dat)$/i.test(name)) return 0.6;
    if (text.startsWith('{') || text.startsWith('[')) return 0.1;
    return /[,;\t|]/.test(text.split(/[\r\n]/, 1)[0] ?? '') ? 0.5 : 0.2;
  },
  read,
};

async function read(source: FormatSource, context: ReadContext): Promise<TableReader> {
  const { options = {}, report } = context;
  const prepared = prepare(source, options);
  const { encoding } = prepared;
  const dialect = sniffDialect(prepared.head, source.head.length < headBytes, prepared.options);
  requireRows(dialect, prepared.head, options, source);
  if (dialect.shifted) throw shiftedRows(dialect, source.name);
  const bytes = prepared.stream(context.signal);
  const window = new ByteWindow(bytes.stream, source.name, bytes.encoding, context.signal, report);
  let line = 1;
  for (; line <= dialect.skipLines; line++) window.at = (await window.lineEnd(line)).end;
  const records: string[][] = [];
  let header: Uint8Array | undefined;
  for (let row = 0; row < Math.max(1, dialect.headerRows); row++) {
    const record = dialect.mended
      ? { cells: dialect.mended.cells, line, lines: 1, end: (await window.lineEnd(line)).end }
      : await nextRecord(window, dialect, source, line, options.headerRows);
    records.push(record.cells);
    line = record.line;
    if (dialect.headerRows === 0) break;
    if (row === 0) header = window.bytes.slice(window.at, record.end);
    window.at = record.end;
    line += record.lines;
  }
  const names = columnNames(records, dialect, source.name, report);
  if (prepared.told) report({ severity: 'info', message: prepared.told });
  tellStructure(dialect, encoding.doubt, options, report);
  const ambiguities = [encoding.doubt, aboutTables(dialect, options)].filter((one) => one !== undefined);
  return {
    names,
    details: detailsOf(dialect, prepared),
    decimal: dialect.decimal,
    options: optionsOf(dialect, prepared),
    ...(ambiguities.length > 0 && { ambiguities }),
    batches: batches(
      window,
      {
        width: names.length,
        dialect,
        line,
        header: dialect.headerRows === 1 && names.length > 1 ? header : undefined,
      },
      source.name,
      context,
    ),
  };
}

function detailsOf(dialect: Dialect, { cells, encoding }: Prepared): Record<string, string> {
  const divided = cells?.columnStarts
    ? 'fixed width'
    : (cells?.delimiter ?? delimiterWord(dialect.delimiter));
  return {
    delimiter: divided,
    quote: dialect.quote === '' ? 'none' : dialect.quote,
    decimal: dialect.decimal,
    encoding: encoding.encoding,
    header: headerWords[dialect.headerRows] ?? `first ${dialect.headerRows} rows`,
    ...(dialect.escape !== '' && { escape: dialect.escape }),
    ...(dialect.comment !== '' && { comment: dialect.comment }),
    ...(dialect.titles.texts.length > 0 && {
      skipped: `${dialect.titles.texts.length} lines above the header`,
    }),
  };
}

/** All that was guessed or given, so that the same file is read the same way with it. */
function optionsOf(dialect: Dialect, { cells, encoding, options }: Prepared): ReadOptions {
  return {
    ...(cells ?? { delimiter: dialect.delimiter }),
    quote: dialect.quote,
    escape: dialect.escape,
    encoding: encoding.encoding,
    headerRows: dialect.headerRows,
    // Lines are counted from the table that was chosen.
    ...(dialect.tables.length > 0 ? { table: options.table ?? 1 } : { skipLines: dialect.skipLines }),
    comment: dialect.comment,
    decimal: dialect.decimal,
  };
}

const headerWords: Record<number, string> = { 0: 'none', 1: 'first row' };

/** The next record that holds anything; comments and blank lines before it are passed over. */
async function nextRecord(
  window: ByteWindow,
  dialect: Dialect,
  source: FormatSource,
  startLine: number,
  headerRows = 0,
) {
  let line = startLine;
  for (;;) {
    const { end, lines } = await window.lineEnd(line, dialect);
    let text = new TextDecoder().decode(window.bytes.subarray(window.at, end));
    if (dialect.hashHeader) text = text.slice(dialect.comment.length).trimStart();
    const [cells] = splitRecords(text, dialect, 1);
    const comment = dialect.comment !== '' && !dialect.hashHeader && text.startsWith(dialect.comment);
    if (!comment && cells && cells.some((cell) => cell !== '')) return { cells, end, lines, line };
    if (end === window.bytes.length && window.ended)
      throw new TetradError({
        code: 'badInput',
        message:
          headerRows > 0 ? `The file has fewer than ${headerRows} rows of names.` : 'The file has no rows.',
        place: headerRows > 0 ? `${source.name}, options.headerRows` : source.name,
        hint:
          headerRows > 0
            ? 'Give the number of rows that hold the names of the columns; 0 for none.'
            : 'It holds only empty or comment lines. Choose a file with a table in it.',
      });
    window.at = end;
    line += lines;
  }
}

function columnNames(
  records: string[][],
  dialect: Dialect,
  fileName: string,
  report: (issue: DataIssue) => void,
): string[] {
  if (dialect.headerRows > 0) {
    const names = joinedNames(records).map(unprotectFormula);
    if (records.slice(1).some(isNoName))
      report({
        severity: 'info',
        message: 'A line of types or dashes below the names was left out.',
        hint: 'Give the number of header rows as 1 in the options of the import if it is a row.',
      });
    else if (records.length > 1)
      report({
        severity: 'info',
        message: `The first ${records.length} rows were joined into the names of the columns.`,
        hint: 'Give the number of header rows in the options of the import if fewer of them are names.',
      });
    return uniqueNames(dialect.rowNames ? ['row', ...names] : names, fileName, report);
  }
  report({
    severity: 'info',
    message: 'No header row was recognised; columns are called column1, column2, …',
    hint: 'If the first row holds names, make sure they are texts and all different.',
  });
  return uniqueNames(
    (records[0] ?? []).map((_, index) => `column${index + 1}`),
    fileName,
    report,
  );
}

/** A name that spans columns stands above the first of them. */
function joinedNames(records: string[][]): string[] {
  const [first = [], ...more] = records;
  if (more.some(isNoName)) return joinedNames([first, ...more.filter((record) => !isNoName(record))]);
  const last = records.at(-1) ?? [];
  if (records.length === 1) return last;
  const spread = records.slice(0, -1).map((record) => {
    let above = '';
    return record.map((cell, i) => {
      if (cell !== '') above = cell;
      else if (i === 0 || records.every((row) => (row[i] ?? '') === '')) above = '';
      return above;
    });
  });
  return last.map((cell, i) =>
    [...spread.map((record) => record[i] ?? ''), cell].filter((part) => part !== '').join(' '),
  );
}

/** Options that speak of lines or tables the file does not have. */
function requireRows(
  { tables }: Dialect,
  head: string,
  { skipLines = 0, table }: ReadOptions,
  { name, head: bytes }: FormatSource,
): void {
  const whole = bytes.length < headBytes;
  const lines = head.replace(/(?:\r\n|[\r\n])$/, '').split(/\r\n|[\r\n]/).length;
  if (whole && skipLines > 0 && skipLines >= lines)
    throw new TetradError({
      code: 'badInput',
      message: `The file has ${lines.toLocaleString('en')} lines; ${skipLines} of them cannot be skipped.`,
      place: `${name}, options.skipLines`,
      hint: 'Give the number of lines above the row of names.',
    });
  const found = Math.max(1, tables.length);
  if (table !== undefined && table > found)
    throw new TetradError({
      code: 'badInput',
      message: `There is no table ${table}: ${found === 1 ? 'the file holds one table' : `${found} tables were found in the file`}.`,
      place: `${name}, options.table`,
      hint: 'Tables stand below each other with a blank line between them, each with its names on top. To read from a certain line on, give the lines to skip.',
    });
}

function shiftedRows({ shifted, skipLines, delimiter }: Dialect, fileName: string): TetradError {
  const { row = [], more = 1 } = shifted ?? {};
  return new TetradError({
    code: 'badInput',
    message: `Most rows have ${more === 1 ? 'one cell' : `${more} cells`} more than the header, such as: ${row.join(delimiter).slice(0, 120)}`,
    place: `${fileName}, line ${skipLines + 2}`,
    hint: `A text or number with ${delimiterName(delimiter)} in it is probably not in quotes. Put it in quotes, or save the file with another delimiter; to read it as it is, give the number of header rows as 0.`,
  });
}

/** A quoted cell longer than this is looked at for a quote that is none; so often in a file. */
const longestQuoted = 4 * 1024 * 1024;
const mostLiteral = 50;

async function* batches(
  window: ByteWindow,
  { width, dialect, line, header }: { width: number; dialect: Dialect; line: number; header?: Uint8Array },
  fileName: string,
  context: ReadContext,
): AsyncGenerator<RecordBatch> {
  const textColumns = {
    has: (i: number) => dialect.textColumns.has(i) || context.textColumns?.has(i) === true,
  };
  const scanner = new CsvScanner(width, dialect, line, context.report, textColumns, undefined, context.spare);
  scanner.header = header;
  const batchRows = batchRowsFor(width, context.batchRows);
  const lastLine = dialect.lastLine ?? Number.POSITIVE_INFINITY;
  let anyRows = false;
  let literal = mostLiteral;
  try {
    for (;;) {
      window.at = scanner.scan(window.bytes, window.at, window.bytes.length, window.ended, batchRows);
      if (scanner.rows >= batchRows) {
        anyRows = true;
        yield scanner.take();
        continue;
      }
      anyRows ||= scanner.rows > 0;
      if (scanner.line > lastLine) break;
      const { openQuoteLine } = scanner;
      if (openQuoteLine !== undefined && window.bytes.length - window.at > longestQuoted && literal-- > 0) {
        scanner.readLiterally = true;
        continue;
      }
      if (window.ended) break;
      await window.more(openQuoteLine ?? scanner.line, openQuoteLine !== undefined);
    }
    if (window.at < window.bytes.length && scanner.line <= lastLine)
      throw neverClosed(fileName, scanner.openQuoteLine ?? scanner.line);
    scanner.finish(anyRows);
    if (scanner.rows === 0) return;
    const last = scanner.take();
    tellTotal(last, scanner.lastRowLine, context.report);
    yield last;
  } finally {
    await window.close();
  }
}

/** A sum of the rows above would be learnt like a row of its own. */
function tellTotal({ rows, columns }: RecordBatch, line: number, report: (issue: DataIssue) => void) {
  const word = columns
    .slice(0, 3)
    .map((column) =>
      column.physical === 'dict' ? column.dictionary[column.codes[rows - 1] ?? -1] : undefined,
    )
    .find((text) => text !== undefined && isTotal(text));
  if (word !== undefined)
    report({
      severity: 'warning',
      message: `The last row looks like the sum of the others (“${word}”); it was read as a row like them.`,
      hint: 'Leave it out of the file if it is.',
      line,
    });
}
