import { describe, expect, it } from 'vitest';
import type { HistogramPoint } from '#/core/protocol/model';
import { binAt, binEdges, histogramAt, histogramTable, layoutHistograms } from './histogramPlot';

const at = (epoch: number, lowest: number, highest: number, counts: number[]): HistogramPoint => ({
  name: 'dense1/kernel',
  of: 'weights',
  step: epoch * 5,
  epoch,
  lowest,
  highest,
  counts,
});
/** Every second epoch from the third. */
const histograms = [at(1, -1, 1, [1, 0, 3]), at(2, -2, 4, [2, 2, 0]), at(4, 0, 0, [4, 0, 0])];

describe('layoutHistograms', () => {
  const { cells, x, y, inner } = layoutHistograms(histograms, 400, 200);

  it('gives a column the epochs since the one before, and a cell the range of its bin', () => {
    expect(cells).toHaveLength(5);
    const [first, second] = cells as [(typeof cells)[0], (typeof cells)[0]];
    expect(first.left).toBe(inner.left);
    expect(first.top + first.height).toBeCloseTo(y.toPixel(-1));
    expect(second.top).toBeCloseTo(y.toPixel(1));
    expect([first.share, second.share]).toEqual([1 / 3, 1]);
    const lastCell = cells.at(-1)!;
    expect(lastCell.left).toBeCloseTo(x.toPixel(2));
    expect(lastCell.left + lastCell.width).toBeCloseTo(inner.right);
  });

  it('stands where all weights are one value', () => {
    const flat = layoutHistograms([at(1, 0, 0, [4, 0])], 400, 200);
    expect(flat.cells).toHaveLength(1);
    expect(Number.isFinite(flat.cells[0]?.top)).toBe(true);
  });
});

it('finds the column of an epoch and the bin of a value', () => {
  expect(histogramAt(histograms, 3)?.epoch).toBe(4);
  expect(histogramAt(histograms, 2)?.epoch).toBe(2);
  expect(histogramAt(histograms, 9)?.epoch).toBe(4);
  const [first, , constant] = histograms as [HistogramPoint, HistogramPoint, HistogramPoint];
  expect([binAt(first, -1), binAt(first, 0.9), binAt(first, 1), binAt(first, 1.1)]).toEqual([
    0,
    2,
    2,
    undefined,
  ]);
  expect(binAt(constant, 0)).toBe(0);
  expect(binEdges(first, 2)).toEqual([-1 + 4 / 3, 1]);
});

it('exports a row a bin', () => {
  const table = histogramTable(histograms);
  expect(table).toHaveLength(10);
  expect(table[1]).toEqual([1, 5, -1, -1 + 2 / 3, 1]);
});
