/** CSV and TSV: any delimiter of , ; tab |, sniffed; streamed; what is uneven is reported by line. */
import { tableEndings } from '#/core/fileEndings';
import type { DataIssue } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { RecordBatch } from '#/core/table/column';
import { batchRowsFor } from '#/core/table/columnBuilder';
import { unprotectFormula } from '#/core/table/formulaText';
import { ByteWindow, neverClosed } from './byteWindow';
import { type Dialect, sniffDialect } from './csv/dialect';
import { CsvScanner } from './csv/scanner';
import { splitRecords } from './csv/splitRecords';
import { decodeHead, sniffEncoding } from './encoding';
import type { FormatSource, ReadContext, TableFormatDef, TableReader } from './formatDef';
import { headBytes } from './openSource';
import { uniqueNames } from './uniqueNames';

const delimiterNames = new Map([
  [',', 'comma'],
  [';', 'semicolon'],
  ['\t', 'tab'],
  ['|', 'vertical bar'],
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
  const encoding = sniffEncoding(source.head);
  const dialect = sniffDialect(decodeHead(source.head), source.head.length < headBytes);
  const window = new ByteWindow(source.stream(), source.name, encoding, context.signal);
  let line = 1;
  for (; line <= dialect.skipLines; line++) window.at = (await window.lineEnd(line)).end;
  const first = await firstRecord(window, dialect, source, line);
  const names = columnNames(first.cells, dialect, source.name, context.report);
  if (dialect.header) {
    window.at = first.end;
    line += first.lines;
  } else {
    line = first.line;
  }
  return {
    names,
    details: {
      delimiter: delimiterNames.get(dialect.delimiter) ?? dialect.delimiter,
      quote: dialect.quote,
      decimal: dialect.decimal,
      encoding: encoding.encoding,
      header: dialect.header ? 'first row' : 'none',
    },
    batches: batches(window, names.length, dialect, line, source.name, context),
  };
}

async function firstRecord(window: ByteWindow, dialect: Dialect, source: FormatSource, startLine: number) {
  let line = startLine;
  for (;;) {
    const { end, lines } = await window.lineEnd(line, dialect);
    let text = new TextDecoder().decode(window.bytes.subarray(window.at, end));
    if (dialect.hashHeader) text = text.replace(/^#\s*/, '');
    const [cells] = splitRecords(text, dialect, 1);
    const comment = dialect.comments && !dialect.hashHeader && text.startsWith('#');
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
  cells: string[],
  dialect: Dialect,
  fileName: string,
  report: (issue: DataIssue) => void,
): string[] {
  if (dialect.header) {
    const names = cells.map(unprotectFormula);
    return uniqueNames(dialect.rowNames ? ['row', ...names] : names, fileName, report);
  }
  report({
    severity: 'info',
    message: 'No header row was recognised; columns are called column1, column2, …',
    hint: 'If the first row holds names, make sure they are texts and all different.',
  });
  return uniqueNames(
    cells.map((_, index) => `column${index + 1}`),
    fileName,
    report,
  );
}

async function* batches(
  window: ByteWindow,
  width: number,
  dialect: Dialect,
  line: number,
  fileName: string,
  context: ReadContext,
): AsyncGenerator<RecordBatch> {
  const scanner = new CsvScanner(width, dialect, line, context.report);
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
