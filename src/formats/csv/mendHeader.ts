/**
 * A line of names that has not as many cells as the rows below it, where one small fault explains it: a quote that is not
 * closed in it, another delimiter than the rows have, or one name that is empty.
 */
import { parseNumber } from '#/core/table/cellValue';
import { delimiterName } from './delimiterName';
import { type Quoting, splitRecords } from './splitRecords';

export interface MendedHeader {
  cells: string[];
  /** What was wrong, for people. */
  why: string;
}

const otherDelimiters = [',', ';', '\t', '|', ' '];

/** `width`: cells of the rows. undefined where nothing explains the line. */
export function mendHeader(line: string, quoting: Quoting, width: number): MendedHeader | undefined {
  if (width < 2) return undefined;
  const split = (text: string, how: Quoting): string[] => splitRecords(text, how, 1)[0] ?? [];
  const fits = (cells: readonly string[]): boolean =>
    cells.length === width && cells.every((cell) => cell === '' || Number.isNaN(parseNumber(cell)));
  const plain = split(line, quoting);
  const empty = plain.indexOf('');
  if (plain.length === width + 1 && empty >= 0 && empty === plain.lastIndexOf('')) {
    const cells = plain.filter((cell) => cell !== '');
    if (fits(cells)) return { cells, why: 'one name more than the rows have cells, which is empty' };
  }
  for (const cells of literalQuotes(line, quoting))
    if (fits(cells)) return { cells, why: 'a quote that is not closed, which was read as it stands' };
  if (plain.length === 1)
    for (const delimiter of otherDelimiters) {
      if (delimiter === quoting.delimiter) continue;
      const cells = split(line, { ...quoting, delimiter });
      if (fits(cells)) return { cells, why: `${delimiterName(delimiter)} between its names` };
    }
  return undefined;
}

/** The cells of the line with one of the quotes at the start of a cell read as it stands. */
function* literalQuotes(line: string, quoting: Quoting): Generator<string[]> {
  const { quote, delimiter } = quoting;
  if (quote === '') return;
  for (let at = line.indexOf(quote); at >= 0; at = line.indexOf(quote, at + 1)) {
    if (at > 0 && line[at - 1] !== delimiter) continue;
    const before = at === 0 ? [] : (splitRecords(line.slice(0, at - 1), quoting, 1)[0] ?? []);
    const end = line.indexOf(delimiter, at);
    const literal = end < 0 ? line.slice(at) : line.slice(at, end);
    const behind = end < 0 ? [] : (splitRecords(line.slice(end + 1), quoting, 1)[0] ?? ['']);
    yield [...before, literal.trim(), ...behind];
  }
}
