/** The rows of JSON documents that are in memory, wherever the table in them stands. */
import { TetradError } from '#/core/protocol/errors';
import type { Ambiguity } from '#/core/reading/reading';
import type { RecordBatch } from '#/core/table/column';
import type { FormatSource, ReadContext, TableReader } from '../formatDef';
import { uniqueNames } from '../uniqueNames';
import { findTable, type FoundTable, UnevenColumns } from './findTable';
import { RecordTable } from './recordTable';

export interface JsonDocument {
  value: unknown;
  line: number;
}

export function tableOfDocuments(
  documents: readonly JsonDocument[],
  source: FormatSource,
  context: ReadContext,
): TableReader {
  const { options, report } = context;
  const found = tableOf(documents, source.name, options?.path);
  if (!found)
    throw new TetradError({
      code: 'badInput',
      message: options?.path ? `There is no table at “${options.path}”.` : 'The JSON holds no table.',
      place: options?.path ? `${source.name}, options.path` : source.name,
      hint: options?.path
        ? pathsIn(documents, source.name)
        : 'A table is an array of records, [{"a": 1}, {"a": 2}], or an object of columns, {"a": [1, 2]}.',
    });
  tellFound(found, report);
  const table = new RecordTable(source.name, context);
  const [{ line } = { line: 1 }] = documents;
  let at = 0;
  const fill = (): void => {
    while (at < found.rows.length && !table.isFull(context.batchRows))
      table.addRecord(found.rows[at++], line, found.names);
  };
  fill();
  async function* batches(): AsyncGenerator<RecordBatch> {
    while (table.rows > 0) {
      yield table.take();
      fill();
    }
  }
  const ambiguities: Ambiguity[] =
    found.others.length > 0
      ? [
          {
            option: 'path',
            readings: [found.path, ...found.others].map((path) => ({ value: path, example: path })),
            evidence: `The document holds ${found.others.length + 1} tables.`,
          },
        ]
      : [];
  return {
    names: uniqueNames(table.names, source.name, report),
    details: { layout: found.layout, ...(found.path !== '' && { table: found.path }) },
    ...(found.path !== '' && !found.path.includes(', ') && { options: { path: found.path } }),
    ambiguities,
    batches: batches(),
  };
}

function pathsIn(documents: readonly { value: unknown }[], name: string): string {
  const found = tableOf(documents, name, undefined);
  const paths = found ? [found.path, ...found.others].filter((path) => path !== '') : [];
  return paths.length > 0
    ? `Its tables are at ${paths.map((path) => `“${path}”`).join(', ')}.`
    : 'Leave the path out: the document itself is the table.';
}

/** Of several documents each is a record, unless the first is a table. */
function tableOf(
  documents: readonly { value: unknown }[],
  name: string,
  path: string | undefined,
): FoundTable | undefined {
  try {
    const [first, ...others] = documents.map(({ value }) => findTable(value, path));
    if (!first || others.length === 0) return first;
    const single = [first, ...others].every(
      (one) => one?.layout === first.layout && one.layout !== 'one record',
    );
    if (!single)
      return {
        ...first,
        layout: 'one record per document',
        rows: documents.map(({ value }) => value),
        names: undefined,
      };
    return { ...first, rows: [first, ...others].flatMap((one) => one?.rows ?? []) };
  } catch (thrown) {
    if (!(thrown instanceof UnevenColumns)) throw thrown;
    const [a, rowsOfA, b, rowsOfB] = thrown.columns;
    throw new TetradError({
      code: 'badInput',
      message: `The columns differ in length: “${a}” has ${rowsOfA} values, “${b}” has ${rowsOfB}.`,
      place: name,
      hint: 'Give every column the same number of values, with null for missing ones.',
    });
  }
}

function tellFound({ layout, path, left, others }: FoundTable, report: ReadContext['report']) {
  if (layout === 'arrays of records')
    report({
      severity: 'info',
      message: `The document holds several tables of the same fields (${path}); the column “table” says which a row is of.`,
      hint: 'Give the path of one of them in the options of the import to read it alone.',
    });
  if (others.length > 0)
    report({
      severity: 'warning',
      message: `The document holds ${others.length + 1} tables; “${path}” was read, ${others.map((one) => `“${one}”`).join(', ')} not.`,
      hint: 'Give the path of the table in the options of the import to read another.',
    });
  if (layout === 'records by key')
    report({ severity: 'info', message: 'Every key of the document is a row.' });
  if (left.length > 0)
    report({ severity: 'info', message: 'Values beside the table were left out.', line: 1, column: left[0] });
}
