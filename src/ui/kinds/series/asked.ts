/** A window that was asked about, and its answer. */
import type { CommandOutput } from '#/app/run';
import type { FittedSeries } from '#/core/series/fittedSeries';
import { frameTime, timeText } from '#/core/series/timeText';
import type { Window } from './windowText';

export interface Asked extends Window {
  answer: CommandOutput<'inference.predict'>;
  /** Time of the first step of its series, and where in it the window ends: of a dataset. */
  start?: number;
  until?: number;
  /** What came after it, [time, channel]. */
  came?: Float32Array;
}

/** When a step of the forecast is: by the clock of the series where it is known, else counted. */
export const whenOf = (
  { time }: Pick<FittedSeries, 'time'>,
  { start, until }: Pick<Asked, 'start' | 'until'>,
  step: number,
): string =>
  (start !== undefined && until !== undefined && timeText(time, frameTime(time, start, until + step))) ||
  `+${step + 1}`;
