/**
 * Exponential smoothing with level, damped trend and additive season (Holt 1957, Winters 1960, Gardner 1985; ETS(A,Ad,A) of
 * Hyndman et al. 2008), as error correction:
 *   e = x - (l + φ b + s),  l += φ b + α e,  b = φ b + α β e,  s += γ (1 - α) e.
 * Each window begins with the seasons of its own first two periods (its first, where it has no two) and with the slope of
 * the whole series.
 */
import { between, type ClassicContext, type ClassicMethod } from './classicMethod';

export interface SmoothingState {
  level: number;
  trend: number;
  /** Of the next step first. Empty without a season. */
  season: number[];
}

/** What is known before the first value of a window. */
export function startState(
  window: Float64Array,
  { period, slope }: Pick<ClassicContext, 'period' | 'slope'>,
): SmoothingState {
  if (!period) return { level: (window[0] ?? 0) - slope, trend: slope, season: [] };
  const seasons = Math.max(1, Math.min(2, Math.floor(window.length / period)));
  const season = new Array<number>(period).fill(0);
  let level = 0;
  for (let k = 0; k < seasons; k++) {
    let mean = 0;
    for (let i = 0; i < period; i++) mean += (window[k * period + i] as number) / period;
    if (k === 0) level = mean;
    // Around the straight line through the middle of the season.
    for (let i = 0; i < period; i++)
      season[i] =
        (season[i] as number) +
        ((window[k * period + i] as number) - mean - slope * (i - (period - 1) / 2)) / seasons;
  }
  return { level: level - (slope * (period + 1)) / 2, trend: slope, season };
}

export const smoothing: ClassicMethod = {
  type: 'smoothing',
  title: 'Exponential smoothing',
  leastWindow: (period) => (period ? period + 1 : 2),
  parameters: (period) => [
    between('α', 0, 1, 0.3),
    between('β', 0, 1, 0.1),
    between('φ', 0.8, 1, 0.98),
    ...(period ? [between('γ', 0, 1, 0.2)] : []),
  ],
  forecast(window, [alpha = 0, beta = 0, phi = 1, gamma = 0], { steps, period, slope }) {
    const state = startState(window, { period, slope });
    let { level, trend } = state;
    const { season } = state;
    for (let t = 0; t < window.length; t++) {
      const at = period ? t % period : 0;
      const error = (window[t] as number) - level - phi * trend - (season[at] ?? 0);
      level += phi * trend + alpha * error;
      trend = phi * trend + alpha * beta * error;
      if (period) season[at] = (season[at] as number) + gamma * (1 - alpha) * error;
    }
    const answers = new Float64Array(steps);
    let [damping, power] = [0, 1];
    for (let h = 0; h < steps; h++) {
      power *= phi;
      damping += power;
      answers[h] = level + damping * trend + (period ? (season[(window.length + h) % period] as number) : 0);
    }
    return answers;
  },
};
