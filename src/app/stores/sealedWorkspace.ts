/** A sealed workspace file between its drop and its passphrase. Lost with the page. */
import { createStore } from 'zustand/vanilla';

export const sealedWorkspaceStore = createStore<{ file?: File }>(() => ({}));
