/** The table of samples of a version, and below it that of more samples: columns by their names, types that hold both. */
import type { Column, DataIssue, DatasetVersion } from '#/core/protocol/dataset';
import { isNumberType } from '#/core/table/cellValue';
import { readColumns } from '#/core/table/readColumns';
import type { RecognisedFiles } from '#/formats/recogniseFile';
import type { ImportContext, ImportedVersion } from './kinds/kindData';
import {
  type KnownColumn,
  numberColumn,
  type SampleTable,
  wordColumn,
  writeSampleTable,
} from './sampleTable';

type Table = Pick<DatasetVersion, 'chunks' | 'schema' | 'rows'>;

/** A version and what was imported behind it in the same stores, as one. `files` as below; `bytes` are those of the stores. */
export async function appended(
  {
    version,
    added,
    file,
    words: [one, many],
  }: {
    version: DatasetVersion;
    added: ImportedVersion;
    file: RecognisedFiles;
    words: [one: string, many: string];
  },
  files: string,
  bytes: number,
  context: Pick<ImportContext, 'blobs' | 'signal'>,
): Promise<ImportedVersion> {
  const table = await joinSamples(version, added, files, context);
  return {
    ...table,
    schema: { ...version.schema, columns: table.columns, data: added.schema.data },
    bytes: bytes + table.chunks.reduce((sum, chunk) => sum + chunk.bytes, 0),
    source: added.source,
    issues: [...version.issues, ...added.issues, ...table.issues],
    reason: `${added.rows.toLocaleString('en')} ${added.rows === 1 ? one : many} of ${file.file.name} added`,
  };
}

/** `files`: the column that names the file of a sample; files of a name that is there already get another. */
async function joinSamples(
  before: Table,
  more: Table,
  files: string,
  { blobs, signal }: Pick<ImportContext, 'blobs' | 'signal'>,
): Promise<SampleTable> {
  const again: DataIssue[] = [];
  const hasTarget = before.schema.columns.some(({ role }) => role === 'target');
  const own = new Map(more.schema.columns.map((column) => [column.name, column]));
  const fields: Column[] = [
    ...before.schema.columns.map((column) => ({
      ...column,
      type: commonType(column, own.get(column.name)),
      // Samples of one file are on one side, also where each was one before.
      ...(column.role === 'ignored' && own.get(column.name)?.role === 'group' && { role: 'group' as const }),
    })),
    ...more.schema.columns
      .filter(({ name }) => !before.schema.columns.some((column) => column.name === name))
      // One column is what is learnt.
      .map(
        (column): Column => (hasTarget && column.role === 'target' ? { ...column, role: 'feature' } : column),
      ),
  ];
  const known: KnownColumn[] = [];
  for (const field of fields) {
    signal.throwIfAborted();
    const of = async (table: Table) => {
      if (!table.schema.columns.some(({ name }) => name === field.name)) return undefined;
      const asText = isNumberType(field.type) ? new Set<string>() : new Set([field.name]);
      const read = await readColumns(table.chunks, blobs, table.schema, [field.name], { asText, signal });
      return read.get(field.name);
    };
    const [first, second] = [await of(before), await of(more)];
    if (isNumberType(field.type)) {
      const numbers = (values: typeof first, rows: number) =>
        values?.kind === 'number' ? values.data : new Float64Array(rows).fill(Number.NaN);
      known.push([field, numberColumn([...numbers(first, before.rows), ...numbers(second, more.rows)])]);
    } else {
      const texts = (values: typeof first, rows: number): (string | null)[] =>
        values?.kind === 'string' ? values.data : Array.from({ length: rows }, () => null);
      const were = texts(first, before.rows);
      const are = texts(second, more.rows);
      const named = field.name === files ? apart(are, were) : { names: are, issues: [] };
      again.push(...named.issues);
      known.push([field, wordColumn([...were, ...named.names])]);
    }
  }
  const table = await writeSampleTable(before.rows + more.rows, known, undefined, blobs, signal);
  return { ...table, issues: [...table.issues, ...again] };
}

/** Names that are none of those before. */
function apart(
  names: readonly (string | null)[],
  before: readonly (string | null)[],
): { names: (string | null)[]; issues: DataIssue[] } {
  const taken = new Set(before);
  const renamed = new Map<string, string>();
  for (const name of new Set(names)) {
    if (name === null || !taken.has(name)) continue;
    let free = name;
    for (let n = 2; taken.has(free); n++) free = `${name} (${n})`;
    renamed.set(name, free);
    taken.add(free);
  }
  const [first] = renamed;
  return {
    names: names.map((name) => (name === null ? null : (renamed.get(name) ?? name))),
    issues: first
      ? [
          {
            severity: 'warning',
            message: `${renamed.size.toLocaleString('en')} of the added files ${renamed.size === 1 ? 'has a name that was' : 'have names that were'} there already: “${first[0]}” is now “${first[1]}”.`,
            hint: 'If they are the same files, go back to the version before.',
            count: renamed.size,
          },
        ]
      : [],
  };
}

function commonType({ type }: Column, other: Column | undefined): Column['type'] {
  if (!other || other.type === type) return type;
  const areNumbers = [type, other.type].every((one) => one === 'integer' || one === 'numeric');
  if (areNumbers) return 'numeric';
  return isNumberType(type) ? 'categorical' : type;
}
