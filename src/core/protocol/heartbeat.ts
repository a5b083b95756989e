/**
 * Signs of life on the port of long work. The worker's event loop beats by itself. Work breathes: whatever it does
 * often (a kernel, a value read, a step) is a sign, also from inside a blocked loop, for a message leaves at once.
 * What is known to take long without a sign is announced before. So a slow worker is never silent for longer than it
 * said, and one that waits for ever for something that never comes is noticed too.
 */
export interface Heartbeat {
  kind: 'beat';
  /** Longest silence so far. */
  blockedMs: number;
  /** What the work under way may take without a sign. */
  expectedMs: number;
  /** Since the last breath, and the longest time between two; undefined where work does not breathe (yet). */
  breathMs?: number;
  longestBreathMs?: number;
  inside?: Inside;
}

/** Somebody else's code is at work on a file, and would have come back, or read on, within this time. */
interface Inside {
  place: string;
  ms: number;
}

/** A longer gap than was announced was no work: the machine slept. */
const longestWorkMs = 60_000;
const beatEveryMs = 1_000;
/** With the time a worker needs to start, and the look of whoever watches: given up within 5 s. */
const insideMs = 3_500;

/** Of this thread: work does not know who listens. */
const pulses = new Set<Pulse>();

/** A sign of life of whatever this thread is doing. */
export function breathe(): void {
  for (const pulse of pulses) pulse.breathe();
}

/** From inside a loop that surely ends: the thread lives. No breath, so what does not move afterwards is no stop. */
export function signLife(): void {
  for (const pulse of pulses) pulse.signLife();
}

/** The next breath may be this far: work whose size is known and whose inside gives no sign. */
export function expectBreath(ms: number): void {
  for (const pulse of pulses) pulse.expectBreath(ms);
}

/**
 * Runs code of a library that may never come back from a damaged file. If it neither ends nor gives a sign of life (its
 * event loop, or a place where it asks for more of the file) for `ms`, the worker is ended and `place` (the file, and
 * where in it) is named. `ms`: 3.5 s, longer for what is large.
 */
export function inside<Result>(place: string, run: () => Result, ms: number = insideMs): Result {
  const entered = [...pulses];
  const here = { place, ms: Math.max(ms, insideMs) };
  for (const pulse of entered) pulse.enter(here);
  const leave = () => {
    for (const pulse of entered) pulse.leave(here);
  };
  let isPending = false;
  try {
    const result = run();
    if (!(result instanceof Promise)) return result;
    isPending = true;
    return result.finally(leave) as Result;
  } finally {
    if (!isPending) leave();
  }
}

/** Until a library is there: its own bytes are fetched and compiled, whatever the file holds. */
const loadingMs = 60_000;

/** Loads the library that reads `place`: how long that takes says nothing of the file. */
export const loading = <Library>(place: string, load: () => Promise<Library>): Promise<Library> =>
  inside(place, load, loadingMs);

export class Pulse {
  readonly #post: (beat: Heartbeat) => void;
  readonly #now: () => number;
  readonly #timer: ReturnType<typeof setInterval>;
  #beatAt: number;
  #blockedMs = 0;
  #expectedMs = 0;
  #toldMs = 0;
  #breathAt?: number;
  #longestBreathMs = 0;
  readonly #inside: Inside[] = [];

  constructor(post: (beat: Heartbeat) => void, now: () => number = () => performance.now()) {
    this.#post = post;
    this.#now = now;
    this.#beatAt = now();
    this.#timer = setInterval(() => this.#beat(), beatEveryMs);
    pulses.add(this);
    this.#beat();
  }

  expectBreath(ms: number): void {
    this.#expectedMs = Number.isFinite(ms) ? ms : 0;
    // What a patient listener grants anyway needs no message.
    if (this.#expectedMs > Math.max(beatEveryMs, this.#toldMs)) this.#beat();
  }

  breathe(): void {
    const now = this.#now();
    if (this.#breathAt !== undefined)
      this.#longestBreathMs = Math.max(this.#longestBreathMs, this.#unlessAsleep(now - this.#breathAt));
    this.#breathAt = now;
    this.#expectedMs = 0;
    if (now - this.#beatAt >= beatEveryMs) this.#beat();
  }

  signLife(): void {
    if (this.#now() - this.#beatAt >= beatEveryMs) this.#beat();
  }

  enter(here: Inside): void {
    this.#inside.push(here);
    this.#beat();
  }

  leave(here: Inside): void {
    this.#inside.splice(this.#inside.lastIndexOf(here), 1);
    this.#beat();
  }

  stop(): void {
    clearInterval(this.#timer);
    pulses.delete(this);
  }

  #unlessAsleep(ms: number): number {
    return ms > Math.max(longestWorkMs, this.#expectedMs, this.#toldMs) ? 0 : ms;
  }

  #beat(): void {
    const now = this.#now();
    this.#blockedMs = Math.max(this.#blockedMs, this.#unlessAsleep(now - this.#beatAt - beatEveryMs));
    this.#beatAt = now;
    this.#toldMs = this.#expectedMs;
    this.#post({
      kind: 'beat',
      blockedMs: this.#blockedMs,
      expectedMs: this.#expectedMs,
      breathMs: this.#breathAt === undefined ? undefined : now - this.#breathAt,
      longestBreathMs: this.#breathAt === undefined ? undefined : this.#longestBreathMs,
      ...(this.#inside.length > 0 && { inside: this.#inside.at(-1) }),
    });
  }
}
