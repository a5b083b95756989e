import { expect, it } from 'vitest';
import { linesWanted } from './linesWanted';
import { ScrollSpeed } from './scrollSpeed';

it('reads what is in view, then on in the direction of the scroll', () => {
  const view = { first: 20, last: 23, views: 2, count: 30, across: 9 };
  const lines = (more: object) => linesWanted({ ...view, isUp: false, ...more }).lines;
  expect(lines({})).toEqual([20, 21, 22, 23, 24, 25, 26, 27, 28, 29]);
  expect(lines({ isUp: true })).toEqual([20, 21, 22, 23, 19, 18, 17, 16, 15, 14, 13, 12]);
  expect(lines({ first: 1, last: 3, isUp: true })).toEqual([1, 2, 3, 0]);
  expect(lines({ first: 0, last: -1 })).toEqual([]);
});

it('in a flight reads lines where it will be, the same ones from frame to frame, as much as can be read', () => {
  const view = { first: 100, last: 103, views: 2, count: 2000, across: 9, isUp: false };
  const flight = { linesPerSecond: 240, secondsToRead: 0.1, readPerSecond: 2000 };
  const { lines, most } = linesWanted({ ...view, flight });
  expect([lines.slice(0, 3), most]).toEqual([[128, 130, 132], 9]);
  expect(linesWanted({ ...view, first: 108, last: 111, flight }).lines.slice(0, 2)).toEqual([136, 138]);
  expect(linesWanted({ ...view, isUp: true, flight }).lines.slice(0, 2)).toEqual([76, 74]);
  expect(linesWanted({ ...view, flight: { ...flight, readPerSecond: 600 } })).toMatchObject({ most: 5 });
  const slow = linesWanted({ ...view, flight: { ...flight, readPerSecond: 100 } });
  expect([slow.lines.slice(0, 3), slow.most]).toEqual([[128, 136, 144], 3]);
  expect(linesWanted({ ...view, flight: { ...flight, linesPerSecond: 20 } }).lines[0]).toBe(100);
  expect(linesWanted({ ...view, first: 1990, last: 1993, flight }).lines).toEqual([]);
});

it('a speed is that of the last frames, and none after a pause', () => {
  const speed = new ScrollSpeed();
  for (let frame = 0; frame < 20; frame++) speed.note(frame * 120, 1000 + frame * 20);
  expect(speed.pixelsPerSecond).toBeCloseTo(6000, -1);
  speed.note(5000, 9000);
  expect(speed.pixelsPerSecond).toBe(0);
});
