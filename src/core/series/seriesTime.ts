/** Steps of time: found among the times of a series, walked, and said in words. */
import type { SeriesStep } from './seriesSchema';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Steps off the grid by less than this share of one are on it. */
const tolerance = 0.1;
/** So many of them must be, for times to count as even. */
const evenShare = 0.95;
const mostSteps = 200_000;

const monthOf = (ms: number): number => {
  const date = new Date(ms);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
};
const weekdayOf = (ms: number): number => new Date(ms).getUTCDay();
/** Workdays since a Monday long ago. */
const workdayOf = (ms: number): number => {
  const days = Math.floor(ms / day) + 3;
  return Math.floor(days / 7) * 5 + Math.min(5, ((days % 7) + 7) % 7);
};

/** The step of ascending times, a list a series; undefined where they are uneven. */
export function findStep(lists: readonly Float64Array[], isDate: boolean): SeriesStep | undefined {
  const differences: number[] = [];
  for (const times of lists)
    for (let i = 1; i < times.length && differences.length < mostSteps; i++)
      differences.push((times[i] as number) - (times[i - 1] as number));
  if (differences.length === 0) return undefined;
  if (isDate) {
    const calendar = calendarStep(lists, differences);
    if (calendar) return calendar;
  }
  const count = commonest(differences);
  if (!(count > 0)) return undefined;
  const even = differences.filter((difference) => {
    const steps = difference / count;
    return steps > 1 - tolerance && Math.abs(steps - Math.round(steps)) <= tolerance;
  });
  if (even.length < evenShare * differences.length) return undefined;
  return { count, unit: isDate ? 'ms' : 'own' };
}

/** Differences that are nearly the same are one: clocks jitter. */
function commonest(differences: readonly number[]): number {
  const sorted = differences.toSorted((a, b) => a - b);
  const counts = new Map<number, number>();
  for (const value of sorted) counts.set(value, (counts.get(value) ?? 0) + 1);
  let [best, most] = [0, 0];
  for (const [value, count] of counts) if (count > most) [best, most] = [value, count];
  return most > sorted.length / 4 ? best : (sorted[Math.floor(sorted.length / 2)] as number);
}

function calendarStep(
  lists: readonly Float64Array[],
  differences: readonly number[],
): SeriesStep | undefined {
  const times = lists.flatMap((list) => Array.from(list.subarray(0, 2000)));
  const dayOfMonth = new Set(times.map((ms) => new Date(ms).getUTCDate()));
  const ofDay = new Set(times.map((ms) => ((ms % day) + day) % day));
  const isEnd = times.every((ms) => new Date(ms + day).getUTCDate() === 1);
  if ((dayOfMonth.size === 1 || isEnd) && ofDay.size === 1 && Math.min(...differences) >= 28 * day) {
    const months: number[] = [];
    for (const list of lists)
      for (let i = 1; i < list.length; i++)
        months.push(monthOf(list[i] as number) - monthOf(list[i - 1] as number));
    return { count: commonest(months), unit: 'month' };
  }
  const isDaily = ofDay.size === 1 && times.every((ms) => weekdayOf(ms) % 6 !== 0);
  const weekends = differences.filter((difference) => difference === 3 * day).length;
  if (isDaily && weekends * 8 >= differences.length && commonest(differences) === day)
    return { count: 1, unit: 'weekday' };
  return undefined;
}

/** How many steps lie between two times: whole where they are on the grid. */
export function stepsBetween(from: number, to: number, { count, unit }: SeriesStep): number {
  if (unit === 'month') return (monthOf(to) - monthOf(from)) / count;
  if (unit === 'weekday') return workdayOf(to) - workdayOf(from);
  return (to - from) / count;
}

/** The time so many steps later. */
export function timeAfter(start: number, steps: number, { count, unit }: SeriesStep): number {
  if (unit === 'month') {
    const from = new Date(start);
    const months = from.getUTCFullYear() * 12 + from.getUTCMonth() + steps * count;
    const isEnd = new Date(start + day).getUTCDate() === 1;
    const last = new Date(Date.UTC(Math.floor(months / 12), (months % 12) + 1, 0)).getUTCDate();
    const date = isEnd ? last : Math.min(from.getUTCDate(), last);
    return Date.UTC(Math.floor(months / 12), months % 12, date) + (((start % day) + day) % day);
  }
  if (unit === 'weekday') {
    const days = Math.floor(start / day) + 3;
    const workdays = Math.floor(days / 7) * 5 + (((days % 7) + 7) % 7) + steps;
    const then = Math.floor(workdays / 5) * 7 + (((workdays % 5) + 5) % 5) - 3;
    return then * day + (((start % day) + day) % day);
  }
  return start + steps * count;
}

/** "1 hour", "every month", "0.02". */
export function stepText({ count, unit }: SeriesStep): string {
  if (unit === 'weekday') return 'every weekday';
  if (unit === 'month') {
    if (count % 12 === 0) return count === 12 ? 'every year' : `every ${count / 12} years`;
    return count === 1 ? 'every month' : count === 3 ? 'every quarter' : `every ${count} months`;
  }
  if (unit === 'own') return `every ${Number(count.toPrecision(6))}`;
  for (const [length, word] of [
    [7 * day, 'week'],
    [day, 'day'],
    [hour, 'hour'],
    [minute, 'minute'],
    [second, 'second'],
  ] as const)
    if (count >= length && count % length === 0)
      return count === length ? `every ${word}` : `every ${count / length} ${word}s`;
  return count >= second
    ? `every ${Number((count / second).toPrecision(6))} s`
    : `every ${Number(count.toPrecision(6))} ms`;
}

/** Steps of seasons that such data often have: a day, a week, a year. */
export function usualPeriods(step: SeriesStep | undefined): number[] {
  if (!step) return [];
  const { count, unit } = step;
  if (unit === 'month') return 12 % count === 0 && count < 12 ? [12 / count] : [];
  if (unit === 'weekday') return [5, 260];
  if (unit === 'own') return [];
  return [day / count, (7 * day) / count, hour / count, (365.25 * day) / count]
    .map((steps) => Math.round(steps))
    .filter((steps) => steps >= 2 && steps <= 10_000);
}
