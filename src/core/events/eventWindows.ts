/**
 * Events to windows, one by one: a state that takes events in the order of their time and hands out each window when
 * nothing can be added to it any more. Windows begin at multiples of the stride (from a Monday, UTC), so that they are
 * the same whenever one begins to listen. Memory holds the entities that were heard of lately, and their open windows.
 */
import { day } from './duration';
import type { EventsWindowing, LabelRule } from './eventsSchema';

export interface WindowEvent {
  /** Whose it is, from 0. */
  entity: number;
  /** Milliseconds. */
  at: number;
  /** What it is, from 0; -1: not told. */
  type: number;
  /** One for each column of values; NaN: missing. */
  values: ArrayLike<number>;
  /** From 0, the most frequent first; -1: none. */
  label: number;
}

export interface WindowShape {
  types: number;
  values: number;
  rule?: LabelRule;
}

/** Of the values of one column, as they come (Welford). */
export interface ValueTally {
  n: number;
  mean: number;
  /** Sum of squared distances to the mean. */
  squares: number;
  min: number;
  max: number;
}

export interface FinishedWindow {
  entity: number;
  start: number;
  end: number;
  count: number;
  /** By type. */
  types: number[];
  values: ValueTally[];
  /** Time of the last event of the entity before the end of the window. */
  last: number;
  /** -1: none. */
  label: number;
  /** What came after it, where a horizon was asked for. */
  next?: { count: number; values: { n: number; mean: number }[] };
}

/** A Monday. */
const anchor = 4 * day;

const freshTally = (): ValueTally => ({
  n: 0,
  mean: 0,
  squares: 0,
  min: Number.POSITIVE_INFINITY,
  max: Number.NEGATIVE_INFINITY,
});

function addValue(tally: ValueTally, value: number): void {
  const off = value - tally.mean;
  tally.n++;
  tally.mean += off / tally.n;
  tally.squares += off * (value - tally.mean);
  if (value < tally.min) tally.min = value;
  if (value > tally.max) tally.max = value;
}

export class EventWindows {
  readonly #shape: WindowShape;
  readonly #windowing: EventsWindowing;
  /** By number of the window, then by entity: those that may still grow. */
  readonly #open = new Map<number, Map<number, FinishedWindow>>();
  /** Closed, waiting for what comes after them. */
  readonly #waiting = new Map<number, Map<number, FinishedWindow>>();
  /** Time of the last event of each entity that is not silent for long, the longest silent first. */
  readonly #heard = new Map<number, number>();
  #nextToClose = Number.NaN;

  constructor(shape: WindowShape, windowing: EventsWindowing) {
    this.#shape = shape;
    this.#windowing = windowing;
  }

  #startOf(number: number): number {
    return anchor + number * this.#windowing.stride;
  }

  /** The first window that has not ended at a time. */
  #firstOpenAt(at: number): number {
    const { length, stride } = this.#windowing;
    return Math.floor((at - length - anchor) / stride) + 1;
  }

  /** Takes an event, and hands out what ended before it. One that is late counts in what is still open. */
  *push(event: WindowEvent): Generator<FinishedWindow> {
    const { at, entity } = event;
    const newest = Math.floor((at - anchor) / this.#windowing.stride);
    if (Number.isNaN(this.#nextToClose)) this.#nextToClose = newest;
    yield* this.#until(at);
    for (let number = Math.max(this.#firstOpenAt(at), this.#nextToClose); number <= newest; number++)
      this.#add(number, event);
    const before = this.#heard.get(entity);
    if (before === undefined || before <= at) {
      this.#heard.delete(entity);
      this.#heard.set(entity, at);
    }
    if (this.#waiting.size > 0) this.#addAfter(event);
  }

  /** Hands out what has ended by a moment that is known to be over; later events may follow. */
  *pass(at: number): Generator<FinishedWindow> {
    if (!Number.isNaN(this.#nextToClose)) yield* this.#until(at);
  }

  /** Windows that were begun and are not handed out yet. */
  get pending(): number {
    let sum = 0;
    for (const part of [this.#open, this.#waiting]) for (const windows of part.values()) sum += windows.size;
    return sum;
  }

  *#until(at: number): Generator<FinishedWindow> {
    const { length, horizon } = this.#windowing;
    while (this.#startOf(this.#nextToClose) + length <= at) {
      if (this.#open.size === 0 && this.#heard.size === 0) {
        this.#nextToClose = Math.max(this.#nextToClose, this.#firstOpenAt(at));
        break;
      }
      const number = this.#nextToClose++;
      const closed = this.#close(number);
      if (closed.size === 0) continue;
      if (horizon === 0) yield* closed.values();
      else this.#waiting.set(number, closed);
      yield* this.#release(this.#startOf(number) + length);
    }
    yield* this.#release(at);
  }

  *#release(at: number): Generator<FinishedWindow> {
    const { length, horizon } = this.#windowing;
    for (const [number, windows] of this.#waiting) {
      if (this.#startOf(number) + length + horizon > at) break;
      this.#waiting.delete(number);
      yield* windows.values();
    }
  }

  #close(number: number): Map<number, FinishedWindow> {
    const { stride, quiet, length } = this.#windowing;
    const start = this.#startOf(number);
    const closed = this.#open.get(number) ?? new Map<number, FinishedWindow>();
    this.#open.delete(number);
    for (const [entity, last] of this.#heard) {
      const own = closed.get(entity);
      if (own) own.last = last;
      else if (last < start - quiet * stride) {
        // Silent for long, also to every window that comes: those begin later.
        this.#heard.delete(entity);
      } else if (last < start)
        closed.set(entity, { ...this.#fresh(number, entity), last, end: start + length });
    }
    return closed;
  }

  #fresh(number: number, entity: number): FinishedWindow {
    const { types, values, rule } = this.#shape;
    const start = this.#startOf(number);
    const { length, horizon } = this.#windowing;
    return {
      entity,
      start,
      end: start + length,
      count: 0,
      types: Array.from({ length: types }, () => 0),
      values: Array.from({ length: values }, freshTally),
      last: Number.NaN,
      // Nothing happened: what is usual.
      label: rule === 'any' ? 0 : -1,
      ...(horizon > 0 && {
        next: { count: 0, values: Array.from({ length: values }, () => ({ n: 0, mean: 0 })) },
      }),
    };
  }

  #add(number: number, { entity, at, type, values, label }: WindowEvent): void {
    let windows = this.#open.get(number);
    if (!windows) this.#open.set(number, (windows = new Map()));
    let window = windows.get(entity);
    if (!window) {
      window = { ...this.#fresh(number, entity), label: -1 };
      windows.set(entity, window);
    }
    window.count++;
    window.last = at;
    if (type >= 0) window.types[type] = (window.types[type] as number) + 1;
    for (let i = 0; i < this.#shape.values; i++) {
      const value = values[i] as number;
      if (!Number.isNaN(value)) addValue(window.values[i] as ValueTally, value);
    }
    if (label >= 0) window.label = this.#shape.rule === 'last' ? label : Math.max(window.label, label);
  }

  #addAfter({ entity, at, values }: WindowEvent): void {
    for (const windows of this.#waiting.values()) {
      const window = windows.get(entity);
      if (!window?.next || at < window.end) continue;
      window.next.count++;
      for (let i = 0; i < this.#shape.values; i++) {
        const value = values[i] as number;
        const tally = window.next.values[i] as { n: number; mean: number };
        if (!Number.isNaN(value)) tally.mean += (value - tally.mean) / ++tally.n;
      }
    }
  }
}
