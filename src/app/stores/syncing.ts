/** What the tab that meets the server is doing. */
import { createStore } from 'zustand/vanilla';
import type { ErrorInfo } from '#/core/protocol/errors';

export interface Syncing {
  phase: 'off' | 'resting' | 'syncing' | 'offline' | 'stopped';
  message: string;
  /** 0..1, while it syncs. */
  progress: number;
  error?: ErrorInfo;
}

export const syncingStore = createStore<Syncing>(() => ({ phase: 'off', message: '', progress: 0 }));
