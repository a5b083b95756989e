/**
 * Signs of life on the port of long work. The worker's event loop beats by itself; work that runs in a loop
 * also breathes, so that waiting for ever for something that never comes is noticed too. What silence may
 * last is told by the worker, from what its own steps have taken.
 */
export interface Heartbeat {
  kind: 'beat';
  /** Longest the event loop was blocked so far, or is expected to be. */
  blockedMs: number;
  /** Since the last breath, and the longest time between two; undefined where work does not breathe (yet). */
  breathMs?: number;
  longestBreathMs?: number;
}

/** A longer gap was no work: the machine slept. */
const longestWorkMs = 60_000;
const unlessAsleep = (ms: number): number => (ms > longestWorkMs ? 0 : ms);

const beatEveryMs = 1_000;

export class Pulse {
  readonly #post: (beat: Heartbeat) => void;
  readonly #now: () => number;
  readonly #timer: ReturnType<typeof setInterval>;
  #beatAt: number;
  #blockedMs = 0;
  #breathAt?: number;
  #longestBreathMs = 0;

  constructor(post: (beat: Heartbeat) => void, now: () => number = () => performance.now()) {
    this.#post = post;
    this.#now = now;
    this.#beatAt = now();
    this.#timer = setInterval(() => this.#beat(), beatEveryMs);
    this.#beat();
  }

  /** Work that will block the event loop for as long as this, such as an evaluation on the CPU. */
  expectBlocked(ms: number): void {
    if (Number.isFinite(ms)) this.#blockedMs = Math.max(this.#blockedMs, ms);
    this.#beat();
  }

  breathe(): void {
    const now = this.#now();
    if (this.#breathAt !== undefined)
      this.#longestBreathMs = Math.max(this.#longestBreathMs, unlessAsleep(now - this.#breathAt));
    this.#breathAt = now;
    // In a busy loop the timer may come late; a breath is a beat.
    if (now - this.#beatAt >= beatEveryMs) this.#beat();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #beat(): void {
    const now = this.#now();
    this.#blockedMs = Math.max(this.#blockedMs, unlessAsleep(now - this.#beatAt - beatEveryMs));
    this.#beatAt = now;
    this.#post({
      kind: 'beat',
      blockedMs: this.#blockedMs,
      breathMs: this.#breathAt === undefined ? undefined : now - this.#breathAt,
      longestBreathMs: this.#breathAt === undefined ? undefined : this.#longestBreathMs,
    });
  }
}
