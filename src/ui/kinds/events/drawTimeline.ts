/** Lanes of events on a canvas: a bar a piece, as high as there are events, in the colour of the rarest type there. */
import { type ChartTheme, seriesColor } from '#/ui/charts/palette';
import type { TimelineShown } from './useTimeline';

export const laneHeight = 34;
const gap = 4;

export interface Stretch {
  from: number;
  to: number;
}

export interface TimelineDrawing {
  theme: ChartTheme;
  width: number;
  /** Entities, from the top. */
  lanes: readonly number[];
  view: Stretch;
  accent: string;
  warn: string;
  selected: number | undefined;
}

export function drawTimeline(
  context: CanvasRenderingContext2D,
  shown: TimelineShown | undefined,
  { theme, width, lanes, view, accent, warn, selected }: TimelineDrawing,
): void {
  context.clearRect(0, 0, width, lanes.length * laneHeight);
  const x = (at: number) => ((at - view.from) / Math.max(1, view.to - view.from)) * width;
  lanes.forEach((entity, i) => {
    const bottom = (i + 1) * laneHeight - gap;
    const room = laneHeight - 2 * gap;
    if (entity === selected) {
      context.fillStyle = accent;
      context.globalAlpha = 0.08;
      context.fillRect(0, bottom - room - gap / 2, width, room + gap);
      context.globalAlpha = 1;
    }
    context.fillStyle = theme.grid;
    context.fillRect(0, bottom, width, 1);
    const place = shown?.entities.indexOf(entity) ?? -1;
    if (!shown || place < 0) return;
    const { counts, types, marked } = shown.seen;
    const own = counts[place] ?? [];
    const most = own.reduce((high, count) => Math.max(high, count), 1);
    const piece = (shown.to - shown.from) / Math.max(1, own.length);
    own.forEach((count, p) => {
      if (count === 0) return;
      const left = x(shown.from + p * piece);
      const wide = Math.max(1, x(shown.from + (p + 1) * piece) - left - 0.25);
      // A single event is seen as well.
      const high = Math.max(4, room * Math.sqrt(count / most));
      const type = types[place]?.[p] ?? -1;
      context.fillStyle = type < 0 ? theme.text : seriesColor(theme, type);
      context.fillRect(left, bottom - high, wide, high);
      if (marked[place]?.[p]) {
        context.fillStyle = warn;
        context.fillRect(left, bottom + 1, Math.max(2, wide), 3);
      }
    });
  });
}
