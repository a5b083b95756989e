/** A long JSON object: the first array of records in it, as a stream, or its columns one after the other. */
import { TetradError } from '#/core/protocol/errors';
import type { ColumnValues, RecordBatch } from '#/core/table/column';
import { ColumnBuilder } from '#/core/table/columnBuilder';
import type { FormatSource, ReadContext, TableReader } from '../formatDef';
import { uniqueNames } from '../uniqueNames';
import type { JsonCursor } from './jsonCursor';
import { addJsonCell } from './recordTable';

export async function readLongObject(
  cursor: JsonCursor,
  source: FormatSource,
  context: ReadContext,
  readRecords: (details: Record<string, string>) => Promise<TableReader>,
): Promise<TableReader> {
  await cursor.expect('{');
  const columns: { name: string; parts: ColumnValues[]; rows: number }[] = [];
  const wanted = context.options?.path;
  while (await cursor.nextElement('}')) {
    const name = await cursor.key();
    const opening = await cursor.peek();
    if ((opening !== '[' && opening !== '{') || (wanted !== undefined && wanted !== name)) {
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
      context.report({
        severity: 'info',
        message: `The records of “${name}” were read; what stands behind them was not looked at.`,
        line: cursor.line,
      });
      return readRecords({ table: name });
    }
    columns.push({ name, ...(await readColumn(cursor, opening, context, columns.length)) });
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
async function readColumn(cursor: JsonCursor, opening: string, context: ReadContext, index: number) {
  const builder = new ColumnBuilder(context.textColumns?.has(index));
  const parts: ColumnValues[] = [];
  let rows = 0;
  let held = 0;
  while (await cursor.nextElement(opening === '[' ? ']' : '}')) {
    if (opening === '{') await cursor.key();
    const { line } = cursor;
    addJsonCell(builder, held++, await cursor.value(), line);
    rows++;
    if (held === context.batchRows) {
      parts.push(builder.finish(held));
      held = 0;
    }
  }
  if (held > 0) parts.push(builder.finish(held));
  return { parts, rows };
}
