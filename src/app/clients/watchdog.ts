/** Notices that a worker hangs: no sign of life for longer than its own work explains (core/protocol/heartbeat.ts). */
import type { Heartbeat } from '#/core/protocol/heartbeat';

const lookEveryMs = 500;
/** Silence of a worker that announced nothing: with the look, found within 10 s. */
const silenceMs = 8_000;
/** Until the first beat: loading its code. */
const startMs = 90_000;
/** The event loop lives, the work does not move: waiting for a device, a disk or a lock that never answers. */
const stuckMs = 90_000;
const generous = 4;
/**
 * After the page itself slept (suspended machine, frozen tab): time for waiting beats to arrive. Once only: the timers
 * of a hidden tab may come once a minute, while beats arrive as always, so a second such gap without any is no sleep.
 */
const afterSleepMs = 3_000;

export interface Watchdog {
  /** Anything that came from the worker. */
  heard(message?: unknown): void;
  /** What its work has shown or said that a step of it may take. */
  readonly patienceMs: number;
  end(): void;
}

export function watch(
  onHang: (silentMs: number, place?: string) => void,
  now: () => number = () => performance.now(),
): Watchdog {
  let heardAt = now();
  let lookedAt = heardAt;
  let beat: Heartbeat | undefined;
  let excused = false;
  let postponed = false;
  const patienceMs = () =>
    Math.max(
      silenceMs,
      generous * Math.max(beat?.blockedMs ?? 0, beat?.longestBreathMs ?? 0),
      beat?.expectedMs ?? 0,
    );
  const look = () => {
    const at = now();
    const allowedMs = beat
      ? (beat.inside?.ms ?? Math.max(silenceMs, generous * beat.blockedMs, beat.expectedMs))
      : startMs;
    const slept = at - lookedAt > lookEveryMs + afterSleepMs;
    if (slept && !excused && heardAt < at - allowedMs + afterSleepMs) {
      heardAt = at - allowedMs + afterSleepMs;
      excused = true;
    }
    const wasLate = !slept && at - lookedAt > 2 * lookEveryMs;
    lookedAt = at;
    const silentMs = at - heardAt;
    const { breathMs = 0, longestBreathMs = 0, expectedMs = 0 } = beat ?? {};
    const stuck = breathMs > Math.max(stuckMs, generous * longestBreathMs, expectedMs);
    if (silentMs <= allowedMs && !stuck) return;
    // A late look of a busy page: beats that came meanwhile wait behind it.
    if (wasLate && !postponed && !excused) {
      postponed = true;
      return;
    }
    clearInterval(timer);
    onHang(stuck ? breathMs : silentMs, beat?.inside?.place);
  };
  const timer = setInterval(look, lookEveryMs);
  return {
    heard(message) {
      heardAt = now();
      excused = false;
      postponed = false;
      if (isBeat(message)) beat = message;
    },
    get patienceMs() {
      return patienceMs();
    },
    end: () => clearInterval(timer),
  };
}

export const isBeat = (message: unknown): message is Heartbeat =>
  typeof message === 'object' && message !== null && 'kind' in message && message.kind === 'beat';
