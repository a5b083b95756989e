/** One way to hold samples back. `rows` are numbers of samples, ascending. */
import type { TrainRequest } from '../protocol/train';
import type { Draw } from './stratify';

export interface Held {
  rest: Uint32Array<ArrayBuffer>;
  held: Uint32Array<ArrayBuffer>;
  /** On neither side, because they overlap what is held. */
  between: number;
}

export interface SplitWay {
  how: string;
  /** What to know about it, in words. */
  notes: string[];
  /** Samples that count on their own, and those that stay together: fewer things than samples to hold back. */
  units(rows: Uint32Array): number;
  /** undefined: nothing can be held back so. */
  hold(rows: Uint32Array<ArrayBuffer>, share: number, draw: Draw): Held | undefined;
  fold(rows: Uint32Array<ArrayBuffer>, fold: NonNullable<TrainRequest['fold']>): Held | undefined;
}

export const pick = (rows: Uint32Array, at: ArrayLike<number>): Uint32Array<ArrayBuffer> =>
  Uint32Array.from(at, (i) => rows[i] as number);
