/** Files of arrays between their drop and their import: what the mapping step works on. Lost with the page. */
import { createStore } from 'zustand/vanilla';
import type { FolderEntry } from '#/core/grid/arrayFile';
import type { ArrayFileInfo } from '#/core/grid/gridSchema';

export interface DroppedArrays {
  /** Another for every drop. */
  key: string;
  /** Of equal shape: the first was looked into. */
  files: File[];
  /** The folder each file was in, or ''. */
  folders: string[];
  /** A table that came with them: most likely their labels. */
  table?: File;
  /** Of a folder that is one store: the only file stands for it. */
  folder?: FolderEntry[];
  info: ArrayFileInfo;
}

export const droppedArraysStore = createStore<{ dropped?: DroppedArrays }>(() => ({}));
