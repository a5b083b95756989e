/** Several files of one shape read as one table: rows of one after those of the other, and a column that says which. */
import type { DataIssue } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { ColumnValues, RecordBatch } from '#/core/table/column';
import type { FormatSource, ReadContext, TableReader, TypedColumns } from './formatDef';
import type { RecognisedTable } from './recognisedTable';

/** `column`: the name of the one that says the file. */
export function joinTables(
  tables: readonly [RecognisedTable, ...RecognisedTable[]],
  column: string,
): RecognisedTable {
  const [first] = tables;
  const size = tables.reduce((sum, { file }) => sum + file.size, 0);
  let before = 0;
  let current = first;
  const told: DataIssue[] = [];
  return {
    isJoined: true,
    file: Object.assign(new Blob(tables.map(({ file }) => file)), {
      name: `${first.file.name} and ${tables.length - 1} more`,
    }),
    source: {
      ...first.source,
      bytesRead: () => Math.min(size, before + current.source.bytesRead()),
      told: () => told,
    },
    format: {
      ...first.format,
      async read(_: FormatSource, context: ReadContext): Promise<TableReader> {
        before = 0;
        current = first;
        const reader = await first.format.read(first.source, context);
        if (reader.names.includes(column))
          throw new TetradError({
            code: 'badInput',
            message: `The files have a column called “${column}” already.`,
            place: first.file.name,
            hint: 'Give the column that says the file another name.',
          });
        const typed = new JoinedTypes(reader.names.length);
        if (reader.typed) typed.of.push(reader.typed);
        return {
          ...reader,
          names: [...reader.names, column],
          details: { ...reader.details, files: tables.length.toLocaleString('en') },
          ...(reader.typed && { typed }),
          batches: (async function* () {
            yield* named(reader.batches, first.file.name);
            for (const table of tables.slice(1)) {
              told.push(...current.source.told());
              before += current.file.size;
              current = table;
              const next = await table.format.read(table.source, context);
              const places = placesOf(reader.names, next.names, first.file.name, table.file.name);
              if ((next.typed === undefined) !== (reader.typed === undefined))
                throw other(first.file.name, table.file.name, 'is of another format');
              if (next.typed) typed.of.push(moved(next.typed, places));
              for await (const batch of next.batches)
                yield* named(
                  [{ rows: batch.rows, columns: places.map((at) => batch.columns[at] as ColumnValues) }],
                  table.file.name,
                );
            }
          })(),
        };
      },
    },
  };
}

async function* named(
  batches: AsyncIterable<RecordBatch> | Iterable<RecordBatch>,
  name: string,
): AsyncGenerator<RecordBatch> {
  for await (const { rows, columns } of batches)
    yield {
      rows,
      columns: [...columns, { physical: 'dict', codes: new Int32Array(rows), dictionary: [name] }],
    };
}

/** Where each column of the first file lies in another, by name. */
function placesOf(
  names: readonly string[],
  others: readonly string[],
  first: string,
  other_: string,
): number[] {
  const lacking = names.filter((name) => !others.includes(name));
  const more = others.filter((name) => !names.includes(name));
  if (lacking.length === 0 && more.length === 0) return names.map((name) => others.indexOf(name));
  const [name = ''] = lacking.length > 0 ? lacking : more;
  throw other(first, other_, lacking.length > 0 ? `has no column “${name}”` : `has a column “${name}” more`);
}

const other = (first: string, name: string, how: string): TetradError =>
  new TetradError({
    code: 'badInput',
    message: `The files are not of one shape: ${name} ${how}, unlike ${first}.`,
    place: name,
    hint: 'Import it as a dataset of its own, or give the files the same columns.',
  });

const moved = (typed: TypedColumns, places: readonly number[]): TypedColumns => ({
  column: (index) => typed.column(places[index] as number),
});

/** A column that is a text in one of the files is one in all. */
class JoinedTypes implements TypedColumns {
  readonly of: TypedColumns[] = [];
  readonly #width: number;

  constructor(width: number) {
    this.#width = width;
  }

  column(index: number) {
    if (index >= this.#width) return { as: 'text' as const, type: 'categorical' as const };
    const all = this.of.map((typed) => typed.column(index));
    const [first = { as: 'text' as const }] = all;
    if (all.every(({ as, type }) => as === first.as && type === first.type)) return first;
    const isNumber = all.every(({ as }) => as === 'number');
    return isNumber ? { as: 'number' as const, type: 'numeric' as const } : { as: 'text' as const };
  }
}
