/**
 * JSON tables. An array of records streams, however long; a document of any other form is read to its end and
 * searched for its table (json/findTable). An object of columns that is too long for that is read column by
 * column. Documents that follow each other in one file are one table.
 */
import { tableEndings } from '#/core/fileEndings';
import type { RecordBatch } from '#/core/table/column';
import { decodeHead } from './encoding';
import type { FormatSource, ReadContext, TableFormatDef, TableReader } from './formatDef';
import { headerOf } from './json/findTable';
import { JsonCursor } from './json/jsonCursor';
import { readLongObject } from './json/readLongObject';
import { type JsonDocument, tableOfDocuments } from './json/tableOfDocuments';
import { RecordTable } from './json/recordTable';
import { wrappingLength } from './json/wrapping';
import { uniqueNames } from './uniqueNames';

/** A document up to this size is looked at as a whole. */
const mostWholeBytes = 16 * 1024 * 1024;
/** An object of plain values and an array of records behind it: what an answer is about, and its rows. */
const beginsPage = /^\s*\[\s*\{[^[\]{}]*\}\s*,\s*\[\s*\{/;
/** Rows of lists that are looked at for names in the first. */
const mostLists = 20;

export const json: TableFormatDef = {
  type: 'json',
  title: 'JSON',
  extensions: tableEndings.json,
  kind: 'tabular',
  holds: 'rows',
  text: true,
  match(head, name) {
    const whole = decodeHead(head);
    const text = whole.slice(wrappingLength(whole)).trimStart();
    const byName = /\.(?:geo)?json$/i.test(name) ? 0.9 : 0;
    if (/^\[\s*[[{\]]/.test(text)) return 0.95;
    if (/^\{\s*"(?:[^"\\]|\\.)*"\s*:/.test(text)) return 0.92;
    return byName;
  },
  async read(source, context) {
    const cursor = new JsonCursor(source, context);
    const first = await cursor.peek();
    if (first === '[' && !context.options?.path && !beginsPage.test(decodeHead(source.head)))
      return readRecords(cursor, source, context);
    if (first !== '{' && first !== '[') throw cursor.failure('The file does not start with [ or {.');
    if (await cursor.holdsRest(mostWholeBytes)) return readWhole(cursor, source, context);
    return readLongObject(cursor, source, context, (details) =>
      readRecords(cursor, source, context, details),
    );
  },
};

/** Records up to the closing bracket, and of arrays behind it; the names are those of the first batch. */
async function readRecords(
  cursor: JsonCursor,
  source: FormatSource,
  context: ReadContext,
  details?: Record<string, string>,
): Promise<TableReader> {
  const table = new RecordTable(source.name, context);
  let documents = 1;
  // The array of a long object is open already; what follows it is not looked at.
  if (!details) await cursor.expect('[');
  let names: string[] | undefined;
  let lists: { record: unknown; line: number }[] | undefined = [];
  const flush = () => {
    if (!lists) return;
    const records = lists.map(({ record }) => record);
    if (records.length > 1 && records.every(Array.isArray)) names = headerOf(records);
    for (const { record, line } of names ? lists.slice(1) : lists) table.addRecord(record, line, names);
    lists = undefined;
  };
  const add = (record: unknown, line: number) => {
    if (!lists) return table.addRecord(record, line, names);
    lists.push({ record, line });
    if (!Array.isArray(record) || lists.length === mostLists) flush();
  };
  let open = true;
  const fill = async (): Promise<boolean> => {
    while (!table.isFull(context.batchRows)) {
      if (open && (await cursor.nextElement(']'))) {
        const { line } = cursor;
        add(await cursor.value(), line);
        continue;
      }
      open = false;
      flush();
      if (details || !(await nextDocument(cursor, context, documents))) return false;
      documents++;
      const { line } = cursor;
      if ((await cursor.peek()) === '[') {
        await cursor.expect('[');
        open = true;
      } else table.addRecord(await cursor.value(), line);
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
    details: { layout: names ? 'rows of cells, names first' : 'array of records', ...details },
    batches: batches(),
  };
}

/** Is there another document? Anything else behind the end is said. */
async function nextDocument(
  cursor: JsonCursor,
  { report }: ReadContext,
  documents: number,
): Promise<boolean> {
  const next = await cursor.peekOrEnd();
  if (next === undefined) return false;
  if (next !== '[' && next !== '{') {
    report({
      severity: 'warning',
      message: 'What stands behind the end of the JSON was not read.',
      hint: 'The file may be cut or joined wrongly.',
      line: cursor.line,
    });
    return false;
  }
  if (documents === 1)
    report({
      severity: 'info',
      message: 'The file holds several JSON documents; their rows follow each other.',
      line: cursor.line,
    });
  return true;
}

async function readWhole(
  cursor: JsonCursor,
  source: FormatSource,
  context: ReadContext,
): Promise<TableReader> {
  const documents: JsonDocument[] = [];
  do {
    const { line } = cursor;
    documents.push({ value: await cursor.value(), line });
  } while (await nextDocument(cursor, context, documents.length));
  await cursor.close();
  return tableOfDocuments(documents, source, context);
}
