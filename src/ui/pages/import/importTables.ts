/** From the import page into the studio: files that are read alike go together; what was chosen is remembered. */
import { run } from '#/app/run';
import { notify, notifyError } from '#/app/stores/notices';
import { kindOf } from '#/core/kinds/registry';
import { shapeOf } from '#/core/reading/tablePreview';
import { isNothing, isSameChoice } from '#/ui/components/reading/chosenOptions';
import type { SessionDeps, TableState } from './importSession';

export const sessionDeps: SessionDeps = {
  inspect: async (file, options) =>
    (await run('datasets.inspect', { file, as: 'table', options: { table: options } })).table,
  recall: async (shape) => (await run('readings.recall', { shape })).reading,
};

/** Of a stored version: how it was read is known already. */
export const rereadDeps: SessionDeps = { ...sessionDeps, recall: async () => null };

/** Whether all of them could be rows of one table. */
export function areOfOneShape(tables: readonly TableState[]): boolean {
  const [first, ...others] = tables.map(({ fresh, as }) => (fresh && !as ? shapeOf(fresh) : undefined));
  return first !== undefined && others.length > 0 && others.every((shape) => shape === first);
}

/** Answers the first dataset. `asOne`: files of one shape, with a column that says which. */
export async function importTables(tables: readonly TableState[], asOne: boolean): Promise<string> {
  if (asOne) {
    const [first] = tables;
    const names = new Set(first?.fresh?.columns.map(({ name }) => name));
    let fileColumn = 'file';
    for (let n = 2; names.has(fileColumn); n++) fileColumn = `file_${n}`;
    const { datasetId } = await run('datasets.import', {
      files: tables.map(({ file }) => file),
      options: { table: { ...first?.options, fileColumn } },
    });
    rememberChoices(tables);
    return datasetId;
  }
  const datasetIds: string[] = [];
  for (const group of groupsOf(tables)) {
    const { options = {}, as } = group[0] ?? {};
    const { imports } = await run('datasets.import', {
      files: group.map(({ file }) => file),
      ...(as
        ? {
            kind: as.kind,
            options: {
              [kindOf(as).importOptions?.name ?? '']: {
                ...as.options,
                ...(!isNothing(options) && { table: options }),
              },
            },
          }
        : !isNothing(options) && { options: { table: options } }),
    });
    for (const { datasetId } of imports) datasetIds.push(datasetId);
  }
  if (datasetIds.length > 1)
    notify({
      kind: 'info',
      title: `Importing ${datasetIds.length} files`,
      message: 'Each becomes a dataset of its own.',
    });
  rememberChoices(tables);
  return datasetIds[0] as string;
}

/** Tables that together are one thing of a kind, the one first of which it was said; else those that are read alike. */
function groupsOf(tables: readonly TableState[]): TableState[][] {
  const told = tables.find(({ as }) => as && kindOf(as).filesTogether);
  return told ? [[told, ...tables.filter((table) => table !== told)]] : readAlike(tables);
}

/** Runs of files with the same options, in their order. */
function readAlike(tables: readonly TableState[]): TableState[][] {
  const groups: TableState[][] = [];
  for (const table of tables) {
    const last = groups.at(-1);
    const isAlike =
      last?.[0] &&
      isSameChoice(last[0].options, table.options) &&
      JSON.stringify(last[0].as) === JSON.stringify(table.as);
    if (isAlike) last.push(table);
    else groups.push([table]);
  }
  return groups;
}

/** What was put back to the guess is forgotten. */
export function rememberChoices(tables: readonly TableState[]): void {
  const known = new Set<string>();
  for (const { fresh, file, options } of tables) {
    const shape = fresh && shapeOf(fresh);
    if (shape === undefined || known.has(shape)) continue;
    known.add(shape);
    run('readings.remember', { shape, fileName: file.name, options }).catch((thrown: unknown) =>
      notifyError('What you chose was not remembered', thrown),
    );
  }
}
