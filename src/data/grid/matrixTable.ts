/**
 * A matrix as a table of samples: its first dimension counts rows. Lists of the same length beside it (labels) are
 * columns of their own. Values come in double precision, so that whole numbers stay what they are.
 */
import type { ArrayFile, ArrayVariable } from '#/core/grid/arrayFile';
import { isMatrix } from '#/core/grid/isMatrix';
import { TetradError } from '#/core/protocol/errors';
import { numberToText } from '#/core/table/cellValue';
import type { ColumnValues, RecordBatch } from '#/core/table/column';
import { openArrays } from '#/formats/arrays/openArrays';
import type { ReadContext, TableReader } from '#/formats/formatDef';
import type { RecognisedArrays, RecognisedTable } from '#/formats/recogniseFile';
import { uniqueNames } from '#/formats/uniqueNames';

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
    const parts = partsOf(arrays, found.file.name);
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
          read: (_, context) => read(arrays, parts, file.name, context, (share) => (done = share)),
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

interface Part {
  variable: ArrayVariable;
  /** The dimension whose indices are rows, and the one whose are columns, if any. */
  rowAxis: number;
  columnAxis: number;
}

/** The largest matrix, or the longest list, first; then the lists as long as it. */
function partsOf({ variables }: ArrayFile, fileName: string): [Part, ...Part[]] {
  const parts = variables.flatMap((variable): Part[] => {
    const long = variable.dimensions.flatMap(({ size }, axis) => (size === 1 ? [] : [axis]));
    const [rowAxis = 0, columnAxis = -1] = variable.dimensions.length === 2 ? [0, 1] : long;
    return isMatrix(variable) ? [{ variable, rowAxis, columnAxis }] : [];
  });
  const matrices = parts.filter(({ columnAxis }) => columnAxis >= 0);
  const [main] = (matrices.length > 0 ? matrices : parts).toSorted((a, b) => sizeOf(b) - sizeOf(a));
  if (!main)
    throw new TetradError({
      code: 'badInput',
      message: 'No array in the file is a table: all have more than two dimensions.',
      place: `${fileName}: ${variables
        .slice(0, 4)
        .map(({ name, dimensions }) => `${name} (${dimensions.map(({ size }) => size).join(' × ')})`)
        .join('; ')}`,
      hint: 'Import it as a field, or save a matrix of rows and columns: a.reshape(len(a), -1).',
    });
  const lists = parts.filter(
    (part) => part !== main && part.columnAxis < 0 && rowsOf(part) === rowsOf(main) && rowsOf(main) > 1,
  );
  return [main, ...lists];
}

const rowsOf = ({ variable, rowAxis }: Part): number => variable.dimensions[rowAxis]?.size ?? 1;
const widthOf = ({ variable, columnAxis }: Part): number => variable.dimensions[columnAxis]?.size ?? 1;
const sizeOf = (part: Part): number => rowsOf(part) * widthOf(part);

async function read(
  arrays: ArrayFile,
  parts: [Part, ...Part[]],
  fileName: string,
  context: ReadContext,
  progress: (share: number) => void,
): Promise<TableReader> {
  const [main] = parts;
  const names = uniqueNames(
    parts.flatMap((part) => namesOf(part, arrays, part === main)),
    fileName,
    context.report,
  );
  const rows = rowsOf(main);
  const chosen = new Set(parts.map(({ variable }) => variable.name));
  for (const { name, coordinate } of arrays.variables)
    if (!chosen.has(name) && !coordinate)
      context.report({
        severity: 'info',
        message: `The array “${name}” is not in the table: its shape is another.`,
        hint: 'Save it in a file of its own to import it.',
      });
  const rowsAtOnce = Math.max(1, Math.min(context.batchRows, Math.floor(pieceValues / names.length)));
  const tell = digitsLost(context);

  async function* batches(): AsyncGenerator<RecordBatch> {
    for (let start = 0; start < rows; start += rowsAtOnce) {
      context.signal.throwIfAborted();
      const count = Math.min(rowsAtOnce, rows - start);
      const columns: ColumnValues[] = [];
      for (const part of parts) {
        const values = await readRows(arrays, part, start, count);
        tell(part.variable, values);
        const width = widthOf(part);
        for (let column = 0; column < width; column++) {
          const own = Float64Array.from(
            { length: count },
            (_, row) => values[row * width + column] as number,
          );
          columns.push(
            context.textColumns?.has(columns.length) ? asTexts(own) : { physical: 'f64', values: own },
          );
        }
      }
      progress((start + count) / rows);
      yield { rows: count, columns };
    }
  }
  return {
    names,
    details: { array: `${main.variable.name}, ${main.variable.dtype}, ${rows} × ${widthOf(main)}` },
    batches: batches(),
  };
}

/** A list is called what it is called; columns of a matrix by what the file says of them, else by their number. */
function namesOf(part: Part, { coordinates }: ArrayFile, isMain: boolean): string[] {
  const width = widthOf(part);
  if (part.columnAxis < 0) return [part.variable.name.split('/').at(-1) ?? part.variable.name];
  const dimension = part.variable.dimensions[part.columnAxis]?.name;
  const values = coordinates.find((entry) => entry.dimension === dimension)?.values;
  return Array.from({ length: width }, (_, i) =>
    values ? `${dimension} ${numberToText(values[i] as number)}` : isMain ? `column${i + 1}` : '',
  );
}

async function readRows(
  arrays: ArrayFile,
  { variable, rowAxis, columnAxis }: Part,
  start: number,
  count: number,
): Promise<Float64Array> {
  const { dimensions } = variable;
  return await arrays.readExact(
    variable.name,
    dimensions.map((_, axis) => (axis === rowAxis ? start : 0)),
    dimensions.map(({ size }, axis) => (axis === rowAxis ? count : axis === columnAxis ? size : 1)),
  );
}

function asTexts(values: Float64Array): ColumnValues {
  const known = new Map<string, number>();
  const codes = Int32Array.from(values, (value) => {
    if (Number.isNaN(value)) return -1;
    const text = numberToText(value);
    const code = known.get(text) ?? known.size;
    known.set(text, code);
    return code;
  });
  return { physical: 'dict', codes, dictionary: [...known.keys()] };
}

/** Whole numbers that not even a double keeps are told once. */
function digitsLost({ report }: ReadContext): (variable: ArrayVariable, values: Float64Array) => void {
  const told = new Set<string>();
  return ({ name, dtype }, values) => {
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
