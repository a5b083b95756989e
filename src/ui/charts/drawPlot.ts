/** Paints a plot on any 2D canvas: the page and the PNG export use the same strokes. */
import type { Point } from '#/core/stats/lttb';
import type { Band, Plot } from './curve';
import { tickFormat } from '#/core/tickText';
import type { ChartTheme } from './palette';

/** Of more curves the lines are thin, so that those below are seen. */
const mostBold = 24;

export function drawPlot(
  context: CanvasRenderingContext2D,
  plot: Plot,
  theme: ChartTheme,
  font: string,
): void {
  const { inner, x } = plot;
  drawRows(context, plot, theme, font);
  context.textBaseline = 'top';
  context.textAlign = 'center';
  context.strokeStyle = theme.axis;
  const text = tickFormat(x.ticks);
  for (const tick of x.ticks) {
    const at = Math.round(x.toPixel(tick)) + 0.5;
    line(context, at, inner.bottom, at, inner.bottom + 4);
    context.fillText(text(tick), Math.min(at, plot.width - 14), inner.bottom + 8);
  }
  line(context, inner.left, inner.bottom + 0.5, inner.right, inner.bottom + 0.5);

  context.save();
  context.beginPath();
  context.rect(inner.left, inner.top - 4, inner.right - inner.left, inner.bottom - inner.top + 8);
  context.clip();
  const isCrowd = plot.curves.length > mostBold;
  context.lineJoin = isCrowd ? 'bevel' : 'round';
  for (const curve of plot.curves) {
    context.strokeStyle = curve.color;
    context.fillStyle = curve.color;
    context.globalAlpha = 0.16;
    shade(context, plot, curve.shade);
    context.setLineDash(curve.dashed ? [5, 3] : []);
    context.globalAlpha = 0.25;
    context.lineWidth = 1;
    trace(context, plot, curve.faint);
    context.globalAlpha = isCrowd ? 0.6 : 1;
    context.lineWidth = isCrowd ? 1 : 1.75;
    trace(context, plot, curve.strong);
    context.globalAlpha = 1;
    if (curve.strong.length === 1) dot(context, plot, curve.strong[0] as Point);
  }
  context.restore();
}

/** An empty plot with its grid lines across and their values on the left; leaves the text style for the ticks of x. */
export function drawRows(
  context: CanvasRenderingContext2D,
  { width, height, inner, y }: Pick<Plot, 'width' | 'height' | 'inner' | 'y'>,
  theme: ChartTheme,
  font: string,
): void {
  context.clearRect(0, 0, width, height);
  context.font = `11px ${font}`;
  context.lineWidth = 1;
  context.strokeStyle = theme.grid;
  context.fillStyle = theme.text;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  const text = tickFormat(y.ticks);
  for (const tick of y.ticks) {
    const at = Math.round(y.toPixel(tick)) + 0.5;
    line(context, inner.left, at, inner.right, at);
    context.fillText(text(tick), inner.left - 8, at);
  }
}

function trace(context: CanvasRenderingContext2D, { x, y }: Plot, points: readonly Point[]): void {
  if (points.length < 2) return;
  context.beginPath();
  for (const point of points) context.lineTo(x.toPixel(point.x), y.toPixel(point.y));
  context.stroke();
}

function shade(context: CanvasRenderingContext2D, { x, y }: Plot, band: readonly Band[]): void {
  if (band.length < 2) return;
  context.beginPath();
  for (const { x: at, high } of band) context.lineTo(x.toPixel(at), y.toPixel(high));
  for (const { x: at, low } of band.toReversed()) context.lineTo(x.toPixel(at), y.toPixel(low));
  context.closePath();
  context.fill();
}

function dot(context: CanvasRenderingContext2D, { x, y }: Plot, point: Point): void {
  context.beginPath();
  context.arc(x.toPixel(point.x), y.toPixel(point.y), 2.5, 0, Math.PI * 2);
  context.fill();
}

function line(context: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}

const titleHeight = 48;

/** Twice the size, with title and legend, on the theme's background. */
export async function plotToPng(plot: Plot, title: string, theme: ChartTheme, font: string): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = plot.width * 2;
  canvas.height = (plot.height + titleHeight) * 2;
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  context.scale(2, 2);
  const plotCanvas = document.createElement('canvas');
  plotCanvas.width = plot.width * 2;
  plotCanvas.height = plot.height * 2;
  const plotContext = plotCanvas.getContext('2d') as CanvasRenderingContext2D;
  plotContext.scale(2, 2);
  drawPlot(plotContext, plot, theme, font);

  context.fillStyle = theme.background;
  context.fillRect(0, 0, plot.width, plot.height + titleHeight);
  context.drawImage(plotCanvas, 0, titleHeight, plot.width, plot.height);
  context.fillStyle = theme.text;
  context.font = `600 13px ${font}`;
  context.fillText(title, 12, 20);
  context.font = `11px ${font}`;
  let left = 12;
  for (const curve of plot.curves) {
    context.fillStyle = curve.color;
    context.fillRect(left, 33, 12, 3);
    context.fillStyle = theme.text;
    context.fillText(curve.label, left + 17, 38);
    left += 17 + context.measureText(curve.label).width + 16;
  }
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('The browser made no PNG.'))),
      'image/png',
    ),
  );
}
