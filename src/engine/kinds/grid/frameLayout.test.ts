import { expect, it } from 'vitest';
import type { GridSchema } from '#/core/grid/gridSchema';
import { frameLayout } from './frameLayout';
import type { Place } from './cutFrame';

const times = 3;
const recordings = 4;
/** Two recordings and a part of the next in a chunk. */
const chunks = [0, 7].map((first) => ({
  hash: String(first),
  bytes: 0,
  recording: Math.floor(first / times),
  timeStart: first % times,
  times: first === 0 ? 7 : 5,
}));
const grid = {
  recordings,
  axes: { time: { size: times }, x: { size: 4 }, y: { size: 2 }, z: { size: 1 } },
  channels: [{ name: 'u' }, { name: 'v' }],
  windowing: { length: 1, stride: 1, horizon: 0, patch: { size: [2, 2, 1], stride: [2, 2, 1] } },
  chunks,
} as unknown as GridSchema;
const corners: Place[] = [
  [0, 0, 0],
  [2, 0, 0],
];

it('counts every time of every recording at every place once, and knows the chunk and the values of each', () => {
  const layout = frameLayout(grid, [1], corners);
  const seen = new Map<number, number>();
  for (let recording = 0; recording < recordings; recording++)
    for (let time = 0; time < times; time++)
      for (const corner of corners) {
        const frame = layout.at(recording, time, corner);
        const at = recording * times + time;
        expect(layout.chunkOf(frame)).toBe(at < 7 ? 0 : 1);
        seen.set(frame, at);
        // A chunk whose second channel says the time and the place.
        const stored = Float32Array.from(
          { length: 7 * 8 * 2 },
          (_, i) => 100 * Math.floor(i / 16) + (i % 16),
        );
        const to = new Float32Array(4);
        layout.cut(stored, layout.chunkOf(frame), frame, to, 0);
        const first = 100 * (at < 7 ? at : at - 7) + corner[0] * 4 + 1;
        expect([...to]).toEqual([first, first + 2, first + 4, first + 6]);
      }
  expect([...seen.keys()].toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: layout.count }, (_, i) => i),
  );
  expect([...layout.framesIn(0), ...layout.framesIn(1)].toSorted((a, b) => a - b)).toEqual(
    [...seen.keys()].toSorted((a, b) => a - b),
  );
});

it('makes no text of a place for every lookup', () => {
  const place = Object.assign([2, 0, 0], {
    join: () => {
      throw new Error('a text was made');
    },
  }) as unknown as Place;
  const layout = frameLayout(grid, [0], corners);
  expect(layout.at(1, 0, place)).toBe(layout.at(1, 0, [2, 0, 0]));
});
