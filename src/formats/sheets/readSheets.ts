/** One sheet of a workbook as a table; which of several is a choice. */
import { TetradError } from '#/core/protocol/errors';
import type { Ambiguity } from '#/core/reading/reading';
import { csv } from '../csv';
import type { FormatSource, ReadContext, TableReader } from '../formatDef';
import type { Book } from './book';
import { openOds } from './odsBook';
import { sheetSource } from './sheetCsv';
import { openXlsx } from './xlsxBook';
import { ZipParts } from './zipParts';

const mostChoices = 50;

export async function readSheets(
  source: FormatSource,
  context: ReadContext,
  kind: 'xlsx' | 'ods',
): Promise<TableReader> {
  const parts = await ZipParts.open(await source.blob(), source.name);
  const book = await (kind === 'xlsx' ? openXlsx(parts) : openOds(parts));
  const { options = {} } = context;
  const filled = await filledSheets(book);
  if (filled.length === 0)
    throw new TetradError({
      code: 'badInput',
      message:
        book.sheets.length === 0
          ? 'The workbook has no sheet of cells.'
          : 'The sheets of the workbook are empty.',
      place: source.name,
      hint: 'Choose a workbook with a table in it.',
    });
  const several = filled.length > 1;
  const chosen = filled[several ? (options.table ?? 1) - 1 : 0];
  if (!chosen)
    throw new TetradError({
      code: 'badInput',
      message: `There is no sheet ${options.table}: the workbook has ${filled.length} with cells in them.`,
      place: `${source.name}, options.table`,
      hint: `They are ${filled
        .slice(0, 8)
        .map(({ name }, i) => `${i + 1} “${name}”`)
        .join(', ')}.`,
    });
  if (several && options.table === undefined)
    context.report({
      severity: 'warning',
      message: `The workbook has ${filled.length} sheets; the first (“${chosen.name}”) was read.`,
      hint: 'Choose another one in the options of the import.',
    });
  const { table, ...others } = options;
  const reader = await csv.read(await sheetSource(book, chosen.index, source), {
    ...context,
    options: {
      ...textWay,
      ...(others.headerRows !== undefined && { headerRows: others.headerRows }),
      ...(others.skipLines !== undefined && { skipLines: others.skipLines }),
      ...(!several && table !== undefined && { table }),
    },
  });
  return {
    ...reader,
    details: { sheet: chosen.name, ...pick(reader.details, ['header', 'skipped']) },
    options: {
      ...pick(reader.options ?? {}, ['headerRows', 'skipLines', ...(several ? [] : (['table'] as const))]),
      ...(several && { table: options.table ?? 1 }),
    },
    ambiguities: [
      ...(reader.ambiguities ?? []).filter(({ option }) => !several || option !== 'table'),
      ...(several && options.table === undefined ? [sheetChoice(filled)] : []),
    ],
  };
}

const textWay = { delimiter: ',', quote: '"', escape: '', encoding: 'utf-8', comment: '' };

function pick<T extends object, K extends keyof T>(from: T, keys: readonly K[]): Pick<T, K> {
  const out = {} as Pick<T, K>;
  for (const key of keys) if (from[key] !== undefined) out[key] = from[key];
  return out;
}

interface Filled {
  index: number;
  name: string;
  hidden: boolean;
  names: string;
}

/** Those that are shown go first. */
async function filledSheets(book: Book): Promise<Filled[]> {
  const filled: Filled[] = [];
  for (const [index, { name, hidden }] of book.sheets.entries()) {
    for await (const { cells } of book.rows(index)) {
      const texts = cells.flatMap((cell) => (cell ? [cell.text] : []));
      if (texts.length === 0) continue;
      filled.push({ index, name, hidden, names: texts.slice(0, 5).join(', ').slice(0, 60) });
      break;
    }
    if (filled.length >= mostChoices) break;
  }
  return [...filled.filter(({ hidden }) => !hidden), ...filled.filter(({ hidden }) => hidden)];
}

const sheetChoice = (filled: readonly Filled[]): Ambiguity => ({
  option: 'table',
  readings: filled.map(({ name, hidden, names }, i) => ({
    value: String(i + 1),
    example: `${name}${hidden ? ' (hidden)' : ''}: ${names}`,
  })),
  evidence: `The workbook has ${filled.length} sheets with cells in them.`,
});
