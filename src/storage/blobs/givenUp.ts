/**
 * Bytes that lost a name (a deleted dataset's, a replaced checkpoint's) and may go soon, not only with the next full
 * collection: at once where somebody asks, else a little later, and again until nobody is writing.
 */
export class GivenUp {
  private hashes = new Set<string>();
  private timer?: ReturnType<typeof setTimeout>;
  private ended = false;
  private readonly collect: (hashes: readonly string[]) => Promise<string[]>;
  private readonly idleMs: number;

  /** `collect` removes those that nothing names and answers those to try again. */
  constructor(collect: (hashes: readonly string[]) => Promise<string[]>, idleMs: number) {
    this.collect = collect;
    this.idleMs = idleMs;
  }

  /** May be called before the change that gives them up is committed: what is still named then stays. */
  add(hashes: readonly string[]): void {
    for (const hash of hashes) this.hashes.add(hash);
    this.sweepLater();
  }

  /** Never fails: what made them superfluous is safe, and garbage collection finds them too. */
  async sweep(): Promise<void> {
    if (this.hashes.size === 0) return;
    const tried = [...this.hashes];
    this.hashes.clear();
    const left = await this.collect(tried).catch(() => tried);
    if (left.length > 0) this.add(left);
  }

  end(): void {
    this.ended = true;
    clearTimeout(this.timer);
    this.hashes.clear();
  }

  private sweepLater(): void {
    if (this.timer !== undefined || this.ended || this.hashes.size === 0) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      void this.sweep();
    }, this.idleMs);
  }
}
