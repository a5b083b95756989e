/** A text file as the scanner can read it, and what in the options it contradicts. */
import { TetradError } from '#/core/protocol/errors';
import type { ReadOptions } from '#/core/reading/readOptions';
import { decodeHead, encodingOf, type SniffedEncoding } from '../encoding';
import type { FormatSource } from '../formatDef';
import { delimiterName } from './delimiterName';
import { drawnTable } from './drawnTable';
import {
  columnStartsOf,
  cutAt,
  rewriteLines,
  rewriteText,
  ruledStarts,
  splitAt,
  unitSeparator,
} from './fixedWidth';
import { headBytes } from '../openSource';
import { wrappedRows } from './wrappedRows';
import { beginsQuoted, sniffDelimiter } from './sniffDelimiter';
import { splitRecords } from './splitRecords';

export interface Prepared {
  head: string;
  encoding: SniffedEncoding;
  /** For the guesses that follow. */
  options: ReadOptions;
  /** What was done to the lines, where a person is to know. */
  told?: string;
  /** What divides the cells where it is no single character. */
  cells?: Pick<ReadOptions, 'columnStarts' | 'delimiter'>;
  stream(signal: AbortSignal): { stream: ReadableStream<Uint8Array>; encoding: SniffedEncoding };
}

/** What DOS programs end a text with. */
const endOfText = '\x1a';

/** A delimiter that divides so many rows alike is one. */
const dividedShare = 0.7;

export function prepare(source: FormatSource, options: ReadOptions): Prepared {
  const encoding = encodingOf(source.head, options);
  const text = decodeHead(source.head, encoding);
  const head = text.endsWith(endOfText) ? text.slice(0, -1) : text;
  const rewritten = (rewrite: (line: string) => string): Pick<Prepared, 'head' | 'encoding' | 'stream'> => ({
    head: rewriteText(head, rewrite),
    encoding,
    stream: (signal) => ({
      stream: rewriteLines(source.stream(), encoding, signal, rewrite),
      encoding: { encoding: 'utf-8', bomBytes: 0 },
    }),
  });
  const drawn = isGivenOtherwise(options) ? undefined : drawnTable(head);
  if (drawn)
    return {
      ...rewritten(drawn.rewrite),
      options: { ...options, delimiter: unitSeparator, quote: options.quote ?? '' },
      cells: { delimiter: '|' },
      ...(drawn.told && { told: drawn.told }),
    };
  const unwrap = options.quote === '' ? undefined : wrappedRows(head, source.head.length < headBytes);
  if (unwrap)
    return {
      ...rewritten(unwrap),
      options,
      told: 'Each row stood in quotes as a whole; they were taken off, and its cells are read.',
    };
  const cells = cellsOf(head, options);
  if (!cells) {
    requireDelimiter(head, options, source.name);
    return { head, encoding, options, stream: () => ({ stream: source.stream(), encoding }) };
  }
  const rewrite = cells.columnStarts ? cutAt(cells.columnStarts) : splitAt(cells.delimiter ?? '');
  return {
    ...rewritten(rewrite),
    options: { ...options, delimiter: unitSeparator, quote: options.quote ?? '' },
    cells,
  };
}

/** Cells that are divided by something that no drawn table has. */
const isGivenOtherwise = ({ delimiter, columnStarts }: ReadOptions): boolean =>
  columnStarts !== undefined || (delimiter !== undefined && delimiter !== '|');

function cellsOf(head: string, options: ReadOptions): Prepared['cells'] | undefined {
  const { delimiter, columnStarts } = options;
  if (columnStarts) {
    const falls = columnStarts.findIndex((start, i) => i > 0 && start <= (columnStarts[i - 1] as number));
    if (falls >= 0)
      throw new TetradError({
        code: 'badInput',
        message: `The columns cannot begin at ${columnStarts.join(', ')}: ${columnStarts[falls]} stands behind ${columnStarts[falls - 1]}.`,
        place: 'options.columnStarts',
        hint: 'Give the places in rising order, counted in characters from 0.',
      });
    return { columnStarts };
  }
  if (delimiter !== undefined) return delimiter.length > 1 ? { delimiter } : undefined;
  const ruled = ruledStarts(head);
  if (ruled) return { columnStarts: ruled };
  for (const pair of ['::', '||']) if (isDividedBy(head, pair)) return { delimiter: pair };
  const { even, delimiter: found } = sniffDelimiter(head, options);
  const divided = found !== ' ' || beginsQuoted(head);
  const starts = even >= dividedShare && divided ? undefined : columnStartsOf(head);
  return starts && { columnStarts: starts };
}

/** Every line holds it as often, and more than once. */
function isDividedBy(head: string, delimiter: string): boolean {
  const lines = head.split(/\r\n|[\r\n]/, 50).filter((line) => line !== '');
  // The last may be cut.
  const [first = 0, ...others] = lines.slice(0, -1).map((line) => line.split(delimiter).length);
  return first > 2 && others.every((count) => count === first);
}

/** A delimiter that is given and does not occur, in a file that another one divides. */
function requireDelimiter(head: string, { delimiter, ...others }: ReadOptions, fileName: string): void {
  if (delimiter === undefined || head.includes(delimiter)) return;
  const found = sniffDelimiter(head, others);
  if (!splitRecords(head, found, 5).some((record) => record.length > 1)) return;
  throw new TetradError({
    code: 'badInput',
    message: `There is no ${delimiterName(delimiter)} between the cells of the file.`,
    place: `${fileName}, line 1`,
    hint: `Its cells seem to be divided by ${delimiterName(found.delimiter)}: give that as the delimiter, or none to have it recognised.`,
  });
}
