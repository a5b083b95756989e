/**
 * Arrays as a table of samples (core/grid/arrayTable says which): values come in double precision, so that whole numbers
 * stay what they are, texts as texts, parts one below the other with a column that says which.
 */
import type { ArrayFile, ArrayVariable } from '#/core/grid/arrayFile';
import {
  type ArrayTable,
  isOfIndex,
  proposeArrayTable,
  type TableBlock,
  type TablePart,
} from '#/core/grid/arrayTable';
import { TetradError } from '#/core/protocol/errors';
import type { ColumnValues, RecordBatch } from '#/core/table/column';
import { openArrays } from '#/formats/arrays/openArrays';
import type { ReadContext, TableReader } from '#/formats/formatDef';
import type { RecognisedArrays, RecognisedTable } from '#/formats/recogniseFile';
import { uniqueNames } from '#/formats/uniqueNames';
import { blockNames, splitColumn } from './blockNames';
import { asTexts, textColumn } from './textColumns';

/** Read at once, in values. */
const pieceValues = 4 * 1024 * 1024;
const exactWhole = 2 ** 53;

export interface MatrixTable {
  table: RecognisedTable;
  close(): void;
}

export async function matrixTable(found: RecognisedArrays): Promise<MatrixTable> {
  const arrays = await openArrays(found);
  try {
    const proposed = proposeArrayTable(arrays.variables, arrays.texts);
    if (!proposed) throw noTable(arrays, found.file.name);
    const { file, format } = found;
    const magic = new Uint8Array(await file.slice(0, 2).arrayBuffer());
    let done = 0;
    return {
      table: {
        file,
        format: {
          ...format,
          kind: 'tabular',
          holds: 'rows',
          read: (_, context) => read(arrays, proposed, file.name, context, (share) => (done = share)),
        },
        source: {
          name: file.name,
          head: new Uint8Array(0),
          stream: () => file.stream(),
          blob: async () => file,
          tellRead: (share) => (done = share),
          gzip: magic[0] === 0x1f && magic[1] === 0x8b,
          bytesRead: () => Math.round(done * file.size),
          told: () => arrays.told().filter(({ column }) => column === undefined),
        },
      },
      close: () => arrays.close(),
    };
  } catch (thrown) {
    arrays.close();
    throw thrown;
  }
}

const noTable = ({ variables }: ArrayFile, fileName: string) =>
  new TetradError({
    code: 'badInput',
    message: 'No array in the file is a table: all have more than two dimensions.',
    place: `${fileName}: ${variables
      .slice(0, 4)
      .map(({ name, dimensions }) => `${name} (${dimensions.map(({ size }) => size).join(' × ')})`)
      .join('; ')}`,
    hint: 'Import it as a field, or save a matrix of rows and columns: a.reshape(len(a), -1).',
  });

async function read(
  arrays: ArrayFile,
  { parts, left }: ArrayTable,
  fileName: string,
  context: ReadContext,
  progress: (share: number) => void,
): Promise<TableReader> {
  const [first] = parts as [TablePart, ...TablePart[]];
  const [main] = first.blocks as [TableBlock, ...TableBlock[]];
  const own: string[] = [];
  const isDivided = parts.length > 1;
  for (const block of first.blocks)
    own.push(...(await blockNames(block, arrays, { isMain: block === main, isDivided })));
  const names = uniqueNames([...own, ...(isDivided ? [splitColumn] : [])], fileName, context.report);
  for (const { name, why } of unreadArrays(arrays))
    context.report({ severity: 'warning', message: `“${name}” is not in the table: ${why}.` });
  for (const name of left)
    context.report({
      severity: 'info',
      message: `The array “${name}” is not in the table: its shape is another.`,
      hint: 'Save it in a file of its own to import it.',
    });
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const rowsAtOnce = Math.max(1, Math.min(context.batchRows, Math.floor(pieceValues / names.length)));
  const tell = digitsLost(context, arrays.variables);

  async function* batches(): AsyncGenerator<RecordBatch> {
    let before = 0;
    for (const part of parts) {
      for (let start = 0; start < part.rows; start += rowsAtOnce) {
        context.signal.throwIfAborted();
        const count = Math.min(rowsAtOnce, part.rows - start);
        const columns: ColumnValues[] = [];
        for (const block of part.blocks)
          for (const column of await readBlock(arrays, block, start, count, tell))
            columns.push(
              context.textColumns?.has(columns.length) && column.physical === 'f64'
                ? asTexts(column.values)
                : column,
            );
        if (isDivided)
          columns.push({
            physical: 'dict',
            codes: new Int32Array(count).fill(part.split === undefined ? -1 : 0),
            dictionary: part.split === undefined ? [] : [part.split],
          });
        progress((before + start + count) / rows);
        yield { rows: count, columns };
      }
      before += part.rows;
    }
  }
  const about = arrays.variables.find(({ name }) => name === main.array);
  return {
    names,
    details: { array: `${main.array}, ${about?.dtype ?? 'text'}, ${rows} × ${main.width}` },
    batches: batches(),
  };
}

/** What the format passed over, but for texts that can be read. */
function unreadArrays({ details, texts = [] }: ArrayFile): { name: string; why: string }[] {
  return Object.entries(details).flatMap(([name, text]) => {
    const why = /^left out: (.*?)\.?$/s.exec(text)?.[1];
    return why === undefined || isOfIndex(name) || texts.some((list) => list.name === name)
      ? []
      : [{ name, why }];
  });
}

async function readBlock(
  arrays: ArrayFile,
  block: TableBlock,
  start: number,
  count: number,
  tell: (name: string, values: Float64Array) => void,
): Promise<ColumnValues[]> {
  const { array, rank, rowAxis, columnAxis, width } = block;
  if (rank === 0) {
    const list = arrays.texts?.find(({ name }) => name === array);
    return [textColumn((await list?.read(start, count)) ?? [])];
  }
  const axes = Array.from({ length: rank }, (_, axis) => axis);
  const values = await arrays.readExact(
    array,
    axes.map((axis) => (axis === rowAxis ? start : 0)),
    axes.map((axis) => (axis === rowAxis ? count : axis === columnAxis ? width : 1)),
  );
  tell(array, values);
  const classes = await classesOf(arrays, block);
  return Array.from({ length: width }, (_, column): ColumnValues => {
    const own = Float64Array.from({ length: count }, (_row, row) => values[row * width + column] as number);
    if (!classes) return { physical: 'f64', values: own };
    return textColumn(
      Array.from(own, (value) =>
        value < 0 || Number.isNaN(value) ? null : (classes[value] ?? String(value)),
      ),
    );
  });
}

async function classesOf(
  { texts }: ArrayFile,
  { classes }: TableBlock,
): Promise<(string | null)[] | undefined> {
  const list = classes === undefined ? undefined : texts?.find(({ name }) => name === classes);
  return list && (await list.read(0, list.size));
}

/** Whole numbers that not even a double keeps are told once. */
function digitsLost(
  { report }: ReadContext,
  variables: readonly ArrayVariable[],
): (name: string, values: Float64Array) => void {
  const told = new Set<string>();
  return (name, values) => {
    const dtype = variables.find((one) => one.name === name)?.dtype ?? '';
    if (!/^u?int64$/.test(dtype) || told.has(name)) return;
    const large = values.find((value) => Math.abs(value) >= exactWhole);
    if (large === undefined) return;
    told.add(name);
    report({
      severity: 'warning',
      message: `“${name}” has whole numbers beyond 9,007,199,254,740,992, whose last digits are lost.`,
      hint: 'Save them as text in a CSV file if they are ids.',
    });
  };
}
