/** How long windows are where nobody says it: a round time in which an entity has about ten events, of which there are many. */
import { roundDurations } from './duration';
import type { EventsData, EventsWindowing } from './eventsSchema';
import { type AskedEventsWindowing, msOf, standardQuiet } from './eventsOptions';

const wantedEvents = 10;
const mostWindows = 1000;
const fewestWindows = 40;
/** Of one entity at one moment. */
export const mostOverlap = 100;

/** `active`: the time from the first to the last event of each entity, of all of them together. */
export function proposeEventWindows({
  events,
  span,
  active,
  isLabelled,
}: {
  events: number;
  span: number;
  active: number;
  isLabelled: boolean;
}): EventsWindowing {
  const wanted = (wantedEvents * Math.max(active, 1)) / Math.max(1, events);
  const bounded = Math.min(span / fewestWindows, Math.max(span / mostWindows, wanted));
  const length = roundDurations.findLast((round) => round <= bounded) ?? 1;
  return { length, stride: length, horizon: isLabelled ? 0 : length, quiet: standardQuiet };
}

export function resolveWindowing({ length, stride, horizon, quiet }: AskedEventsWindowing): EventsWindowing {
  const ms = msOf(length);
  return {
    length: ms,
    stride: stride === undefined ? ms : msOf(stride),
    horizon: msOf(horizon ?? 0),
    quiet: quiet ?? standardQuiet,
  };
}

/** Throws nothing: problems in words, by field. */
export function eventWindowProblems(
  { length, stride, horizon }: EventsWindowing,
  { from, to }: Pick<EventsData, 'from' | 'to'>,
): { field: 'length' | 'stride' | 'horizon'; message: string }[] {
  const problems: ReturnType<typeof eventWindowProblems> = [];
  if (!(length >= 1)) problems.push({ field: 'length', message: 'A window is at least 1 ms long.' });
  if (!(stride >= 1)) problems.push({ field: 'stride', message: 'The stride is at least 1 ms.' });
  if (!(horizon >= 0)) problems.push({ field: 'horizon', message: 'The horizon is 0 or more.' });
  if (problems.length > 0) return problems;
  if (length > mostOverlap * stride)
    problems.push({
      field: 'stride',
      message: `More than ${mostOverlap} windows would lie over each other.`,
    });
  if (length + horizon > to - from)
    problems.push({ field: 'length', message: 'A window is longer than all the time there is.' });
  return problems;
}
