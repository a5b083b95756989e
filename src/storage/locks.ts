/**
 * Web Locks: one writer across tabs and workers, released by the browser when a tab or worker dies.
 * Where they are missing (Node, insecure pages) the same rules hold within this thread only.
 */
import { processLocks } from './processLocks';

export interface LockOptions {
  mode?: 'exclusive' | 'shared';
  ifAvailable?: boolean;
  signal?: AbortSignal;
}

export interface LockManagerLike {
  request<T>(
    name: string,
    options: LockOptions,
    callback: (lock: object | null) => Promise<T> | T,
  ): Promise<T>;
}

/** false: locks do not reach other tabs. */
export const locksCrossTabs = typeof navigator !== 'undefined' && !!navigator.locks;

const manager: LockManagerLike = locksCrossTabs
  ? { request: async (name, options, callback) => await navigator.locks.request(name, options, callback) }
  : processLocks;

/** Waits for the lock, then runs `work` as its only holder. */
export const withWriterLock = <T>(name: string, work: () => Promise<T> | T): Promise<T> =>
  manager.request(name, { mode: 'exclusive' }, work);

/** Runs `work` beside other sharers, never beside a writer. */
export const withSharedLock = <T>(name: string, work: () => Promise<T> | T): Promise<T> =>
  manager.request(name, { mode: 'shared' }, work);

/** Runs `work` only if nobody holds the lock now; `undefined` otherwise. Never queues, so it never blocks others. */
export const ifFree = <T>(name: string, work: () => Promise<T>): Promise<T | undefined> =>
  manager.request(name, { mode: 'exclusive', ifAvailable: true }, async (lock) =>
    lock ? await work() : undefined,
  );

export interface HeldLock {
  release(): void;
}

const hold = (name: string, options: LockOptions): Promise<HeldLock | undefined> =>
  new Promise((resolve, reject) => {
    manager
      .request(name, options, (lock) => {
        if (!lock) return resolve(undefined);
        return new Promise<void>((release) => resolve({ release }));
      })
      .catch(reject);
  });

/** The lock, or undefined when another tab or worker has it. */
export const tryHold = (name: string): Promise<HeldLock | undefined> =>
  hold(name, { mode: 'exclusive', ifAvailable: true });

/** Resolves when the lock is ours: at once, or when its holder releases it, closes or dies. */
export async function holdWhenFree(name: string, signal?: AbortSignal): Promise<HeldLock> {
  const held = await hold(name, { mode: 'exclusive', signal });
  if (!held) throw new Error(`lock ${name} was not granted`);
  return held;
}

export async function holdShared(name: string): Promise<HeldLock> {
  const held = await hold(name, { mode: 'shared' });
  if (!held) throw new Error(`lock ${name} was not granted`);
  return held;
}
