/** A studio that meets a server, and numbers by chance that are the same each time. */
import type { SyncOutcome } from '#/app/sync/syncRound';
import type { Storage } from '#/core/protocol/storage';
import type { SyncStore } from '#/core/protocol/sync';
import { uniforms } from '#/core/random/random';

export interface SyncedStudio {
  storage: Storage;
  store: SyncStore;
  round(): Promise<SyncOutcome>;
}

export function randomsOf(seed: number): () => number {
  const drawn = uniforms(seed, 'sync', 0, 100_000);
  let at = 0;
  return () => drawn[at++ % drawn.length] as number;
}
