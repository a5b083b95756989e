/** CSV and TSV, whatever stands between the cells; streamed; what is uneven is reported by line. */
import { tableEndings } from '#/core/fileEndings';
import type { DataIssue } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { Ambiguity } from '#/core/reading/reading';
import type { RecordBatch } from '#/core/table/column';
import { batchRowsFor } from '#/core/table/columnBuilder';
import { unprotectFormula } from '#/core/table/formulaText';
import { ByteWindow, neverClosed } from './byteWindow';
import { type Dialect, sniffDialect } from './csv/dialect';
import { CsvScanner } from './csv/scanner';
import { splitRecords } from './csv/splitRecords';
import { decodeHead, encodingOf } from './encoding';
import type { FormatSource, ReadContext, TableFormatDef, TableReader } from './formatDef';
import { headBytes } from './openSource';
import { uniqueNames } from './uniqueNames';

const delimiterNames = new Map([
  [',', 'comma'],
  [';', 'semicolon'],
  ['\t', 'tab'],
  ['|', 'vertical bar'],
  [' ', 'blanks'],
  [':', 'colon'],
]);

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
  const encoding = encodingOf(source.head, options);
  const dialect = sniffDialect(decodeHead(source.head, encoding), source.head.length < headBytes, options);
  if (dialect.shifted) throw shiftedRows(dialect, source.name);
  const window = new ByteWindow(source.stream(), source.name, encoding, context.signal);
  let line = 1;
  for (; line <= dialect.skipLines; line++) window.at = (await window.lineEnd(line)).end;
  const records: string[][] = [];
  for (let row = 0; row < Math.max(1, dialect.headerRows); row++) {
    const record = await nextRecord(window, dialect, source, line);
    records.push(record.cells);
    line = record.line;
    if (dialect.headerRows === 0) break;
    window.at = record.end;
    line += record.lines;
  }
  const names = columnNames(records, dialect, source.name, report);
  tellStructure(dialect, encoding.doubt, report);
  return {
    names,
    details: {
      delimiter: delimiterNames.get(dialect.delimiter) ?? dialect.delimiter,
      quote: dialect.quote === '' ? 'none' : dialect.quote,
      decimal: dialect.decimal,
      encoding: encoding.encoding,
      header: headerWords[dialect.headerRows] ?? `first ${dialect.headerRows} rows`,
      ...(dialect.escape !== '' && { escape: dialect.escape }),
      ...(dialect.comment !== '' && { comment: dialect.comment }),
      ...(dialect.titles.texts.length > 0 && {
        skipped: `${dialect.titles.texts.length} lines above the header`,
      }),
    },
    decimal: dialect.decimal,
    options: {
      delimiter: dialect.delimiter,
      quote: dialect.quote,
      escape: dialect.escape,
      encoding: encoding.encoding,
      headerRows: dialect.headerRows,
      skipLines: dialect.skipLines,
      comment: dialect.comment,
      decimal: dialect.decimal,
    },
    ...(encoding.doubt && { ambiguities: [encoding.doubt] }),
    batches: batches(window, names.length, dialect, line, source.name, context),
  };
}

const headerWords: Record<number, string> = { 0: 'none', 1: 'first row' };

/** The next record that holds anything; comments and blank lines before it are passed over. */
async function nextRecord(window: ByteWindow, dialect: Dialect, source: FormatSource, startLine: number) {
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
        message: 'The file has no rows.',
        place: source.name,
        hint: 'It holds only empty or comment lines. Choose a file with a table in it.',
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
    if (records.length > 1)
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

function tellStructure(dialect: Dialect, doubt: Ambiguity | undefined, report: (issue: DataIssue) => void) {
  const { titles } = dialect;
  if (titles.texts.length > 0)
    report({
      severity: 'info',
      message: `${titles.texts.length === 1 ? 'A line' : `${titles.texts.length} lines`} above the header ${titles.texts.length === 1 ? 'was' : 'were'} left out: ${titles.texts
        .slice(0, 3)
        .map((text) => `“${text.slice(0, 60)}”`)
        .join(', ')}${titles.texts.length > 3 ? ', …' : ''}.`,
      hint: 'Give the number of lines to skip in the options of the import if they belong to the table.',
      line: titles.line,
    });
  if (dialect.trailing)
    report({
      severity: 'warning',
      message: 'Rows have one cell more than the header, which is always empty; it belongs to no column.',
      hint: 'If a name is lacking in the header, the names stand above the wrong columns: correct the header.',
      line: dialect.skipLines + 1,
    });
  if (doubt)
    report({
      severity: 'warning',
      message: `The encoding of the file is a guess: ${doubt.readings.map(({ value, example }) => `${String(value)} (${example})`).join(' or ')}.`,
      hint: 'If letters look wrong, give the encoding in the options of the import, or save the file as UTF-8.',
    });
}

function shiftedRows({ shifted = [], skipLines, delimiter }: Dialect, fileName: string): TetradError {
  return new TetradError({
    code: 'badInput',
    message: `Most rows have one cell more than the header, such as: ${shifted.join(delimiter).slice(0, 120)}`,
    place: `${fileName}, line ${skipLines + 2}`,
    hint: `A text with ${delimiterNames.get(delimiter) ?? `“${delimiter}”`} in it is probably not in quotes. Put it in quotes, or save the file with another delimiter; to read it as it is, give the number of header rows as 0.`,
  });
}

async function* batches(
  window: ByteWindow,
  width: number,
  dialect: Dialect,
  line: number,
  fileName: string,
  context: ReadContext,
): AsyncGenerator<RecordBatch> {
  const textColumns = {
    has: (i: number) => dialect.textColumns.has(i) || context.textColumns?.has(i) === true,
  };
  const scanner = new CsvScanner(width, dialect, line, context.report, textColumns);
  const batchRows = batchRowsFor(width, context.batchRows);
  try {
    for (;;) {
      window.at = scanner.scan(window.bytes, window.at, window.bytes.length, window.ended, batchRows);
      if (scanner.rows >= batchRows) {
        yield scanner.take();
        continue;
      }
      if (window.ended) break;
      await window.more(scanner.openQuoteLine ?? scanner.line, scanner.openQuoteLine !== undefined);
    }
    if (window.at < window.bytes.length) throw neverClosed(fileName, scanner.openQuoteLine ?? scanner.line);
    if (scanner.rows > 0) yield scanner.take();
  } finally {
    await window.close();
  }
}
