/** When to write the next checkpoint: the longer the last one took, the later. */

/** Large checkpoints are rarer, so that writing them takes at most this share of the time, or as rare as this. */
const checkpointShare = 0.05;
const rarestCheckpoint = 30;

export class CheckpointClock {
  private storedAt: number;
  private tookMs = 0;
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
    this.storedAt = now();
  }

  due(everyMs: number): boolean {
    const rareMs = Math.min(this.tookMs / checkpointShare, everyMs * rarestCheckpoint);
    return this.now() - this.storedAt >= Math.max(everyMs, rareMs);
  }

  /** The checkpoint begun at this time lies in storage. */
  stored(startedAt: number): void {
    this.storedAt = this.now();
    this.tookMs = this.storedAt - startedAt;
  }
}
