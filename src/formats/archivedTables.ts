/**
 * Tables in a zip or a tar: one is read as if it had been dropped; several of one shape are one table with a column that
 * says the file; of unlike ones the largest is read, and which is a choice.
 */
import { isTableName } from '#/core/fileEndings';
import type { Ambiguity } from '#/core/reading/reading';
import { TetradError } from '#/core/protocol/errors';
import type { Registry } from '#/core/registry/registry';
import type { Bundle } from './bundle/bundle';
import type { ArraySource, FormatDef, ReadContext, TableReader } from './formatDef';
import { joinTables } from './joinTables';
import { openSource } from './openSource';
import type { RecognisedTable } from './recognisedTable';
import { sniffFormat } from './sniffFormat';

const mostTables = 1000;
const mostBytes = 2 * 1024 ** 3;
const mostChoices = 50;

/** undefined where none of its files is a table. */
export async function archivedTables(
  file: ArraySource,
  bundle: Bundle,
  among: Registry<FormatDef>,
): Promise<RecognisedTable | undefined> {
  const entries = bundle.entries.filter(({ path }) => isTableName(path));
  if (bundle.holder === 'file' || entries.length === 0) return undefined;
  if (entries.length > mostTables || entries.reduce((sum, { bytes }) => sum + bytes, 0) > mostBytes)
    throw new TetradError({
      code: 'unsupported',
      message: `The archive holds ${entries.length.toLocaleString('en')} tables, more than ${mostTables.toLocaleString('en')} or than 2 GB.`,
      place: file.name,
      hint: 'Unpack it and drop the tables.',
    });
  const tables: RecognisedTable[] = [];
  for (const entry of entries) {
    const found = await openTable(Object.assign(await entry.blob(), { name: entry.path }), among);
    if (found) tables.push(found);
    else bundle.leaveOut(entry.path, 'no table');
  }
  for (const { path } of bundle.entries) if (!isTableName(path)) bundle.leaveOut(path, 'no table');
  const [first, ...others] = tables;
  if (!first) return undefined;
  const told = (table: RecognisedTable): RecognisedTable => ({
    ...table,
    source: { ...table.source, told: () => [...bundle.told(), ...table.source.told()] },
  });
  return told(others.length === 0 ? first : severalTables(file, [first, ...others]));
}

async function openTable(
  file: ArraySource,
  among: Registry<FormatDef>,
): Promise<RecognisedTable | undefined> {
  try {
    const source = await openSource(file);
    const format = sniffFormat(source.head, source.name, among);
    return format.holds === 'rows' ? { file, format, source } : undefined;
  } catch (thrown) {
    if (thrown instanceof TetradError) return undefined;
    throw thrown;
  }
}

function severalTables(
  file: ArraySource,
  tables: readonly [RecognisedTable, ...RecognisedTable[]],
): RecognisedTable {
  const [first] = tables;
  const bySize = tables.toSorted((a, b) => b.file.size - a.file.size);
  let current: RecognisedTable = first;
  return {
    file,
    isJoined: true,
    source: {
      ...first.source,
      name: file.name,
      bytesRead: () => Math.min(file.size, current.source.bytesRead()),
      told: () => current.source.told(),
    },
    format: {
      ...first.format,
      async read(_source, context): Promise<TableReader> {
        const { table: number, ...options } = context.options ?? {};
        if (number === undefined) {
          const names = await Promise.all(tables.map((one) => namesOf(one, context)));
          if (names.every((own) => sameNames(own, names[0] ?? []))) {
            current = joinTables(tables, freeName(names[0] ?? []));
            return await current.format.read(current.source, { ...context, options });
          }
          context.report({
            severity: 'warning',
            message: `The archive has ${tables.length.toLocaleString('en')} tables of unlike columns; the largest (“${bySize[0]?.file.name}”) was read.`,
            hint: 'Choose another one in the options of the import.',
          });
        }
        const chosen = bySize[(number ?? 1) - 1];
        if (!chosen)
          throw new TetradError({
            code: 'badInput',
            message: `There is no table ${number}: the archive has ${bySize.length}.`,
            place: `${file.name}, options.table`,
            hint: `They are ${bySize
              .slice(0, 8)
              .map((one, i) => `${i + 1} “${one.file.name}”`)
              .join(', ')}.`,
          });
        current = chosen;
        const reader = await chosen.format.read(chosen.source, { ...context, options });
        return {
          ...reader,
          details: { ...reader.details, table: chosen.file.name },
          options: { ...reader.options, table: number ?? 1 },
          ambiguities: [
            ...(reader.ambiguities ?? []).filter(({ option }) => option !== 'table'),
            ...(number === undefined ? [await choiceOf(bySize, context)] : []),
          ],
        };
      },
    },
  };
}

const sameNames = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name) => b.includes(name));

function freeName(taken: readonly string[]): string {
  let name = 'file';
  for (let n = 2; taken.includes(name); n++) name = `file_${n}`;
  return name;
}

async function namesOf({ format, source }: RecognisedTable, context: ReadContext): Promise<string[]> {
  const { table: _, columns: _columns, ...options } = context.options ?? {};
  const reader = await format.read(source, { ...context, options, report: () => undefined });
  await reader.batches[Symbol.asyncIterator]().return?.();
  return reader.names;
}

async function choiceOf(tables: readonly RecognisedTable[], context: ReadContext): Promise<Ambiguity> {
  const readings: Ambiguity['readings'] = [];
  for (const [i, table] of tables.slice(0, mostChoices).entries()) {
    const names = await namesOf(table, context).catch(() => []);
    readings.push({
      value: String(i + 1),
      example: `${table.file.name}: ${names.slice(0, 5).join(', ')}`.slice(0, 100),
    });
  }
  return {
    option: 'table',
    readings,
    evidence: `The archive has ${tables.length.toLocaleString('en')} tables of unlike columns.`,
  };
}
