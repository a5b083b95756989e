/**
 * Keeps garbage collection away from blobs that are stored but not yet named by a manifest. Every thread
 * that has such blobs holds a shared lock; the collector needs it alone and never waits for it.
 * The browser drops the lock when the tab or worker dies, so a crash protects nothing for ever.
 */
import { type HeldLock, holdShared, withSharedLock } from '../locks';

const forgetAfterMs = 10 * 60_000;

export class InFlight {
  private readonly hashes = new Set<string>();
  private held?: Promise<HeldLock>;
  private timer?: ReturnType<typeof setTimeout>;
  private scopes = 0;

  constructor(readonly lockName: string) {}

  /** To be awaited before looking whether a blob is there. */
  async add(hash: string): Promise<void> {
    if (this.scopes > 0) return; // The scope holds the lock, and ends for certain.
    this.hashes.add(hash);
    this.held ??= holdShared(this.lockName);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.end(), forgetAfterMs);
    await this.held;
  }

  /** A manifest names them now, or they are given up. */
  settle(hashes: Iterable<string>): void {
    for (const hash of hashes) this.hashes.delete(hash);
    if (this.hashes.size === 0) this.end();
  }

  scope<T>(work: () => Promise<T>): Promise<T> {
    return withSharedLock(this.lockName, async () => {
      this.scopes++;
      try {
        return await work();
      } finally {
        this.scopes--;
      }
    });
  }

  end(): void {
    clearTimeout(this.timer);
    this.hashes.clear();
    const held = this.held;
    this.held = undefined;
    held?.then(
      (lock) => lock.release(),
      () => {},
    );
  }
}
