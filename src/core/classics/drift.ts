/** The last season again, and with drift: grown by as much as the series grows in that time (Hyndman and Athanasopoulos, Forecasting, 5.2). */
import type { ClassicContext, ClassicMethod } from './classicMethod';

function lastSeason(
  window: Float64Array,
  { steps, period = 1 }: Pick<ClassicContext, 'steps' | 'period'>,
  slope: number,
): Float64Array {
  return Float64Array.from({ length: steps }, (_, h) => {
    const last = window[window.length - period + (h % period)] as number;
    return last + slope * period * (1 + Math.floor(h / period));
  });
}

export const seasonalNaive: ClassicMethod = {
  type: 'seasonalNaive',
  title: 'Seasonal naive',
  leastWindow: (period = 1) => period,
  parameters: () => [],
  forecast: (window, _values, context) => lastSeason(window, context, 0),
};

export const drift: ClassicMethod = {
  type: 'drift',
  title: 'Drift',
  leastWindow: (period = 1) => period,
  parameters: () => [],
  forecast: (window, _values, context) => lastSeason(window, context, context.slope),
};
