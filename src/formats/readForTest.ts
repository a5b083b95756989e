/** Reads bytes through the registry as an import does, cut into pieces anywhere; for tests. */
import type { DataIssue } from '#/core/protocol/dataset';
import { stringsOf } from '#/core/table/columnView';
import { openSource } from './openSource';
import { tableFormats } from './registry';
import { sniffFormat } from './sniffFormat';

export interface ReadTable {
  format: string;
  names: string[];
  details: Record<string, string>;
  rows: (string | null)[][];
  physical: string[][];
  issues: DataIssue[];
}

export interface ReadOptions {
  format?: string;
  /** Sizes of the pieces the file arrives in, repeated. */
  pieceBytes?: readonly number[];
  batchRows?: number;
}

export async function readForTest(
  name: string,
  content: string | Uint8Array<ArrayBuffer>,
  options: ReadOptions = {},
): Promise<ReadTable> {
  const file = new File([content], name);
  const bytes = new Uint8Array(await file.arrayBuffer());
  const source = await openSource(file);
  const format = sniffFormat(source.head, source.name, tableFormats, options.format);
  const issues: DataIssue[] = [];
  const { pieceBytes } = options;
  const reader = await format.read(
    pieceBytes ? { ...source, stream: () => inPieces(bytes, pieceBytes) } : source,
    {
      signal: new AbortController().signal,
      report: (issue) => issues.push(issue),
      batchRows: options.batchRows ?? 65_536,
    },
  );
  const rows: (string | null)[][] = [];
  const physical: string[][] = [];
  for await (const batch of reader.batches) {
    const columns = batch.columns.map(stringsOf);
    for (let row = 0; row < batch.rows; row++)
      rows.push(columns.map((column) => column[row] as string | null));
    physical.push(batch.columns.map((column) => column.physical));
  }
  return { format: format.type, names: reader.names, details: reader.details, rows, physical, issues };
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
