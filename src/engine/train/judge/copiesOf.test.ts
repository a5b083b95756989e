import { expect, test } from 'vitest';
import { normals } from '#/core/random/random';
import { copiesOf } from './copiesOf';

const split = (rows: number[][], target: number[]) => ({
  rows: rows.length,
  features: Float32Array.from(rows.flat()),
  target: Int32Array.from(target),
});

test('a row is a copy where input and target are those of a row that was learnt from', () => {
  const train = split(
    [
      [1, 2],
      [3, 4],
      [1, 2],
    ],
    [0, 1, 1],
  );
  const judged = split(
    [
      [1, 2],
      [3, 4],
      [2, 1],
      [1, 2],
    ],
    [0, 0, 0, 1],
  );
  expect(Array.from(copiesOf(train, judged) ?? [])).toEqual([1, 0, 0, 1]);
});

test('of many rows exactly those, though many fall on one place', () => {
  const values = Array.from(normals(1, 'rows', 0, 3_000), (value) => Math.round(value * 3));
  const rowsFrom = (first: number, count: number) =>
    Array.from({ length: count }, (_, i) => values.slice((first + i) * 2, (first + i) * 2 + 2));
  const [learnt, asked] = [rowsFrom(0, 900), rowsFrom(900, 600)];
  const known = new Set(learnt.map(String));
  const found = copiesOf(
    split(
      learnt,
      learnt.map(() => 0),
    ),
    split(
      asked,
      asked.map(() => 0),
    ),
  );
  expect(Array.from(found ?? [])).toEqual(asked.map((row) => Number(known.has(String(row)))));
});

test('samples that share frames, and rows that are not held, are not looked at', () => {
  const table = split([[1]], [0]);
  expect(copiesOf(table, { ...table, frames: Int32Array.of(0) })).toBeUndefined();
});
