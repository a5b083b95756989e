/** How fast a list is scrolled, from the places it was seen at. */

/** Pauses that are as long end a scroll. */
const longestPauseMs = 200;

export class ScrollSpeed {
  #at = 0;
  #timeMs = Number.NEGATIVE_INFINITY;
  #pixelsPerSecond = 0;

  note(at: number, timeMs: number): void {
    const elapsed = timeMs - this.#timeMs;
    if (at === this.#at || elapsed <= 0) return;
    const now = (1000 * Math.abs(at - this.#at)) / elapsed;
    this.#pixelsPerSecond = elapsed > longestPauseMs ? 0 : (this.#pixelsPerSecond + now) / 2;
    this.#at = at;
    this.#timeMs = timeMs;
  }

  get pixelsPerSecond(): number {
    return this.#pixelsPerSecond;
  }
}
