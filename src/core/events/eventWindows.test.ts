import fc from 'fast-check';
import { expect, it } from 'vitest';
import { EventWindows, type FinishedWindow, type WindowEvent } from './eventWindows';
import type { EventsWindowing } from './eventsSchema';

const anchor = 4 * 86_400_000;
const shape = { types: 2, values: 1, rule: 'last' as const };

function pushed(events: readonly WindowEvent[], windowing: EventsWindowing, end: number): FinishedWindow[] {
  const windows = new EventWindows(shape, windowing);
  return [...events.flatMap((event) => [...windows.push(event)]), ...windows.pass(end)];
}

/** Every window by itself, from all events. */
function recomputed(events: readonly WindowEvent[], windowing: EventsWindowing, end: number) {
  const { length, stride, horizon, quiet } = windowing;
  const made: object[] = [];
  const begin = Math.floor(((events[0]?.at ?? 0) - anchor) / stride) * stride + anchor;
  for (let start = begin; start + length + horizon <= end; start += stride)
    for (const entity of new Set(events.map((event) => event.entity))) {
      const own = events.filter((event) => event.entity === entity);
      const inside = own.filter(({ at }) => at >= start && at < start + length);
      const before = own.filter(({ at }) => at < start + length);
      const last = before.at(-1)?.at;
      if (last === undefined) continue;
      // Heard of lately, and all the time since: who was silent for long is forgotten until the next event.
      if (inside.length === 0 && last < start - quiet * stride) continue;
      const after = own.filter(({ at }) => at >= start + length && at < start + length + horizon);
      const values = inside.map((event) => event.values[0] as number).filter((value) => !Number.isNaN(value));
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const label = inside.findLast((event) => event.label >= 0)?.label ?? -1;
      made.push({
        entity,
        start,
        count: inside.length,
        types: [0, 1].map((type) => inside.filter((event) => event.type === type).length),
        n: values.length,
        mean: values.length > 0 ? mean : 0,
        squares: values.reduce((sum, value) => sum + (value - mean) ** 2, 0),
        min: Math.min(...values),
        max: Math.max(...values),
        last,
        label,
        next: horizon > 0 ? after.length : undefined,
      });
    }
  return made;
}

const flat = (windows: readonly FinishedWindow[]) =>
  windows.map(({ entity, start, count, types, values, last, label, next }) => ({
    entity,
    start,
    count,
    types,
    ...(values[0] as object),
    last,
    label,
    next: next?.count,
  }));
const sorted = (rows: readonly object[]) =>
  (rows as { entity: number; start: number }[]).toSorted((a, b) => a.start - b.start || a.entity - b.entity);

const events = fc
  .array(
    fc.record({
      entity: fc.nat(3),
      at: fc.nat(400).map((at) => anchor + 100 + at),
      type: fc.integer({ min: -1, max: 1 }),
      values: fc.oneof(
        fc.constant([Number.NaN]),
        fc.integer({ min: -50, max: 50 }).map((value) => [value / 8]),
      ),
      label: fc.integer({ min: -1, max: 1 }),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((all) => all.toSorted((a, b) => a.at - b.at));
const windowing = fc.record({
  length: fc.integer({ min: 1, max: 90 }),
  stride: fc.integer({ min: 5, max: 60 }),
  horizon: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 70 })),
  quiet: fc.nat(4),
});

it('hands out the windows that a plain recomputation of all events makes', () => {
  fc.assert(
    fc.property(events, windowing, (all, cut) => {
      const end = (all.at(-1)?.at ?? 0) + 1;
      const [made, wanted] = [sorted(flat(pushed(all, cut, end))), sorted(recomputed(all, cut, end))];
      expect(made.length).toBe(wanted.length);
      made.forEach((window, i) => {
        const { mean, squares, ...exact } = window as unknown as Record<string, number>;
        const {
          mean: wantedMean,
          squares: wantedSquares,
          ...rest
        } = wanted[i] as unknown as Record<string, number>;
        expect(exact).toEqual(rest);
        expect(mean).toBeCloseTo(wantedMean as number, 9);
        expect(squares).toBeCloseTo(wantedSquares as number, 7);
      });
    }),
    { numRuns: 400 },
  );
});

it('hands out a window as soon as it is over, and says nothing twice', () => {
  const windows = new EventWindows({ types: 0, values: 0 }, { length: 10, stride: 10, horizon: 0, quiet: 0 });
  const event = (at: number): WindowEvent => ({
    entity: 0,
    at: anchor + at,
    type: -1,
    values: [],
    label: -1,
  });
  expect([...windows.push(event(3))]).toEqual([]);
  expect([...windows.push(event(9))]).toEqual([]);
  expect([...windows.push(event(10))].map(({ start, count }) => [start - anchor, count])).toEqual([[0, 2]]);
  expect([...windows.pass(anchor + 19)]).toEqual([]);
  expect([...windows.pass(anchor + 20)].map(({ start, count }) => [start - anchor, count])).toEqual([
    [10, 1],
  ]);
  // Late: its window was handed out, so it counts nowhere.
  expect([...windows.push(event(4))]).toEqual([]);
  expect([...windows.pass(anchor + 1000)]).toEqual([]);
  // Years of silence are passed over at once.
  expect([...windows.push(event(1e14))]).toEqual([]);
  expect(windows.pending).toBe(1);
});

it('where nothing happened the label is what is usual, if any event would make it another', () => {
  const cut = { length: 10, stride: 10, horizon: 0, quiet: 2 };
  const windows = new EventWindows({ types: 0, values: 0, rule: 'any' }, cut);
  const event = (at: number, label: number): WindowEvent => ({
    entity: 0,
    at: anchor + at,
    type: -1,
    values: [],
    label,
  });
  const made = [event(1, 1), event(2, 0), event(35, -1), event(90, 0)].flatMap((one) => [
    ...windows.push(one),
  ]);
  expect(made.map(({ start, count, label }) => [start - anchor, count, label])).toEqual([
    [0, 2, 1],
    [10, 0, 0],
    [20, 0, 0],
    [30, 1, -1],
    [40, 0, 0],
    [50, 0, 0],
  ]);
});
