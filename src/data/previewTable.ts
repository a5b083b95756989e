/**
 * A file of rows as an import would read it: its first rows, and what they and the rows after them prove, up to a bound.
 * Nothing is stored. Cells are taken as they stand, so that the reading can be shown beside what is written.
 */
import { signLife } from '#/core/protocol/heartbeat';
import type { ReadOptions } from '#/core/reading/readOptions';
import type { TablePreview } from '#/core/reading/tablePreview';
import { ColumnProfile, profileLimits } from '#/core/stats/columnProfile';
import type { RecordBatch } from '#/core/table/column';
import { stringsOf } from '#/core/table/columnView';
import type { TableFormatDef } from '#/formats/formatDef';
import type { RecognisedTable } from '#/formats/recogniseFile';
import { readTable } from '#/formats/readTable';
import { describeImport } from './describeImport';
import { IssueLog } from './issueLog';
import { noRows } from './noRows';

const rowsShown = 50;
/** About a second of reading: most files are seen whole. */
const mostCells = 2_000_000;
const mostBytes = 64 * 1024 * 1024;

export async function previewTable(
  { file, format, source }: RecognisedTable,
  options: ReadOptions = {},
): Promise<TablePreview> {
  const issues = new IssueLog();
  const tap = new Tap(format, (cells) => cells >= mostCells || source.bytesRead() >= mostBytes);
  const table = await readTable(tap.format, source, {
    signal: new AbortController().signal,
    report: (issue) => issues.report(issue),
    batchRows: 4_096,
    options,
  });
  const limits = profileLimits(table.names.length);
  let profiles: ColumnProfile[] = [];
  let rows: (string | null)[][] = [];
  const begin = () => {
    profiles = table.names.map(() => new ColumnProfile(limits));
    rows = [];
  };
  begin();
  for await (const batch of table.batches) {
    if (batch === 'again') {
      begin();
      continue;
    }
    signLife();
    batch.columns.forEach((column, i) => profiles[i]?.add(column));
    addRows(rows, batch);
  }
  if (tap.rowsRead === 0) throw noRows(file.name, table.names);
  const outcome = table.outcome();
  const described = describeImport(table.names, profiles, outcome);
  for (const issue of described.issues) issues.report(issue);
  return {
    fileName: file.name,
    fileBytes: file.size,
    format: format.type,
    formatTitle: format.title,
    columns: described.columns,
    reading: outcome.reading,
    details: table.details,
    issues: issues.list(),
    rows,
    written: tap.rows,
    rowsRead: tap.rowsRead,
    isWhole: !tap.isCut,
    isTyped: table.isTyped,
  };
}

/** The format with its cells as text, the first rows of which are kept, ended where enough was seen. */
class Tap {
  rows: (string | null)[][] = [];
  rowsRead = 0;
  isCut = false;
  readonly format: TableFormatDef;

  constructor(format: TableFormatDef, isEnough: (cells: number) => boolean) {
    this.format = {
      ...format,
      read: async (source, context) => {
        const reader = await format.read(source, { ...context, textColumns: { has: () => true } });
        return { ...reader, batches: this.#tapped(reader.batches, isEnough) };
      },
    };
  }

  async *#tapped(
    batches: AsyncIterable<RecordBatch>,
    isEnough: (cells: number) => boolean,
  ): AsyncGenerator<RecordBatch> {
    this.rows = [];
    this.rowsRead = 0;
    this.isCut = false;
    for await (const batch of batches) {
      signLife();
      addRows(this.rows, batch);
      this.rowsRead += batch.rows;
      yield batch;
      this.isCut = isEnough(this.rowsRead * batch.columns.length);
      if (this.isCut) return;
    }
  }
}

function addRows(rows: (string | null)[][], batch: RecordBatch): void {
  const wanted = Math.min(batch.rows, rowsShown - rows.length);
  if (wanted <= 0) return;
  const columns = batch.columns.map((column) =>
    stringsOf(
      column.physical === 'f64'
        ? { ...column, values: column.values.subarray(0, wanted) }
        : { ...column, codes: column.codes.subarray(0, wanted) },
    ),
  );
  for (let row = 0; row < wanted; row++) rows.push(columns.map((column) => column[row] ?? null));
}
