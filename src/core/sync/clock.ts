/**
 * A hybrid logical clock as text that sorts: milliseconds, a counter, the device. Of two writes of one field the later
 * counts, on every device alike, whatever their clocks say, so long as each goes on from what it has seen.
 */
export interface Clock {
  /** The next time, after everything seen. */
  next(): string;
  /** A time of another device. */
  see(clock: string): void;
  /** Where it stands, as a text. */
  last(): string;
}

const pattern = /^(\d{15})-(\d{6})-([\w]{1,64})$/;

export const isClock = (text: string): boolean => pattern.test(text);
export const millisecondsOf = (clock: string): number => Number(clock.slice(0, 15));

export function createClock(device: string, now: () => number = Date.now): Clock {
  let last = { ms: 0, count: 0 };
  const text = () => `${String(last.ms).padStart(15, '0')}-${String(last.count).padStart(6, '0')}-${device}`;
  return {
    next() {
      const ms = Math.max(now(), last.ms);
      last = { ms, count: ms === last.ms ? last.count + 1 : 0 };
      return text();
    },
    last: text,
    see(clock) {
      const [, ms, count] = pattern.exec(clock) ?? [];
      if (ms === undefined) return;
      const seen = { ms: Number(ms), count: Number(count) };
      if (seen.ms > last.ms || (seen.ms === last.ms && seen.count > last.count)) last = seen;
    },
  };
}
