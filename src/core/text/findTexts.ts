/** Which column of a table holds texts, and whether a table is one of texts: a guess, shown as one. */
import type { Column, ColumnStats } from '../protocol/dataset';

/** Characters of a usual cell: names and codes are shorter, sentences longer. */
const leastMean = 24;
const leastBlanks = 2;

interface Looked {
  at: number;
  /** Of the most frequent cells, or of the first ones. */
  length: number;
  blanks: number;
}

const looked = (cells: readonly string[], at: number): Looked => {
  const count = Math.max(1, cells.length);
  return {
    at,
    length: cells.reduce((sum, cell) => sum + cell.length, 0) / count,
    blanks: cells.reduce((sum, cell) => sum + (cell.trim().match(/\s+/g)?.length ?? 0), 0) / count,
  };
};

/** Examples of cells by column; numbers have none. Undefined where no column holds any text. */
export function longestTexts(cells: readonly (readonly string[])[]): Looked | undefined {
  const all = cells.map(looked).filter(({ length }) => length > 0);
  return all.reduce<Looked | undefined>(
    (best, one) => (best && best.length >= one.length ? best : one),
    undefined,
  );
}

const isSentence = ({ length, blanks }: Looked): boolean => length >= leastMean && blanks >= leastBlanks;

/** One column of sentences among a few short ones. */
export function looksLikeTexts(cells: readonly (readonly string[])[]): boolean {
  const sentences = cells.map(looked).filter(isSentence);
  return sentences.length === 1 && cells.length <= 8;
}

const noNumbers = ({ type }: Column): boolean => type === 'text' || type === 'categorical' || type === 'id';

export const cellsOfStats = (
  columns: readonly Column[],
  stats: readonly ColumnStats[],
): readonly (readonly string[])[] =>
  columns.map((column, i) => (noNumbers(column) ? (stats[i]?.top ?? []).map(({ value }) => value) : []));
