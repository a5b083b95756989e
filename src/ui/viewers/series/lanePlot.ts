/** Where the lanes of series lie on a canvas, and their strokes. Pure but for the context it is given. */
import { tickFormat } from '#/core/tickText';
import type { ChartTheme } from '#/ui/charts/palette';
import { linearTicks, makeScale, paddedDomain, type Scale } from '#/ui/charts/scale';

export interface LaneLine {
  label: string;
  color: string;
  /** First frame, and how many frames the pieces stand for. */
  from: number;
  count: number;
  least: Float32Array;
  most: Float32Array;
  dashed?: boolean;
  /** An area from the least to the most, below every line. */
  isBand?: true;
}

export interface Lane {
  title: string;
  lines: readonly LaneLine[];
}

export interface Span {
  from: number;
  count: number;
  kind: 'window' | 'future';
}

export interface LanePlot {
  width: number;
  height: number;
  left: number;
  right: number;
  x: Scale;
  lanes: { top: number; bottom: number; y: Scale; lane: Lane }[];
}

const axisHeight = 26;
const titleHeight = 18;
const gap = 10;
const left = 62;

export const heightOf = (lanes: number, laneHeight: number): number =>
  lanes * (laneHeight + titleHeight + gap) + axisHeight;

export function layoutLanes(
  lanes: readonly Lane[],
  { from, count }: { from: number; count: number },
  width: number,
  laneHeight: number,
): LanePlot {
  const right = Math.max(left + 40, width - 12);
  return {
    width,
    height: heightOf(lanes.length, laneHeight),
    left,
    right,
    x: makeScale(
      'linear',
      [from, Math.max(from + 1, from + count - 1)],
      [left, right],
      Math.max(2, Math.floor(width / 130)),
    ),
    lanes: lanes.map((lane, i) => {
      const top = i * (laneHeight + titleHeight + gap) + titleHeight;
      const bottom = top + laneHeight;
      const values = lane.lines.flatMap(({ least, most }) => [...extremes(least), ...extremes(most)]);
      return { top, bottom, lane, y: makeScale('linear', paddedDomain(values, 'linear'), [bottom, top], 4) };
    }),
  };
}

function extremes(values: Float32Array): number[] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : [];
}

export interface Drawing {
  theme: ChartTheme;
  font: string;
  spans: readonly Span[];
  accent: string;
  missing: string;
  text(frame: number): string;
}

export function drawLanes(context: CanvasRenderingContext2D, plot: LanePlot, drawing: Drawing): void {
  const { theme, font, text } = drawing;
  context.clearRect(0, 0, plot.width, plot.height);
  context.font = `11px ${font}`;
  for (const lane of plot.lanes) drawLane(context, plot, lane, drawing);
  const bottom = plot.lanes.at(-1)?.bottom ?? 0;
  context.fillStyle = theme.text;
  context.strokeStyle = theme.axis;
  context.textBaseline = 'top';
  context.lineWidth = 1;
  let end = Number.NEGATIVE_INFINITY;
  for (const tick of linearTicks(plot.x.domain, Math.max(2, Math.floor(plot.width / 130)))) {
    if (!Number.isInteger(tick)) continue;
    const at = Math.round(plot.x.toPixel(tick)) + 0.5;
    const words = text(tick);
    const width = context.measureText(words).width;
    const start = Math.min(Math.max(at - width / 2, 2), plot.width - width - 2);
    stroke(context, at, bottom, at, bottom + 4);
    if (start < end + 8) continue;
    context.textAlign = 'left';
    context.fillText(words, start, bottom + 8);
    end = start + width;
  }
}

