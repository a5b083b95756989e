/**
 * Bytes that lost their record (a replaced checkpoint, a finished run's) and may go at once, not only with the
 * next collection. Tried again whenever this thread stops writing: until then its own lock keeps all bytes.
 */
export class GivenUp {
  private hashes = new Set<string>();
  private readonly collect: (hashes: readonly string[]) => Promise<string[]>;

  /** `collect` removes those that nothing names and answers those to try again. */
  constructor(collect: (hashes: readonly string[]) => Promise<string[]>) {
    this.collect = collect;
  }

  async add(blobs: readonly { hash: string }[]): Promise<void> {
    for (const { hash } of blobs) this.hashes.add(hash);
    await this.sweep();
  }

  /** Never fails: what made them superfluous is safe, and garbage collection finds them too. */
  async sweep(): Promise<void> {
    if (this.hashes.size === 0) return;
    const tried = [...this.hashes];
    this.hashes.clear();
    const left = await this.collect(tried).catch(() => tried);
    for (const hash of left) this.hashes.add(hash);
  }
}
