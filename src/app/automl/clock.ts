/** The time that a search may take: what earlier runs of its job used counts, a pause does not. */
export class Clock {
  readonly #begun = performance.now();
  readonly #before: number;
  readonly #limit: number;
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();

  constructor(limitSeconds: number, usedBefore: number) {
    this.#limit = limitSeconds;
    this.#before = usedBefore;
  }

  get used(): number {
    return this.#before + (performance.now() - this.#begun) / 1000;
  }

  get left(): number {
    return this.#limit - this.used;
  }

  /** When so many seconds from now have passed; answers how to call it off. */
  after(seconds: number, work: () => void): () => void {
    // Longer than a timer counts.
    const timer = setTimeout(work, Math.min(2 ** 31 - 1, Math.max(0, seconds * 1000)));
    this.#timers.add(timer);
    return () => {
      clearTimeout(timer);
      this.#timers.delete(timer);
    };
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }
}
