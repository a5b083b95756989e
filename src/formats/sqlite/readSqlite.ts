/** One table of a database as a table; which of several is a choice. */
import { TetradError } from '#/core/protocol/errors';
import { signLife } from '#/core/protocol/heartbeat';
import type { RecordBatch } from '#/core/table/column';
import { batchRowsFor, ColumnBuilder } from '#/core/table/columnBuilder';
import type { FormatSource, ReadContext, TableReader } from '../formatDef';
import { bytesText } from '../typed/bytesText';
import { uniqueNames } from '../uniqueNames';
import { Pager } from './pager';
import { type Row, rowsOf, type Value, valuesOf } from './records';
import { type TableColumn, type TableShape, tableShape } from './tableSql';

const mostTables = 1000;

interface StoredTable {
  name: string;
  root: number;
  shape: TableShape;
  isEmpty: boolean;
}

export async function readSqlite(source: FormatSource, context: ReadContext): Promise<TableReader> {
  const pager = await Pager.open(await source.blob(), source.name);
  const all = await guarded(source.name, 'its list of tables', () => tablesIn(pager));
  const tables = all.filter(({ isEmpty }) => !isEmpty);
  if (tables.length === 0)
    throw new TetradError({
      code: 'badInput',
      message: all.length === 0 ? 'The database has no tables.' : 'The tables of the database have no rows.',
      place: source.name,
      hint: 'If rows lie in a file beside it (-wal), close the program that uses it, or copy it with “sqlite3 old.db ".backup new.db"”.',
    });
  const { table: wanted } = context.options ?? {};
  const chosen = tables[(wanted ?? 1) - 1];
  if (!chosen)
    throw new TetradError({
      code: 'badInput',
      message: `There is no table ${wanted}: the database has ${tables.length} with rows in them.`,
      place: `${source.name}, options.table`,
      hint: `They are ${tables
        .slice(0, 8)
        .map(({ name }, i) => `${i + 1} “${name}”`)
        .join(', ')}.`,
    });
  const several = tables.length > 1;
  if (several && wanted === undefined)
    context.report({
      severity: 'warning',
      message: `The database has ${tables.length} tables with rows; the first (“${chosen.name}”) was read.`,
      hint: 'Choose another one in the options of the import.',
    });
  const columns = chosen.shape.columns.filter(({ isVirtual }) => !isVirtual);
  for (const { name } of chosen.shape.columns.filter(({ isVirtual }) => isVirtual))
    context.report({
      severity: 'info',
      message: `“${name}” is computed by the database when it is asked for; it was left out.`,
      hint: 'Store it as a column of its own to import it.',
    });
  return {
    names: uniqueNames(
      columns.map(({ name }) => name),
      source.name,
      context.report,
    ),
    details: { table: chosen.name },
    ...(several && {
      options: { table: wanted ?? 1 },
      ...(wanted === undefined && {
        ambiguities: [
          {
            option: 'table' as const,
            readings: tables.map(({ name, shape }, i) => ({
              value: String(i + 1),
              example: `${name}: ${shape.columns
                .map((column) => column.name)
                .slice(0, 5)
                .join(', ')
                .slice(0, 60)}`,
            })),
            evidence: `The database has ${tables.length} tables with rows.`,
          },
        ],
      }),
    }),
    batches: batches(pager, source, chosen, columns, context),
  };
}

async function tablesIn(pager: Pager): Promise<StoredTable[]> {
  const tables: StoredTable[] = [];
  const master: Row[] = [];
  for await (const rows of rowsOf(pager, 1, 'table')) for (const row of rows) master.push(row);
  for (const { payload } of master) {
    const [kind, name, , root, sql] = valuesOf(pager, payload, 5);
    const isOwn = kind === 'table' && typeof name === 'string' && !name.startsWith('sqlite_');
    if (!isOwn || typeof root !== 'number' || root < 1 || typeof sql !== 'string') continue;
    const shape = tableShape(sql);
    const first = await rowsOf(pager, root, shape.withoutRowId ? 'index' : 'table').next();
    tables.push({ name, root, shape, isEmpty: first.done === true || first.value.length === 0 });
    if (tables.length >= mostTables) break;
  }
  return tables;
}

