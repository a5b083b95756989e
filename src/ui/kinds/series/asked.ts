/** A window that was asked about, and its answer. */
import type { CommandOutput } from '#/app/run';
import type { Window } from './windowText';

export interface Asked extends Window {
  answer: CommandOutput<'inference.predict'>;
  /** Time of the first step of its series, and where in it the window ends: of a dataset. */
  start?: number;
  until?: number;
  /** What came after it, [time, channel]. */
  came?: Float32Array;
}
