/**
 * Histograms of one weight over time as a heat map: a column an epoch, a cell a bin, as bright as it is full.
 * Every column has bins of its own range, so that a narrow distribution is seen as well as a wide one. Pure.
 */
import type { HistogramPoint } from '#/core/protocol/model';
import { makeScale, type Scale } from '#/ui/charts/scale';

export interface HeatCell {
  left: number;
  width: number;
  top: number;
  height: number;
  /** Of the fullest bin of its column. */
  share: number;
}

export interface HistogramPlot {
  width: number;
  height: number;
  inner: { left: number; top: number; right: number; bottom: number };
  x: Scale;
  y: Scale;
  cells: HeatCell[];
}

export function layoutHistograms(
  histograms: readonly HistogramPoint[],
  width: number,
  height: number,
): HistogramPlot {
  const inner = { left: 56, top: 8, right: width - 12, bottom: height - 24 };
  const last = histograms.at(-1)?.epoch ?? 1;
  const lowest = Math.min(...histograms.map((histogram) => histogram.lowest), 0);
  const highest = Math.max(...histograms.map((histogram) => histogram.highest), 0);
  const room = highest > lowest ? 0 : 0.5;
  const x = makeScale('linear', [0, last], [inner.left, inner.right], Math.max(2, (width - 68) / 80));
  const y = makeScale(
    'linear',
    [lowest - room, highest + room],
    [inner.bottom, inner.top],
    Math.max(2, (height - 32) / 36),
  );
  const cells = histograms.flatMap((histogram, column) => {
    const left = x.toPixel(histograms[column - 1]?.epoch ?? 0);
    const columnWidth = x.toPixel(histogram.epoch) - left;
    const fullest = Math.max(...histogram.counts);
    return histogram.counts.flatMap((count, bin) => {
      if (count === 0) return [];
      const [from, to] = binEdges(histogram, bin);
      const top = y.toPixel(to);
      return [{ left, width: columnWidth, top, height: y.toPixel(from) - top, share: count / fullest }];
    });
  });
  return { width, height, inner, x, y, cells };
}

export function binEdges({ lowest, highest, counts }: HistogramPoint, bin: number): [number, number] {
  const size = (highest - lowest) / counts.length;
  return [lowest + bin * size, bin === counts.length - 1 ? highest : lowest + (bin + 1) * size];
}

/** The column under an epoch: the first taken at or after it. */
export const histogramAt = (
  histograms: readonly HistogramPoint[],
  epoch: number,
): HistogramPoint | undefined =>
  histograms.find((histogram) => histogram.epoch >= epoch - 1e-9) ?? histograms.at(-1);

/** The bin a value falls into, if any. */
export function binAt({ lowest, highest, counts }: HistogramPoint, value: number): number | undefined {
  if (value < lowest || value > highest) return undefined;
  if (highest === lowest) return 0;
  return Math.min(counts.length - 1, Math.floor(((value - lowest) / (highest - lowest)) * counts.length));
}

/** One row a bin. */
export const histogramTable = (histograms: readonly HistogramPoint[]): (string | number)[][] => [
  ['epoch', 'step', 'from', 'to', 'count'],
  ...histograms.flatMap((histogram) =>
    histogram.counts.map((count, bin) => [
      histogram.epoch,
      histogram.step,
      ...binEdges(histogram, bin),
      count,
    ]),
  ),
];
