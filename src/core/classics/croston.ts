/**
 * Demand that comes now and then: its size and the time between two of it are smoothed apart, and the forecast is the
 * one over the other (Croston 1972). That is too much by a factor of 1 - α / 2, which SBA takes off (Syntetos and Boylan
 * 2005). Both begin at the first demand of the window.
 */
import { between, type ClassicMethod } from './classicMethod';

export interface Smoothed {
  /** 0 where nothing was asked for. */
  size: number;
  interval: number;
}

export function smoothedDemand(window: ArrayLike<number>, alpha: number): Smoothed {
  let [size, interval, last] = [0, 0, -1];
  for (let t = 0; t < window.length; t++) {
    const demand = window[t] as number;
    if (!(demand > 0)) continue;
    const waited = t - last;
    const isFirst = last < 0;
    size = isFirst ? demand : size + alpha * (demand - size);
    interval = isFirst ? waited : interval + alpha * (waited - interval);
    last = t;
  }
  return { size, interval };
}

/** What the rate is multiplied by. */
export type Deflated = (alpha: number) => number;

const method = (type: string, title: string, deflated: Deflated): ClassicMethod => ({
  type,
  title,
  leastWindow: () => 1,
  parameters: () => [between('α', 0.01, 0.6, 0.1)],
  forecast(window, [alpha = 0.1], { steps }) {
    const { size, interval } = smoothedDemand(window, alpha);
    return new Float64Array(steps).fill(interval > 0 ? (deflated(alpha) * size) / interval : 0);
  },
});

export const deflatedBy: Record<'croston' | 'sba', Deflated> = {
  croston: () => 1,
  sba: (alpha) => 1 - alpha / 2,
};

export const croston = method('croston', 'Croston', deflatedBy.croston);
export const sba = method('sba', 'Croston, deflated (SBA)', deflatedBy.sba);

/** From so many times between two demands on, on average, these are better than smoothing (Syntetos, Boylan and Croston 2005). */
export const intermittentFrom = 1.32;
