/** Table files between their drop and their import: what the import page works on. Lost with the page. */
import { createStore } from 'zustand/vanilla';

export interface DroppedTables {
  /** Another for every drop. */
  key: string;
  files: File[];
}

export const droppedTablesStore = createStore<{ dropped?: DroppedTables }>(() => ({}));
