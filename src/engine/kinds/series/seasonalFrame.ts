/**
 * The frame that the seasonal naive forecast answers with: the same place of the last season that is known by the end
 * of the window, even before it; where the series does not reach back so far, the last frame.
 */
export function seasonalFrame(frame: number, last: number, first: number, period: number): number {
  const seasons = Math.ceil((frame - last) / period);
  const then = frame - seasons * period;
  return then >= first ? then : last;
}
