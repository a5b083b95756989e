/** The matrix as a picture, for slides and papers. */
import { type ConfusionMatrix, countAt } from '#/core/stats/confusionMatrix';
import { formatCount } from '#/ui/charts/formatNumber';
import type { ChartTheme } from '#/ui/charts/palette';
import { canvasToPng } from '#/ui/charts/plots/svgToPng';

const cell = 56;
const left = 120;
const top = 72;
const font = '"Inter Variable", system-ui, sans-serif';

export function drawMatrix(
  matrix: ConfusionMatrix,
  labels: readonly string[],
  shown: readonly number[],
  title: string,
  theme: ChartTheme,
): Promise<Blob> {
  const size = shown.length * cell;
  const ink = getComputedStyle(document.documentElement).getPropertyValue('--ink');
  const width = Math.max(320, left + size + 16);
  const canvas = document.createElement('canvas');
  canvas.width = width * 2;
  canvas.height = (top + size + 16) * 2;
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  context.scale(2, 2);
  context.fillStyle = theme.background;
  context.fillRect(0, 0, width, top + size + 16);
  context.fillStyle = theme.text;
  context.font = `600 13px ${font}`;
  context.fillText(title, 12, 22, width - 24);
  context.font = `11px ${font}`;
  context.fillText('true \\ predicted', 12, top - 10);
  for (const [row, truth] of shown.entries()) {
    const support = Array.from({ length: matrix.classes }, (_, other) =>
      countAt(matrix, truth, other),
    ).reduce((sum, count) => sum + count, 0);
    context.textAlign = 'right';
    context.fillStyle = theme.text;
    context.fillText(labels[truth] ?? '', left - 8, top + row * cell + cell / 2 + 4, left - 20);
    context.textAlign = 'center';
    context.fillText(labels[truth] ?? '', left + row * cell + cell / 2, top - 10, cell - 6);
    for (const [column, predicted] of shown.entries()) {
      const count = countAt(matrix, truth, predicted);
      const [x, y] = [left + column * cell, top + row * cell];
      context.globalAlpha = support === 0 ? 0 : 0.5 * (count / support);
      context.fillStyle = theme.series[truth === predicted ? 0 : 1] as string;
      context.fillRect(x, y, cell, cell);
      context.globalAlpha = 1;
      context.strokeStyle = theme.axis;
      context.strokeRect(x + 0.5, y + 0.5, cell, cell);
      context.fillStyle = ink;
      context.fillText(formatCount(count), x + cell / 2, y + cell / 2 + 4, cell - 4);
    }
  }
  return canvasToPng(canvas);
}
