/** A graph on a canvas: only what lies in view, and the less of each the smaller it is. */
import type { ChartTheme } from '#/ui/charts/palette';
import { colourOf } from './opGroup';
import type { DrawnGraph } from './useLayout';

export interface View {
  /** Pixels of the screen for one of the drawing. */
  scale: number;
  /** Where the origin of the drawing lies, in pixels. */
  left: number;
  top: number;
}

export interface Marked {
  selected?: number;
  found: ReadonlySet<number>;
}

const [textFrom, noteFrom] = [0.35, 0.5];

export function drawGraph(
  context: CanvasRenderingContext2D,
  { width, height }: { width: number; height: number },
  { texts, edges, layout, items }: DrawnGraph,
  { scale, left, top }: View,
  { selected, found }: Marked,
  theme: ChartTheme,
  ink: { text: string; accent: string; box: string },
): void {
  const ratio = window.devicePixelRatio || 1;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = theme.background;
  context.fillRect(0, 0, width, height);
  context.setTransform(ratio * scale, 0, 0, ratio * scale, ratio * left, ratio * top);
  const view = {
    left: -left / scale,
    top: -top / scale,
    right: (width - left) / scale,
    bottom: (height - top) / scale,
  };
  const { x, y, bends } = layout;
  const line = (e: number): boolean => {
    const { from, to } = edges[e] as (typeof edges)[number];
    const [x0, y0] = [x[from] as number, (y[from] as number) + (texts[from]?.height ?? 0)];
    const [x1, y1] = [x[to] as number, y[to] as number];
    if (Math.max(y0, y1) < view.top || Math.min(y0, y1) > view.bottom) return false;
    const through = bends[e] ?? new Float32Array();
    if (through.length === 0 && (Math.max(x0, x1) < view.left || Math.min(x0, x1) > view.right)) return false;
    context.moveTo(x0, y0);
    let [lastX, lastY] = [x0, y0];
    const step = (nextX: number, nextY: number) => {
      if (scale < textFrom) context.lineTo(nextX, nextY);
      else {
        const middle = (lastY + nextY) / 2;
        context.bezierCurveTo(lastX, middle, nextX, middle, nextX, nextY);
      }
      [lastX, lastY] = [nextX, nextY];
    };
    for (let i = 0; i < through.length; i += 2) step(through[i] as number, through[i + 1] as number);
    step(x1, y1);
    return true;
  };
  context.strokeStyle = theme.axis;
  context.lineWidth = Math.max(1, 0.8 / scale);
  context.beginPath();
  for (let e = 0; e < edges.length; e++) line(e);
  context.stroke();
  if (selected !== undefined) {
    context.strokeStyle = ink.accent;
    context.lineWidth = Math.max(2, 1.2 / scale);
    context.beginPath();
    for (const [e, { from, to }] of edges.entries()) if (from === selected || to === selected) line(e);
    context.stroke();
  }
  for (const [i, { width: w, height: h, title, note, group }] of texts.entries()) {
    const [boxLeft, boxTop] = [(x[i] as number) - w / 2, y[i] as number];
    if (boxTop > view.bottom || boxTop + h < view.top || boxLeft > view.right || boxLeft + w < view.left)
      continue;
    const colour = colourOf[group];
    const tone = colour === undefined ? theme.axis : (theme.series[colour] as string);
    if (scale < textFrom) {
      context.fillStyle = tone;
      context.fillRect(boxLeft, boxTop, w, h);
    } else {
      context.fillStyle = ink.box;
      context.fillRect(boxLeft, boxTop, w, h);
      context.fillStyle = tone;
      context.fillRect(boxLeft, boxTop, 4, h);
      context.strokeStyle = theme.axis;
      context.lineWidth = 1;
      context.strokeRect(boxLeft, boxTop, w, h);
      if (items[i]?.block) context.strokeRect(boxLeft + 3, boxTop + 3, w - 6, h - 6);
      context.fillStyle = ink.text;
      context.textAlign = 'center';
      context.textBaseline = 'middle';
      context.font = '600 13px "Inter Variable", sans-serif';
      const withNote = note && scale >= noteFrom;
      context.fillText(title, (x[i] as number) + 2, boxTop + (withNote ? 15 : h / 2));
      if (withNote) {
        context.fillStyle = theme.text;
        context.font = '11px "Inter Variable", sans-serif';
        context.fillText(note, (x[i] as number) + 2, boxTop + 31);
      }
    }
    if (i === selected || found.has(i)) {
      context.strokeStyle = i === selected ? ink.accent : (theme.series[1] as string);
      context.lineWidth = Math.max(3, 2 / scale);
      context.strokeRect(boxLeft - 2, boxTop - 2, w + 4, h + 4);
    }
  }
}

/** The item at a point of the screen. */
export function itemAt(
  { texts, layout }: DrawnGraph,
  { scale, left, top }: View,
  px: number,
  py: number,
): number {
  const [gx, gy] = [(px - left) / scale, (py - top) / scale];
  return texts.findIndex(({ width, height }, i) => {
    const [x, y] = [layout.x[i] as number, layout.y[i] as number];
    return Math.abs(gx - x) <= width / 2 && gy >= y && gy <= y + height;
  });
}

/** All of it, no larger than life. */
export function fitted({ layout }: DrawnGraph, width: number, height: number): View {
  const margin = 24;
  const scale = Math.min(
    1,
    (width - 2 * margin) / Math.max(1, layout.width),
    (height - 2 * margin) / Math.max(1, layout.height),
  );
  return { scale, left: (width - layout.width * scale) / 2, top: (height - layout.height * scale) / 2 };
}

/** A long graph from its top at a size that can be read. */
export function readable(drawn: DrawnGraph, width: number, height: number): View {
  const whole = fitted(drawn, width, height);
  if (whole.scale >= textOf) return whole;
  const first = drawn.layout.x[0] ?? 0;
  return { scale: textOf, left: width / 2 - first * textOf, top: 24 };
}
const textOf = 0.85;
