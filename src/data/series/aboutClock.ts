/** Local time with daylight saving: an hour that comes twice in autumn and one that is missing in spring. */
import type { DataIssue } from '#/core/protocol/dataset';

const hour = 3_600_000;
const mostSaid = 3;

const isSundayNight = (ms: number): boolean => {
  const date = new Date(ms);
  return date.getUTCDay() === 0 && date.getUTCHours() <= 4;
};
const text = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** `step`: milliseconds, at most an hour, or there is no hour to be missed. */
export function aboutClock(lists: readonly Float64Array[], step: number): DataIssue[] {
  if (step > hour) return [];
  const jumps = new Set<string>();
  for (const times of lists)
    for (let i = 1; i < times.length; i++) {
      const [before, now] = [times[i - 1] as number, times[i] as number];
      const month = new Date(now).getUTCMonth();
      const isSpring = month === 2 || month === 3 || month === 8 || month === 9;
      if (now - before === hour + step && isSpring && isSundayNight(before + step)) jumps.add(text(now));
    }
  if (jumps.size === 0) return [];
  const some = [...jumps].slice(0, mostSaid).join(', ');
  return [
    {
      severity: 'warning',
      message: `An hour is missing in the night of ${some}${jumps.size > mostSaid ? ' and others' : ''}: the times look like local time with daylight saving.`,
      hint: 'Write times in UTC, or with their offset (2024-03-31T03:00+02:00), so that no hour is missing or doubled.',
    },
  ];
}

/** What zone the times were written in. `texts`: some of them, as they stand. */
export function aboutZone(texts: readonly (string | null)[], column: string): DataIssue[] {
  const zones = new Set<string>();
  let [withTime, plain] = [0, 0];
  for (const cell of texts) {
    if (cell === null || !/\d:\d/.test(cell)) continue;
    withTime++;
    const zone = /(Z|UTC|GMT|[+-]\d{2}:?\d{2})$/i.exec(cell.trim())?.[1];
    if (zone) zones.add(/^(z|utc|gmt)$/i.test(zone) ? 'UTC' : zone);
    else plain++;
  }
  if (withTime === 0) return [];
  if (zones.size === 0)
    return [{ severity: 'info', message: 'The times name no zone; they are kept as they stand.', column }];
  const named = [...zones].join(', ');
  if (plain > 0)
    return [
      {
        severity: 'warning',
        message: `Some times name a zone (${named}) and some do not; those count as UTC.`,
        hint: 'Write all of them with their offset.',
        column,
      },
    ];
  return [
    {
      severity: 'info',
      message:
        zones.size === 1 && zones.has('UTC')
          ? 'The times are in UTC.'
          : `The times name their zone (${named}) and are kept in UTC.`,
      column,
    },
  ];
}
