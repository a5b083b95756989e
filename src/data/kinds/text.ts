import type { Column } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import { cellsOfStats, longestTexts } from '#/core/text/findTexts';
import { type TextData, type TextOptions, textColumn } from '#/core/text/textData';
import type { TextLook, TextView } from '#/core/text/textLook';
import { holdsFiles, holdsRows, type RecognisedFiles } from '#/formats/recogniseFile';
import { appendTable } from '../appendTable';
import { importTable } from '../importTable';
import { documentTable } from '../text/documentTable';
import { filesOfTexts } from '../text/exportTexts';
import { TextLooker } from '../text/lookAtTexts';
import { defineKindData, type ImportContext, type ImportedVersion } from './kindData';
import { wrongContent } from './wrongContent';

export const text = defineKindData<TextOptions, never, TextView, TextLook>({
  type: 'text',
  async import(file, context) {
    const { options = {} } = context;
    if (holdsFiles(file)) return await importDocuments(file, context, options);
    if (!holdsRows(file)) throw wrongContent(file, 'texts');
    const table = await importTable(file, { ...context, options: options.table });
    return asTexts(table, options, file.file.name);
  },
  async append(version, file, context) {
    const { table: options, ...documents } = context.options ?? {};
    if (!holdsFiles(file) && !holdsRows(file)) throw wrongContent(file, 'texts');
    const texts = textColumn(version.schema);
    const table = holdsFiles(file) ? documentTable(file, documents).table : file;
    const made = await appendTable(version, table, { ...context, options }, ({ name }) => name !== texts);
    return { ...made, issues: [...table.source.told(), ...made.issues] };
  },
  files: filesOfTexts,
  openViewer: (blobs) => new TextLooker(blobs),
});

async function importDocuments(
  found: RecognisedFiles,
  context: ImportContext<TextOptions>,
  options: TextOptions,
): Promise<ImportedVersion> {
  const { table, label, group } = documentTable(found, options);
  const version = await importTable(table, { ...context, options: undefined });
  const texts = asTexts(version, { column: 'text', label: options.label ?? label }, found.file.name);
  const roles: Record<string, Column['role']> = { split: 'split', file: 'ignored', [group ?? '']: 'group' };
  return {
    ...texts,
    schema: {
      ...texts.schema,
      columns: texts.schema.columns.map((one) =>
        one.role === 'target' || !roles[one.name] ? one : { ...one, role: roles[one.name] ?? one.role },
      ),
    },
    issues: [...table.source.told(), ...texts.issues],
  };
}

/** A table whose column of texts is known: the one that is named, or that of the longest. */
function asTexts(table: ImportedVersion, { column, label }: TextOptions, place: string): ImportedVersion {
  const { columns } = table.schema;
  const at = column === undefined ? longestColumn(table, place) : indexOf(columns, column, 'column');
  const target = label === undefined ? -1 : indexOf(columns, label, 'label');
  if (at === target)
    throw new TetradError({
      code: 'badInput',
      message: `“${label}” cannot be both the texts and what is to be predicted of them.`,
      place: 'options.text.label',
      hint: 'Name another column as the label, or none.',
    });
  const data: TextData = { column: at };
  return {
    ...table,
    schema: {
      kind: 'text',
      data,
      columns: columns.map((one, i): Column => {
        if (i === at) return { ...one, type: 'text', role: 'feature' };
        if (i === target) return { ...one, role: 'target' };
        return target >= 0 && one.role === 'target' ? { ...one, role: 'feature' } : one;
      }),
    },
    issues: table.issues.filter((issue) => issue.column !== columns[at]?.name || issue.line !== undefined),
  };
}

function longestColumn({ schema: { columns }, stats }: ImportedVersion, place: string): number {
  const found = longestTexts(cellsOfStats(columns, stats));
  if (found) return found.at;
  throw new TetradError({
    code: 'badInput',
    message: 'The table has no column of texts.',
    place,
    hint: 'Import it as a table; or have a column of numbers read as text (options.text.table.columns).',
  });
}

function indexOf(columns: readonly Column[], name: string, option: string): number {
  const at = columns.findIndex((column) => column.name === name);
  if (at >= 0) return at;
  throw new TetradError({
    code: 'badInput',
    message: `There is no column “${name.slice(0, 80)}”.`,
    place: `options.text.${option}`,
    hint: `The columns are: ${columns
      .slice(0, 12)
      .map((column) => column.name)
      .join(', ')}${columns.length > 12 ? ', …' : ''}.`,
  });
}
