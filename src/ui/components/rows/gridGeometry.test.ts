import { describe, expect, it } from 'vitest';
import {
  columnEdges,
  firstRow,
  inRange,
  rangeOf,
  rowHeight,
  scrollHeight,
  scrollTopOf,
  visibleColumns,
} from './gridGeometry';

describe('rows', () => {
  it('is one to one while the table fits', () => {
    expect(firstRow(rowHeight * 7, 280, 1000)).toBeCloseTo(7);
  });

  it('reaches the first and the last row of ten million', () => {
    const rows = 10_000_000;
    const view = 560;
    expect(scrollHeight(rows)).toBeLessThan(17_800_000);
    expect(firstRow(0, view, rows)).toBe(0);
    expect(firstRow(scrollHeight(rows) - view, view, rows) + view / rowHeight).toBeCloseTo(rows);
    for (const row of [0, 1, 123_456, 9_999_000])
      expect(firstRow(scrollTopOf(row, view, rows), view, rows)).toBeCloseTo(row, 4);
  });

  it('does not scroll what fits', () => {
    expect(firstRow(50, 500, 3)).toBe(0);
    expect(scrollTopOf(2, 500, 3)).toBe(0);
  });
});

describe('columns', () => {
  it('finds those in view', () => {
    const edges = columnEdges([100, 50, 200, 80]);
    expect(edges).toEqual([0, 100, 150, 350, 430]);
    expect(visibleColumns(edges, 0, 120)).toEqual([0, 2]);
    expect(visibleColumns(edges, 100, 50)).toEqual([1, 2]);
    expect(visibleColumns(edges, 340, 400)).toEqual([2, 4]);
  });
});

it('selects a range from any corner', () => {
  const range = rangeOf({ row: 5, column: 1 }, { row: 2, column: 3 });
  expect(range).toEqual({ top: 2, bottom: 5, left: 1, right: 3 });
  expect(inRange(range, 5, 3)).toBe(true);
  expect(inRange(range, 6, 3)).toBe(false);
});
