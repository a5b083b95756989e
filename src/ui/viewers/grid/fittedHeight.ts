/** In pixels: of the text over a slice, between slices, under the viewer. */
const captionHeight = 36;
const gaps = { across: 16, down: 12 };
const margin = 24;
const leastStage = 112;

export interface Room {
  /** How many there are; two in a row, or one alone. */
  panes: number;
  /** Smallest width over height of their pictures. */
  narrowest: number;
  width: number;
  /** Height of what scrolls; where the panes begin in it; what else stands under them. */
  window: number;
  above: number;
  below: number;
}

/** Of all panes together: as high as the window has room for, and no higher than their pictures can use. */
export function fittedHeight({ panes, narrowest, width, window, above, below }: Room): number {
  const columns = panes === 1 ? 1 : 2;
  const rows = Math.ceil(panes / columns);
  const of = (stage: number) => rows * (captionHeight + stage) + (rows - 1) * gaps.down;
  const widest = (width - (columns - 1) * gaps.across) / columns;
  // What begins far down is scrolled to first, and then has the window to itself.
  const top = above < window / 2 ? above : margin;
  return Math.round(
    Math.max(of(leastStage), Math.min(window - top - below - margin, of(widest / narrowest))),
  );
}