async function* batches(
  pager: Pager,
  source: FormatSource,
  { root, shape, name }: StoredTable,
  columns: readonly TableColumn[],
  context: ReadContext,
): AsyncGenerator<RecordBatch> {
  const aim = batchRowsFor(columns.length, context.batchRows);
  const toCells = cellsOf(pager, shape, columns);
  const begin = () => columns.map((_, i) => new ColumnBuilder(context.textColumns?.has(i)));
  let builders = begin();
  let rows = 0;
  let bytes = 0;
  const rowsIn = rowsOf(pager, root, shape.withoutRowId ? 'index' : 'table');
  for (;;) {
    const { done, value: page } = await guarded(source.name, `table “${name}”`, () => rowsIn.next());
    if (done) break;
    for (const row of page) {
      const cells = guardedNow(source.name, `table “${name}”, row ${row.id || rows + 1}`, () => toCells(row));
      for (let i = 0; i < cells.length; i++) add(builders[i] as ColumnBuilder, rows, cells[i] ?? null);
      rows++;
      bytes += row.payload.length;
      if (rows < aim) continue;
      context.signal.throwIfAborted();
      signLife();
      source.tellRead(Math.min(0.99, bytes / (pager.pages * pager.pageSize)));
      yield { rows, columns: builders.map((builder) => builder.finish(rows)) };
      builders = begin();
      rows = 0;
    }
  }
  source.tellRead(1);
  if (rows > 0) yield { rows, columns: builders.map((builder) => builder.finish(rows)) };
}

/** Where a column lies in a record: tables without row numbers store their key first. */
function cellsOf(
  pager: Pager,
  { columns: all, withoutRowId, key }: TableShape,
  wanted: readonly TableColumn[],
) {
  const stored = all.filter(({ isVirtual }) => !isVirtual);
  const lower = key.map((name) => name.toLowerCase());
  const keyed = lower.flatMap((name) => stored.find((column) => column.name.toLowerCase() === name) ?? []);
  const order = withoutRowId ? [...keyed, ...stored.filter((column) => !keyed.includes(column))] : stored;
  const places = wanted.map((column) => order.indexOf(column));
  const fallbacks = wanted.map(({ fallback }) => fallbackOf(fallback));
  return ({ id, payload }: Row): Value[] => {
    const values = valuesOf(pager, payload, order.length);
    return wanted.map((column, i) => {
      const value = values[places[i] as number];
      if (column.isRowId && (value === null || value === undefined)) return id;
      return value === undefined ? (fallbacks[i] as Value) : value;
    });
  };
}

function fallbackOf(text: string | undefined): Value {
  if (text === undefined || /^null$/i.test(text)) return null;
  if (/^'.*'$/s.test(text)) return text.slice(1, -1).replaceAll("''", "'");
  const number = Number(text);
  return Number.isNaN(number) ? null : number;
}

function add(builder: ColumnBuilder, row: number, value: Value) {
  // An empty text is missing, as it is in files of text.
  if (value === null || value === '') return builder.addMissing(row);
  if (typeof value === 'number' && Number.isFinite(value)) return builder.addNumber(row, value);
  const isSafe =
    typeof value === 'bigint' && value === BigInt(Number(value)) && Number.isSafeInteger(Number(value));
  if (isSafe) return builder.addNumber(row, Number(value));
  if (typeof value === 'number') return builder.addMissing(row);
  builder.addText(row, value instanceof Uint8Array ? bytesText(value) : String(value));
}

async function guarded<T>(name: string, where: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw damaged(name, where, cause);
  }
}

function guardedNow<T>(name: string, where: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw damaged(name, where, cause);
  }
}

function damaged(name: string, where: string, cause: unknown): unknown {
  if (cause instanceof TetradError) return cause;
  const why = cause instanceof Error && cause.message ? `: ${cause.message}` : '';
  return new TetradError(
    {
      code: 'badInput',
      message: `The SQLite database cannot be read${why}.`,
      place: `${name}, ${where}`,
      hint: 'It is damaged: copy it again, best with “sqlite3 old.db ".backup new.db"”.',
    },
    { cause },
  );
}
