/** Round moments along an axis, and how a moment is written there. */
import { day, hour, minute, roundDurations, second } from '#/core/events/duration';
import type { EventsLayout } from '#/core/events/eventsSchema';

const steps = [...roundDurations, 91 * day, 365 * day, 3650 * day];

export function timeTicks(
  { from, to }: { from: number; to: number },
  clock: EventsLayout['clock'],
  most: number,
): { at: number[]; text(at: number): string } {
  const step = steps.find((size) => (to - from) / size <= most) ?? Math.max(1, (to - from) / most);
  const at: number[] = [];
  for (let tick = Math.ceil(from / step) * step; tick <= to && at.length < 100; tick += step) at.push(tick);
  // One at the right end would be cut.
  return {
    at: at.filter((tick) => tick <= from + 0.93 * (to - from)),
    text: (ms) => momentText(ms, clock, step),
  };
}

/** As exact as steps of this size ask for. */
function momentText(ms: number, clock: EventsLayout['clock'], step: number): string {
  if (!Number.isFinite(ms)) return '';
  if (clock === 'plain') return `${Number((ms / second).toPrecision(10))} s`;
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return '';
  const iso = date.toISOString();
  if (step >= day) return iso.slice(0, 10);
  if (step >= minute) return iso.slice(step >= hour ? 0 : 5, 16).replace('T', ' ');
  return iso.slice(11, step >= second ? 19 : 23);
}
