/** When a frame is, as people read it: a date, a number, or which one it is. */
import type { SeriesTime } from './seriesSchema';
import { timeAfter } from './seriesTime';

const day = 86_400_000;

/** Of a frame of a series that begins at `start`; NaN where nobody knows. */
export function frameTime({ step, name }: SeriesTime, start: number, frame: number): number {
  if (name === undefined) return frame;
  return step ? timeAfter(start, frame, step) : Number.NaN;
}

export function timeText({ isDate, step }: SeriesTime, at: number): string {
  if (!Number.isFinite(at)) return '';
  if (!isDate) return String(Number(at.toPrecision(10)));
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return '';
  const iso = date.toISOString();
  const isWholeDays =
    step && (step.unit !== 'ms' || step.count % day === 0) && iso.slice(11, 19) === '00:00:00';
  if (step?.unit === 'month' && iso.slice(8, 10) === '01')
    return step.count % 12 === 0 ? iso.slice(0, 4) : iso.slice(0, 7);
  if (isWholeDays) return iso.slice(0, 10);
  const isBelowSecond = step && step.unit === 'ms' && step.count < 1000;
  const end = isBelowSecond ? 23 : step && step.unit === 'ms' && step.count % 60_000 === 0 ? 16 : 19;
  return iso.slice(0, end).replace('T', ' ');
}
