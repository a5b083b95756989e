/**
 * Which arrays of a file are a table of samples, as NumPy, h5py, pandas and scikit-learn users keep it: a matrix whose
 * rows are samples, or lists of one length (fields of records), with labels and texts beside it; X_train and X_test
 * are one table. Which values they have is not looked at.
 */
import type { ArrayVariable, TextList } from './arrayFile';
import { bareName, isAnswerName, isNamesOfClasses, lastOf, namesNoDimension, splitOf } from './arrayNames';
import { isMatrix } from './isMatrix';

export type TableVariable = Pick<ArrayVariable, 'name' | 'dimensions' | 'coordinate'>;

/** Columns that lie in one array. */
export interface TableBlock {
  array: string;
  /** Of how many dimensions it is; 0 is a list of texts. */
  rank: number;
  rowAxis: number;
  /** −1: it is a list, one column. */
  columnAxis: number;
  width: number;
  /** Texts that name its columns. */
  names?: string;
  /** Texts that its numbers (0, 1, 2, …) stand for. */
  classes?: string;
}

export interface TablePart {
  split?: 'train' | 'validation' | 'test';
  rows: number;
  /** The same columns in each part. */
  blocks: TableBlock[];
}

export interface ArrayTable {
  parts: TablePart[];
  /** Arrays that are not in it. */
  left: string[];
  /** It can hardly be meant otherwise. */
  sure: boolean;
}

type Texts = Pick<TextList, 'name' | 'size'>;
type Block = TableBlock & { rows: number };

/** Of the indices that PyTables keeps beside a table. */
export const isOfIndex = (name: string): boolean => /(^|\/)_i_[^/]+\//.test(name);
const namesOfColumns =
  /(feature|column|col|var|gene|item|dimension)s?_?(names?|labels?|items?)?$|^names$|_items$|^axis0$/i;
const ofFrame = /(^|\/)block\d+_values$/;

export function proposeArrayTable(
  variables: readonly TableVariable[],
  allTexts: readonly Texts[] = [],
): ArrayTable | undefined {
  const usable = variables.filter(({ name }) => !isOfIndex(name));
  const texts = allTexts.filter(({ name }) => !isOfIndex(name));
  const blocks = usable.flatMap((variable): Block[] => (isMatrix(variable) ? [blockOf(variable)] : []));
  const matrices = blocks.filter(({ columnAxis }) => columnAxis >= 0);
  const isSplit = matrices.some(({ array }) => splitOf(array) === 'train');
  const candidates = matrices.length > 0 ? matrices : blocks;
  const [main] = candidates
    .filter(({ array }) => !isSplit || splitOf(array) === 'train')
    .toSorted((a, b) => b.rows * b.width - a.rows * a.width);
  if (!main) return undefined;
  const mains = isSplit ? [main, ...othersOf(main, matrices)] : [main];
  const lists = [
    ...blocks.filter(({ columnAxis }) => columnAxis < 0),
    ...texts.map(
      ({ name, size }): Block => ({ array: name, rank: 0, rowAxis: 0, columnAxis: -1, width: 1, rows: size }),
    ),
  ];
  const parts = mains.map((one) => besideOf(one, lists, matrices, mains.length > 1));
  const common = parts.reduce<string[]>(
    (kept, { beside }) => kept.filter((name) => beside.some(({ array }) => bareName(array) === name)),
    (parts[0]?.beside ?? []).map(({ array }) => bareName(array)),
  );
  const made = parts.map(({ one, beside }): TablePart => {
    const own =
      parts.length > 1
        ? common.flatMap((name) => beside.find(({ array }) => bareName(array) === name) ?? [])
        : beside;
    const split = parts.length > 1 ? splitOf(one.array) : undefined;
    return {
      ...(split && { split: split === 'val' ? 'validation' : split }),
      rows: one.rows,
      blocks: [
        named(one, texts),
        ...answersLast(own).map((block) => named(withClasses(block, texts), texts)),
      ].map(({ rows: _rows, ...block }) => block),
    };
  });
  const taken = new Set(
    made.flatMap((part) => part.blocks.flatMap(({ array, names, classes }) => [array, names, classes])),
  );
  const left = [...usable.filter(({ coordinate }) => !coordinate), ...texts]
    .map(({ name }) => name)
    .filter((name) => !taken.has(name) && !isBookkeeping(name));
  return { parts: made, left, sure: isSure(made, variables, usable) };
}

