import type { ColumnType } from '#/core/protocol/dataset';
import { toNumber } from '#/core/table/cellValue';

const longest = 160;

/** A cell as the grid shows it: dates by what they mean, so that a wrong order is seen. */
export function shownCell(read: string, type: ColumnType): string {
  if (type !== 'datetime') return cut(read);
  const date = new Date(toNumber(read, type));
  if (Number.isNaN(date.getTime())) return cut(read);
  return date
    .toISOString()
    .replace('T00:00:00.000Z', '')
    .replace('T', ' ')
    .replace(/(:00)?(\.000)?Z$/, '');
}

/** A cell as it stands in the file, and what became of it (as it is shown). */
export function cellWords(column: string, row: number, written: string | null, shown: string | null): string {
  const place = `Row ${row + 1}, ${column}: `;
  if (written === null) return shown === null ? `${place}empty` : `${place}read as ${shown}`;
  if (shown === null) return `${place}“${cut(written)}” in the file, missing`;
  if (shown === cut(written)) return `${place}“${shown}”, as in the file`;
  return `${place}“${cut(written)}” in the file, read as ${shown}`;
}

const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);
