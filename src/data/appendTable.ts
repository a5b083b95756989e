/**
 * More rows of a table behind those that are there, whose chunks stay as they are stored. The file is read as the columns
 * are known: matched by name, in their types, with the same words for a missing value.
 */
import type { Column, DataIssue, DatasetVersion } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { ColumnSense, ReadOptions } from '#/core/reading/readOptions';
import type { ColumnValues, RecordBatch } from '#/core/table/column';
import type { TableReader } from '#/formats/formatDef';
import type { RecognisedTable } from '#/formats/recogniseFile';
import { importTable } from './importTable';
import type { ImportContext, ImportedVersion } from './kinds/kindData';
import { retypeTable } from './retypeTable';

/** `may`: columns that the file may lack; their cells are missing then. */
export async function appendTable(
  version: DatasetVersion,
  table: RecognisedTable,
  context: ImportContext<ReadOptions>,
  may: (column: Column) => boolean = ({ role }) => role === 'ignored',
): Promise<ImportedVersion> {
  const { columns } = version.schema;
  const told: DataIssue[] = [];
  const senses = await sensesBeside(version, table, context);
  // Names of the file, as its reader gave them first: columns are asked for by their places in it.
  let names: readonly string[] = [];
  const arranged: RecognisedTable = {
    ...table,
    // There is no one file to read again another way.
    isJoined: true,
    format: {
      ...table.format,
      read: async (source, { textColumns, ...read }) => {
        const has = (index: number): boolean => {
          const known = columns.findIndex(({ name }) => name === names[index]);
          return known >= 0 && textColumns?.has(known) === true;
        };
        const reader = await table.format.read(source, {
          ...read,
          ...(textColumns && { textColumns: { has } }),
        });
        names = reader.names;
        return inOrder(reader, columns, may, table.file.name, told);
      },
    },
  };
  const added = await importTable(arranged, {
    ...context,
    options: { ...context.options, columns: { ...senses, ...context.options?.columns } },
  });
  for (const [i, { name, unit }] of columns.entries()) {
    const other = added.schema.columns[i]?.unit;
    if (other !== unit)
      told.push({
        severity: 'warning',
        message: `“${name}” of ${table.file.name} is in ${other ?? 'no unit'}, the dataset has it in ${unit ?? 'none'}; its numbers were added as they are.`,
        hint: 'Write all files in one unit.',
        column: name,
      });
  }
  const { kept: _, ...source } = { ...version.source, ...added.source };
  const whole: DatasetVersion = {
    ...version,
    rows: version.rows + added.rows,
    bytes: version.bytes + added.bytes,
    chunks: [...version.chunks, ...added.chunks],
    issues: [...version.issues, ...added.issues.filter(({ line }) => line !== undefined)],
  };
  const made = await retypeTable(whole, columns, context.blobs, {});
  return {
    ...made,
    issues: [...made.issues, ...told],
    source: { ...source, ...(version.source.reading && { reading: version.source.reading }) },
    reason: `${added.rows.toLocaleString('en')} ${added.rows === 1 ? 'row' : 'rows'} of ${table.file.name} added`,
  };
}

/** How the columns are read, but those whose type the file says itself, where it is the same. */
async function sensesBeside(
  version: DatasetVersion,
  { format, source }: RecognisedTable,
  { signal }: ImportContext<ReadOptions>,
): Promise<NonNullable<ReadOptions['columns']>> {
  const senses = sensesOf(version);
  const { names, typed, batches } = await format.read(source, {
    signal,
    report: () => undefined,
    batchRows: 1,
  });
  const opened = batches[Symbol.asyncIterator]();
  await opened.next();
  await opened.return?.();
  return Object.fromEntries(
    Object.entries(senses).filter(([name, { as }]) => {
      const at = names.indexOf(name);
      return at < 0 || typed?.column(at).as !== as;
    }),
  );
}

/** How each column is read: as before where it was said or guessed, else as its type. */
function sensesOf({ schema, source }: DatasetVersion): NonNullable<ReadOptions['columns']> {
  const before = source.reading?.used.columns ?? {};
  return Object.fromEntries(
    schema.columns.map((column) => {
      const { missing, decimal, thousands, dateOrder, pivot } = { ...before[column.name], ...column.reading };
      return [
        column.name,
        {
          ...(missing && { missing }),
          ...(decimal && { decimal }),
          ...(thousands !== undefined && { thousands }),
          ...(dateOrder && { dateOrder }),
          ...(pivot !== undefined && { pivot }),
          as: before[column.name]?.as ?? column.reading?.as ?? senseOf(column),
        },
      ];
    }),
  );
}

function senseOf({ type }: Column): ColumnSense {
  if (type === 'numeric' || type === 'integer') return 'number';
  if (type === 'datetime') return 'date';
  return type === 'boolean' ? 'boolean' : 'text';
}

/** The columns of the file in the order of those that are known. */
function inOrder(
  reader: TableReader,
  columns: readonly Column[],
  may: (column: Column) => boolean,
  file: string,
  told: DataIssue[],
): TableReader {
  const { names } = reader;
  const lacking = columns.filter(({ name }) => !names.includes(name));
  const refused = lacking.filter((column) => !may(column));
  const known = columns.map(({ name }) => name);
  if (refused.length > 0)
    throw new TetradError({
      code: 'badInput',
      message: `${file} has no column ${list(refused.map(({ name }) => name))}, which the dataset has.`,
      place: file,
      hint: `Its columns are ${list(names)}. Give the file the same names, or import it as a dataset of its own.`,
    });
  const more = names.filter((name) => !known.includes(name));
  const say = (message: string, hint: string) => told.push({ severity: 'warning', message, hint });
  if (lacking.length > 0)
    say(
      `${file} has no column ${list(lacking.map(({ name }) => name))}: its rows have missing values there.`,
      'Add the column to the file if its values are known.',
    );
  if (more.length > 0)
    say(
      `Columns of ${file} that the dataset does not have were left out: ${list(more)}.`,
      'Import all files at once to have them.',
    );
  const places = known.map((name) => names.indexOf(name));
  const { typed } = reader;
  return {
    ...reader,
    names: known,
    ...(typed && {
      typed: {
        column: (index: number) => {
          const place = places[index] ?? -1;
          return place < 0 ? { as: 'text' as const } : typed.column(place);
        },
      },
    }),
    batches: arrange(reader.batches, places),
  };
}

async function* arrange(
  batches: TableReader['batches'],
  places: readonly number[],
): AsyncGenerator<RecordBatch> {
  for await (const { rows, columns } of batches)
    yield {
      rows,
      columns: places.map(
        (place): ColumnValues =>
          place < 0
            ? { physical: 'dict', codes: new Int32Array(rows).fill(-1), dictionary: [] }
            : (columns[place] as ColumnValues),
      ),
    };
}

const mostListed = 8;
const list = (names: readonly string[]): string =>
  `${names
    .slice(0, mostListed)
    .map((name) => `“${name}”`)
    .join(', ')}${names.length > mostListed ? ` and ${names.length - mostListed} more` : ''}`;