function drawLane(
  context: CanvasRenderingContext2D,
  plot: LanePlot,
  { top, bottom, y, lane }: LanePlot['lanes'][number],
  { theme, font, spans, accent, missing }: Drawing,
): void {
  const { left: from, right: to, x } = plot;
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  context.fillStyle = theme.text;
  context.font = `600 11.5px ${font}`;
  context.fillText(lane.title, from, top - 6, to - from);
  context.font = `11px ${font}`;
  context.save();
  context.beginPath();
  context.rect(from, top, to - from, bottom - top);
  context.clip();
  for (const { from: first, count, kind } of spans) {
    context.globalAlpha = kind === 'window' ? 0.14 : 0.07;
    context.fillStyle = accent;
    const [a, b] = [x.toPixel(first - 0.5), x.toPixel(first + count - 0.5)];
    context.fillRect(a, top, Math.max(2, b - a), bottom - top);
  }
  context.globalAlpha = 1;
  context.restore();
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  context.strokeStyle = theme.grid;
  context.fillStyle = theme.text;
  const text = tickFormat(y.ticks);
  for (const tick of y.ticks) {
    const at = Math.round(y.toPixel(tick)) + 0.5;
    stroke(context, from, at, to, at);
    context.fillText(text(tick), from - 8, at);
  }
  context.save();
  context.beginPath();
  context.rect(from, top - 2, to - from, bottom - top + 4);
  context.clip();
  for (const line of lane.lines) drawGaps(context, plot, line, bottom, missing);
  for (const line of lane.lines) if (line.isBand) drawBand(context, x, y, line);
  for (const line of lane.lines) if (!line.isBand) drawLine(context, x, y, line);
  context.restore();
  context.strokeStyle = theme.axis;
  stroke(context, from, bottom + 0.5, to, bottom + 0.5);
}

/** Frame in the middle of a piece. */
const placeOf = ({ from, count, least }: LaneLine, piece: number): number =>
  count === least.length ? from + piece : from + ((piece + 0.5) * count) / least.length - 0.5;

function drawLine(context: CanvasRenderingContext2D, x: Scale, y: Scale, line: LaneLine): void {
  const { least, most, color, dashed } = line;
  context.strokeStyle = color;
  context.fillStyle = color;
  context.lineWidth = 1.5;
  context.lineJoin = 'round';
  context.setLineDash(dashed ? [5, 3] : []);
  if (least !== most) {
    context.globalAlpha = 0.9;
    context.lineWidth = 1;
  }
  let open = false;
  context.beginPath();
  for (let i = 0; i < least.length; i++) {
    const value = least[i] as number;
    if (Number.isNaN(value)) {
      open = false;
      continue;
    }
    const at = x.toPixel(placeOf(line, i));
    const isAlone: boolean = !open && Number.isNaN(least[i + 1] ?? Number.NaN);
    if (isAlone) context.rect(at - 1, y.toPixel(value) - 1, 2, 2);
    else if (open) context.lineTo(at, y.toPixel(value));
    else context.moveTo(at, y.toPixel(value));
    if (least !== most) context.lineTo(at, y.toPixel(most[i] as number));
    open = !isAlone;
  }
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
}

function drawBand(context: CanvasRenderingContext2D, x: Scale, y: Scale, line: LaneLine): void {
  const { least, most, color } = line;
  const places = Array.from(least, (_, i) => x.toPixel(placeOf(line, i)));
  context.beginPath();
  for (const [i, at] of places.entries()) context.lineTo(at, y.toPixel(most[i] as number));
  for (const [i, at] of [...places.entries()].reverse()) context.lineTo(at, y.toPixel(least[i] as number));
  context.closePath();
  context.globalAlpha = 0.22;
  context.fillStyle = color;
  context.fill();
  context.globalAlpha = 1;
}

/** Where nothing is there: a mark along the foot of the lane. */
function drawGaps(
  context: CanvasRenderingContext2D,
  { x }: LanePlot,
  line: LaneLine,
  bottom: number,
  color: string,
): void {
  const { least, count, from } = line;
  context.fillStyle = color;
  const edge = (piece: number) => x.toPixel(from + (piece * count) / least.length - 0.5);
  for (let i = 0; i < least.length; i++) {
    if (!Number.isNaN(least[i])) continue;
    let end = i + 1;
    while (end < least.length && Number.isNaN(least[end])) end++;
    context.fillRect(edge(i), bottom - 4, Math.max(1.5, edge(end) - edge(i)), 4);
    i = end;
  }
}

function stroke(context: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}

/** Of a line at a frame; NaN where it has none. */
export function valueAt(line: LaneLine, frame: number): number {
  const { from, count, least, most } = line;
  const piece = Math.floor(((frame - from) * least.length) / count);
  const [low, high] = [least[piece] ?? Number.NaN, most[piece] ?? Number.NaN];
  return low === high ? low : (low + high) / 2;
}