/** Names of columns that are known otherwise: of pandas, its axes and the items of each block. */
const isBookkeeping = (name: string): boolean => /(^|\/)(axis\d|block\d+_items)$/.test(name);

function blockOf({ name, dimensions }: TableVariable): Block {
  const long = dimensions.flatMap(({ size }, axis) => (size === 1 ? [] : [axis]));
  const [rowAxis = 0, columnAxis = -1] = dimensions.length === 2 ? [0, 1] : long;
  return {
    array: name,
    rank: dimensions.length,
    rowAxis,
    columnAxis,
    width: dimensions[columnAxis]?.size ?? 1,
    rows: dimensions[rowAxis]?.size ?? 1,
  };
}

/** The same columns of another part. */
const othersOf = (main: Block, matrices: readonly Block[]): Block[] => {
  const seen = new Set([splitOf(main.array)]);
  return matrices.filter(({ array, width }) => {
    const split = splitOf(array);
    const fits = width === main.width && bareName(array) === bareName(main.array) && split !== undefined;
    if (!fits || seen.has(split)) return false;
    seen.add(split);
    return true;
  });
};

function besideOf(one: Block, lists: readonly Block[], matrices: readonly Block[], isSplit: boolean) {
  const fits = (other: Block): boolean =>
    other.array !== one.array &&
    other.rows === one.rows &&
    (!isSplit || splitOf(other.array) === splitOf(one.array));
  const framed = ofFrame.test(one.array);
  return {
    one,
    beside: [
      ...matrices.filter(
        (other) => fits(other) && (framed ? ofFrame.test(other.array) : isAnswerName(other.array)),
      ),
      ...(one.rows > 1
        ? lists.filter((other) => fits(other) && (!isNamesOf(other, one) || one.rows !== one.width))
        : []),
    ],
  };
}

const isNamesOf = ({ array, rank, rows }: Block, one: Block): boolean =>
  rank === 0 && rows === one.width && namesOfColumns.test(lastOf(array));

const answersLast = (blocks: readonly Block[]): Block[] => [
  ...blocks.filter(({ array }) => !isAnswerName(array)),
  ...blocks.filter(({ array }) => isAnswerName(array)),
];

function named(block: Block, texts: readonly Texts[]): Block {
  if (block.columnAxis < 0) return block;
  const group = block.array.replace(/[^/]*$/, '');
  const own = block.array.replace(/_values$/, '_items');
  const fitting = texts.filter(({ name, size }) => size === block.width && name !== block.array);
  const found =
    fitting.find(({ name }) => name === own) ??
    fitting.find(({ name }) => namesOfColumns.test(lastOf(name)) && name.startsWith(group)) ??
    fitting.find(({ name }) => /(^|\/)(feature|column|var)s?(_?names?)?\//i.test(name)) ??
    (fitting.length === 1 && block.rows !== block.width ? fitting[0] : undefined);
  return found ? { ...block, names: found.name } : block;
}

/** Codes with their categories beside them (AnnData), or answers with the names of the classes (scikit-learn). */
function withClasses(block: Block, texts: readonly Texts[]): Block {
  if (block.rank === 0) return block;
  const found = block.array.endsWith('/codes')
    ? texts.find(({ name }) => name === block.array.replace(/codes$/, 'categories'))
    : isAnswerName(block.array) && block.columnAxis < 0
      ? texts.find(({ name, size }) => isNamesOfClasses(name) && size !== block.rows)
      : undefined;
  return found ? { ...block, classes: found.name } : block;
}

/** A matrix alone may be a field, so it is asked. */
function isSure(
  parts: readonly TablePart[],
  all: readonly TableVariable[],
  usable: readonly TableVariable[],
): boolean {
  const [first] = parts;
  if (!first || first.rows < 2 || !namesNoDimension(all) || !usable.every(isSmall)) return false;
  const [main, ...beside] = first.blocks;
  if (!main) return false;
  if (main.columnAxis < 0) return beside.length > 0;
  return (
    main.names !== undefined ||
    parts.length > 1 ||
    beside.some(({ array, rank }) => rank === 0 || isAnswerName(array))
  );
}

const isSmall = (variable: TableVariable): boolean => isMatrix(variable) || variable.dimensions.length < 2;
