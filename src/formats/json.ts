/**
 * JSON tables: an array of records, an object of columns ({"a": [1, 2], "b": [3, 4]}, also as pandas
 * writes it), or an object that holds one such array. Records stream; an object of columns has to be read
 * to its end before its first row is complete.
 */
import { tableEndings } from '#/core/fileEndings';
import { TetradError } from '#/core/protocol/errors';
import type { ColumnValues, RecordBatch } from '#/core/table/column';
import { ColumnBuilder } from '#/core/table/columnBuilder';
import { decodeHead } from './encoding';
import type { FormatSource, ReadContext, TableFormatDef, TableReader } from './formatDef';
import { JsonCursor } from './json/jsonCursor';
import { addJsonCell, RecordTable } from './json/recordTable';
import { uniqueNames } from './uniqueNames';

export const json: TableFormatDef = {
  type: 'json',
  title: 'JSON',
  extensions: tableEndings.json,
  kind: 'tabular',
  holds: 'rows',
  text: true,
  match(head, name) {
    const text = decodeHead(head).trimStart();
    const byName = /\.json$/i.test(name) ? 0.9 : 0;
    if (/^\[\s*[[{\]]/.test(text)) return 0.95;
    if (/^\{\s*"(?:[^"\\]|\\.)*"\s*:/.test(text)) return 0.92;
    return byName;
  },
  async read(source, context) {
    const cursor = new JsonCursor(source, context.signal);
    const first = await cursor.peek();
    if (first === '[') {
      await cursor.expect('[');
      return readRecords(cursor, source, context, {});
    }
    if (first === '{') return readObject(cursor, source, context);
    throw cursor.failure('The file does not start with [ or {.');
  },
};

/** Records up to the closing bracket; the names are those of the first batch. */
async function readRecords(
  cursor: JsonCursor,
  source: FormatSource,
  context: ReadContext,
  details: Record<string, string>,
): Promise<TableReader> {
  const table = new RecordTable(source.name, context.report);
  const fill = async (): Promise<boolean> => {
    while (!table.isFull(context.batchRows)) {
      if (!(await cursor.nextElement(']'))) return false;
      const line = cursor.line;
      table.addRecord(await cursor.value(), line);
    }
    return true;
  };
  let more = await fill();
  async function* batches(): AsyncGenerator<RecordBatch> {
    try {
      while (table.rows > 0) {
        yield table.take();
        if (more) more = await fill();
      }
    } finally {
      await cursor.close();
    }
  }
  return {
    names: uniqueNames(table.names, source.name, context.report),
    details: { layout: 'array of records', ...details },
    batches: batches(),
  };
}

async function readObject(
  cursor: JsonCursor,
  source: FormatSource,
  context: ReadContext,
): Promise<TableReader> {
  await cursor.expect('{');
  const columns: { name: string; parts: ColumnValues[]; rows: number }[] = [];
  while (await cursor.nextElement('}')) {
    const name = await cursor.key();
    const opening = await cursor.peek();
    if (opening !== '[' && opening !== '{') {
      await cursor.value();
      context.report({
        severity: 'info',
        message: 'Values beside the table were left out.',
        line: cursor.line,
        column: name,
      });
      continue;
    }
    await cursor.expect(opening);
    if (opening === '[' && (await cursor.peek()) === '{') {
      if (columns.length > 0) throw cursor.failure(`“${name}” holds records, but other fields hold columns.`);
      return readRecords(cursor, source, context, { table: name });
    }
    columns.push({ name, ...(await readColumn(cursor, opening, context)) });
  }
  await cursor.close();
  const [first] = columns;
  const uneven = columns.find((column) => column.rows !== first?.rows);
  if (first && uneven)
    throw new TetradError({
      code: 'badInput',
      message: `The columns differ in length: “${first.name}” has ${first.rows} values, “${uneven.name}” has ${uneven.rows}.`,
      place: source.name,
      hint: 'Give every column the same number of values, with null for missing ones.',
    });
  async function* batches(): AsyncGenerator<RecordBatch> {
    for (let i = 0; first && i < first.parts.length; i++) {
      const rows = Math.min(context.batchRows, first.rows - i * context.batchRows);
      yield { rows, columns: columns.map((column) => column.parts[i] as ColumnValues) };
    }
  }
  const names = uniqueNames(
    columns.map((column) => column.name),
    source.name,
    context.report,
  );
  return { names, details: { layout: 'object of columns' }, batches: batches() };
}

/** One column as parts of `batchRows` rows each. */
async function readColumn(cursor: JsonCursor, opening: string, context: ReadContext) {
  const builder = new ColumnBuilder();
  const parts: ColumnValues[] = [];
  let rows = 0;
  let held = 0;
  while (await cursor.nextElement(opening === '[' ? ']' : '}')) {
    if (opening === '{') await cursor.key();
    addJsonCell(builder, held++, await cursor.value());
    rows++;
    if (held === context.batchRows) {
      parts.push(builder.finish(held));
      held = 0;
    }
  }
  if (held > 0) parts.push(builder.finish(held));
  return { parts, rows };
}
