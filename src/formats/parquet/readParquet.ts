/** Row group by row group, all columns in step: batches of rows without more in memory than a window of each column. */
import type { FileMetaData, RowGroup } from 'hyparquet';
import { TetradError } from '#/core/protocol/errors';
import { signLife } from '#/core/protocol/heartbeat';
import type { RecordBatch } from '#/core/table/column';
import { batchRowsFor } from '#/core/table/columnBuilder';
import type { SpareBuffers } from '#/core/table/spareBuffers';
import type { FormatSource, ReadContext, TableReader } from '../formatDef';
import { KnownTexts } from '../typed/knownTexts';
import { type Filled, TypedColumn } from '../typed/typedColumn';
import { TypedTable } from '../typed/typedTable';
import { uniqueNames } from '../uniqueNames';
import { readFooter } from './footer';
import { type ByteRange, GroupBytes } from './groupBytes';
import { type FlatPiece, LeafReader } from './leafReader';
import { NestedReader } from './nestedReader';
import { PageMemory } from './pageMemory';
import { columnsOf, type Leaf, type ParquetColumn } from './schema';

/** For the windows of all columns of a row group. */
const windowsBytes = 48 * 1024 * 1024;

export async function readParquet(source: FormatSource, context: ReadContext): Promise<TableReader> {
  const file = await source.blob();
  const metadata = await readFooter(file, source.name);
  const columns = guarded(source.name, 'the schema', () => columnsOf(metadata));
  if (columns.length === 0)
    throw new TetradError({
      code: 'badInput',
      message: 'The Parquet file has no columns.',
      place: source.name,
      hint: 'Write the file anew from a table with columns.',
    });
  const names = uniqueNames(
    columns.map(({ name }) => name),
    source.name,
    context.report,
  );
  const table = new TypedTable(names, columns.map(typeOf), context.report);
  return {
    names,
    details: detailsOf(metadata),
    typed: table,
    batches: batches(file, source, metadata, columns, table, context),
  };
}

const typeOf = (column: ParquetColumn) => {
  if (column.form === 'nested') return { as: 'text' as const };
  const { as, type, unit } = column.leaf.sense;
  return { as, ...(type && { type }), ...(unit && { unit }) };
};

function detailsOf({ row_groups, created_by }: FileMetaData): Record<string, string> {
  const codecs = new Set(row_groups[0]?.columns.map(({ meta_data }) => meta_data?.codec ?? ''));
  const [codec = ''] = codecs;
  return {
    'row groups': row_groups.length.toLocaleString('en'),
    ...(codecs.size === 1 && codec && { codec: codec.toLowerCase() }),
    ...(created_by && { 'written by': created_by.slice(0, 80) }),
  };
}

async function* batches(
  file: Blob,
  source: FormatSource,
  metadata: FileMetaData,
  columns: readonly ParquetColumn[],
  table: TypedTable,
  context: ReadContext,
): AsyncGenerator<RecordBatch> {
  const total = metadata.row_groups.reduce((sum, { num_rows }) => sum + Number(num_rows), 0);
  const bytes = new GroupBytes(file, metadata.row_groups);
  const memory = columns.map(() => ({ pages: new PageMemory(), texts: new KnownTexts() }));
  let done = 0;
  for (const [i, group] of metadata.row_groups.entries()) {
    const readers = guarded(source.name, `row group ${i + 1}`, () =>
      fillersOf(bytes.group(i), group, columns, memory, context.spare),
    );
    const rows = Number(group.num_rows);
    const aim = batchRowsFor(columns.length, context.batchRows);
    for (let start = 0; start < rows; start += aim) {
      const count = Math.min(aim, rows - start);
      const values: Filled[] = [];
      for (const [at, fill] of readers.entries()) {
        context.signal.throwIfAborted();
        if (at % 64 === 0) signLife();
        values.push(
          await guardedAsync(source.name, `row group ${i + 1}, column “${table.names[at]}”`, () =>
            fill(count, () => table.noteBadBytes(at)),
          ),
        );
      }
      done += count;
      source.tellRead(done / total);
      yield { rows: count, columns: table.checked(values) };
    }
  }
}

/** Used again from row group to row group. */
interface ColumnMemory {
  pages: PageMemory;
  texts: KnownTexts;
}

type Fill = (rows: number, onBadBytes: () => void) => Promise<Filled>;

function fillersOf(
  file: ByteRange,
  group: RowGroup,
  columns: readonly ParquetColumn[],
  memory: readonly ColumnMemory[],
  spare: SpareBuffers | undefined,
): Fill[] {
  const window = Math.max(65_536, Math.min(4 * 1024 * 1024, Math.floor(windowsBytes / group.columns.length)));
  const open = (leaf: Leaf, own?: PageMemory): LeafReader => {
    const meta = group.columns[leaf.index]?.meta_data;
    if (!meta) throw new Error('it has fewer columns than the file');
    return new LeafReader(file, leaf, meta, window, own);
  };
  return columns.map((column, i): Fill => {
    if (column.form === 'flat') {
      const own = memory[i] as ColumnMemory;
      const reader = open(column.leaf, own.pages);
      return (rows, onBadBytes) => fillFlat(reader, rows, own, spare, onBadBytes);
    }
    const reader = new NestedReader(
      column.node,
      column.leaves.map((leaf) => open(leaf)),
    );
    return async (rows) => {
      const texts = await reader.next(rows);
      const values = new TypedColumn(rows, spare);
      values.addTexts((i) => texts[i] ?? null, rows, undefined);
      return values.take();
    };
  });
}

async function fillFlat(
  reader: LeafReader,
  rows: number,
  { pages, texts }: ColumnMemory,
  spare: SpareBuffers | undefined,
  onBadBytes: () => void,
): Promise<Filled> {
  const values = new TypedColumn(rows, spare);
  texts.beginBatch();
  for (let left = rows; left > 0; ) {
    const piece = await reader.nextFlat(left, pages);
    if (!piece) throw new Error(`it ends ${left.toLocaleString('en')} rows early`);
    left -= piece.count;
    add(values, piece, texts, onBadBytes);
  }
  return values.take();
}

function add(
  values: TypedColumn,
  { count, present, gaps, cells }: FlatPiece,
  texts: KnownTexts,
  onBadBytes: () => void,
) {
  if (present === 0 && count > 0) return values.addMissing(count);
  switch (cells.form) {
    case 'numbers':
      return values.addNumbers(cells.data, count, gaps);
    case 'texts':
      return values.addTexts((i) => cells.data[i] ?? null, count, gaps);
    case 'entries':
      return values.addEntries(cells.dictionary, cells.indices, count, gaps);
    default:
      return values.addBytes(cells, count, gaps, texts, onBadBytes);
  }
}

/** Whatever goes wrong inside is the file's fault: it says where. */
const damaged = (name: string, where: string, cause: unknown): unknown => {
  if (cause instanceof TetradError || (cause instanceof DOMException && cause.name === 'AbortError'))
    return cause;
  const why = cause instanceof Error && cause.message ? `: ${cause.message.replace(/^parquet /, '')}` : '';
  return new TetradError(
    {
      code: 'badInput',
      message: `The Parquet file cannot be read${why}.`,
      place: `${name}, ${where}`,
      hint: 'It is damaged, or written in a way that is not known. Download it again, or write it anew with pyarrow, DuckDB or Polars.',
    },
    { cause },
  );
};

function guarded<T>(name: string, where: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw damaged(name, where, cause);
  }
}

async function guardedAsync<T>(name: string, where: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw damaged(name, where, cause);
  }
}
