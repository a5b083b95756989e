/** Paints a heat map of histograms on any 2D canvas: the page and the PNG export use the same strokes. */
import { cssColor } from '#/core/slices/colorMaps';
import { tickFormat } from '#/core/tickText';
import { drawRows } from '#/ui/charts/drawPlot';
import type { ChartTheme } from '#/ui/charts/palette';
import { canvasToPng } from '#/ui/charts/plots/svgToPng';
import type { HistogramPlot } from './histogramPlot';

const font = '"Inter Variable", system-ui, sans-serif';
/** A thin cell stays visible. */
const thinnest = 1;
const titleHeight = 32;

export function drawHistograms(
  context: CanvasRenderingContext2D,
  plot: HistogramPlot,
  theme: ChartTheme,
): void {
  const { inner, x } = plot;
  drawRows(context, plot, theme, font);
  context.textBaseline = 'top';
  context.textAlign = 'center';
  const text = tickFormat(x.ticks);
  for (const tick of x.ticks)
    context.fillText(text(tick), Math.min(x.toPixel(tick), plot.width - 14), inner.bottom + 8);
  for (const { left, width, top, height, share } of plot.cells) {
    context.fillStyle = cssColor('viridis', share);
    // Neighbours overlap by a hair, so that no seams show between them.
    context.fillRect(left, top, Math.max(width, thinnest) + 0.3, Math.max(height, thinnest) + 0.3);
  }
}

/** Twice the size, with its title. */
export function histogramsToPng(plot: HistogramPlot, title: string, theme: ChartTheme): Promise<Blob> {
  const map = document.createElement('canvas');
  map.width = plot.width * 2;
  map.height = plot.height * 2;
  const mapContext = map.getContext('2d') as CanvasRenderingContext2D;
  mapContext.scale(2, 2);
  drawHistograms(mapContext, plot, theme);
  const canvas = document.createElement('canvas');
  canvas.width = plot.width * 2;
  canvas.height = (plot.height + titleHeight) * 2;
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  context.scale(2, 2);
  context.fillStyle = theme.background;
  context.fillRect(0, 0, plot.width, plot.height + titleHeight);
  context.fillStyle = theme.text;
  context.font = `600 13px ${font}`;
  context.fillText(title, 12, 20, plot.width - 24);
  context.drawImage(map, 0, titleHeight, plot.width, plot.height);
  return canvasToPng(canvas);
}
