/** Rows that belong to others, in the order a table shows them: below their parent, while it is open. */

export interface RowTree<T> {
  /** The column that is indented and has the button that opens. */
  column: string;
  parentKey(row: T): string | undefined;
  /** Of the children of one row, until the person sorts. */
  compare(a: T, b: T): number;
  open: ReadonlySet<string>;
  onToggle(key: string): void;
}

export interface TreeRow<T> {
  row: T;
  /** From 1. */
  level: number;
  children: number;
}

/** `rows` in their order; one whose parent is not among them stands at the top. */
export function treeRows<T>(
  rows: readonly T[],
  rowKey: (row: T) => string,
  { parentKey, open }: Pick<RowTree<T>, 'parentKey' | 'open'>,
  compare?: (a: T, b: T) => number,
): TreeRow<T>[] {
  const keys = new Set(rows.map(rowKey));
  const tops: T[] = [];
  const below = new Map<string, T[]>();
  for (const row of rows) {
    const parent = parentKey(row);
    if (parent === undefined || !keys.has(parent)) tops.push(row);
    else below.set(parent, [...(below.get(parent) ?? []), row]);
  }
  const shown: TreeRow<T>[] = [];
  const show = (some: readonly T[], level: number) => {
    for (const row of some) {
      const children = below.get(rowKey(row)) ?? [];
      shown.push({ row, level, children: children.length });
      if (children.length > 0 && open.has(rowKey(row)))
        show(compare ? children.toSorted(compare) : children, level + 1);
    }
  };
  show(tops, 1);
  return shown;
}
