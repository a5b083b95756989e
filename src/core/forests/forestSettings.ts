/** What a forest is grown by. */
export interface ForestSettings {
  trees: number;
  depth: number;
  leastRows: number;
  columnShare: number;
  /** Rows drawn with replacement for each tree; otherwise each has them all. */
  bootstrap: boolean;
  /** Divided at places drawn by chance, rather than at the best. */
  random: boolean;
  /** The tree is cut back: chosen by folds of the training rows, or by so much. */
  prune?: 'folds' | number;
}

/** How many features a node looks at. */
export function triedFeatures(width: number, classes: number, columnShare: number): number {
  if (columnShare > 0) return Math.max(1, Math.round(columnShare * width));
  return classes > 0 ? Math.max(1, Math.floor(Math.sqrt(width))) : Math.max(1, width);
}
