/** Several labels in one cell: "red; round", "red|round" or a JSON list ["red", "round"]. Empty parts are none. */
import { sortLabels } from '../transforms/categories';

const separators = /[;|]/;

/** Sorted, each once. "[]" is no label at all. */
export function labelsIn(cell: string): string[] {
  const parts = listIn(cell) ?? cell.split(separators);
  return [...new Set(parts.map((part) => part.trim()).filter(Boolean))].sort();
}

function listIn(cell: string): string[] | undefined {
  if (!cell.trimStart().startsWith('[')) return undefined;
  try {
    const list: unknown = JSON.parse(cell);
    return Array.isArray(list) ? list.map(String) : undefined;
  } catch {
    return undefined;
  }
}

const isList = (cell: string): boolean => separators.test(cell) || listIn(cell) !== undefined;

/** The distinct labels of cells that are mostly lists of some that come again; undefined where they are not. */
export function listedLabels(
  top: readonly { value: string; count: number }[] | undefined,
  share = 0.3,
): string[] | undefined {
  const cells = top ?? [];
  const rows = (of: typeof cells) => of.reduce((sum, { count }) => sum + count, 0);
  const listed = cells.filter(({ value }) => isList(value));
  if (listed.length === 0 || rows(listed) < share * rows(cells)) return undefined;
  const labels = new Set(cells.flatMap(({ value }) => labelsIn(value)));
  // Sentences with semicolons have parts that never come again.
  return labels.size >= 2 && labels.size <= 2 * cells.length ? sortLabels(labels) : undefined;
}
