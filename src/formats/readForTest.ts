/** Reads bytes through the registry as an import does, cut into pieces anywhere; for tests. */
import type { DataIssue } from '#/core/protocol/dataset';
import { stringsOf } from '#/core/table/columnView';
import { openSource } from './openSource';
import { readTable } from './readTable';
import { tableFormats } from './registry';
import { namedFormat, sniffFormat } from './sniffFormat';
import type { Reading } from '#/core/reading/reading';
import type { ReadOptions } from '#/core/reading/readOptions';

export interface ReadTable {
  format: string;
  names: string[];
  details: Record<string, string>;
  rows: (string | null)[][];
  physical: string[][];
  /** What the reader met in the file. */
  issues: DataIssue[];
  /** What was said of how the columns are read. */
  told: DataIssue[];
  reading: Reading;
}

export interface ReadForTestOptions {
  format?: string;
  /** Sizes of the pieces the file arrives in, repeated. */
  pieceBytes?: readonly number[];
  batchRows?: number;
  heldBytes?: number;
  read?: ReadOptions;
}

export async function readForTest(
  name: string,
  content: string | Uint8Array<ArrayBuffer>,
  options: ReadForTestOptions = {},
): Promise<ReadTable> {
  const file = new File([content], name);
  const bytes = new Uint8Array(await file.arrayBuffer());
  const source = await openSource(file);
  const format = options.format
    ? namedFormat(tableFormats, options.format)
    : sniffFormat(source.head, source.name, tableFormats);
  const issues: DataIssue[] = [];
  const { pieceBytes } = options;
  const table = await readTable(
    format,
    pieceBytes ? { ...source, stream: () => inPieces(bytes, pieceBytes) } : source,
    {
      signal: new AbortController().signal,
      report: (issue) => issues.push(issue),
      batchRows: options.batchRows ?? 65_536,
      options: options.read,
    },
    options.heldBytes,
  );
  let rows: (string | null)[][] = [];
  let physical: string[][] = [];
  for await (const batch of table.batches) {
    if (batch === 'again') {
      rows = [];
      physical = [];
      continue;
    }
    const columns = batch.columns.map(stringsOf);
    for (let row = 0; row < batch.rows; row++)
      rows.push(columns.map((column) => column[row] as string | null));
    physical.push(batch.columns.map((column) => column.physical));
  }
  const { reading, issues: told } = table.outcome();
  return {
    format: format.type,
    names: table.names,
    details: table.details,
    rows,
    physical,
    issues,
    told,
    reading,
  };
}

function inPieces(bytes: Uint8Array, sizes: readonly number[]): ReadableStream<Uint8Array> {
  let at = 0;
  let turn = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      const size = sizes[turn++ % sizes.length] as number;
      controller.enqueue(bytes.slice(at, at + size));
      at += size;
    },
  });
}
