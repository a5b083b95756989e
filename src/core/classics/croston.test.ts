import { describe, expect, it } from 'vitest';
import { croston, intermittentFrom, sba, smoothedDemand } from './croston';
import { fitClassic } from './fitClassic';

/** Demand 3, 0, 0, 5, 0, 4 by hand: sizes 3, 5, 4; times between 1, 3, 2; α .2. */
const window = Float64Array.of(3, 0, 0, 5, 0, 4);

describe('Croston', () => {
  it('smooths size and interval apart, by the published recursion', () => {
    const size = 0.8 * (0.8 * 3 + 0.2 * 5) + 0.2 * 4;
    const interval = 0.8 * (0.8 * 1 + 0.2 * 3) + 0.2 * 2;
    expect(smoothedDemand(window, 0.2).size).toBeCloseTo(size, 12);
    expect(smoothedDemand(window, 0.2).interval).toBeCloseTo(interval, 12);
    const [one = 0, two = 0] = croston.forecast(window, [0.2], { steps: 2, slope: 0 });
    expect(one).toBeCloseTo(size / interval, 12);
    expect(two).toBe(one);
    expect(sba.forecast(window, [0.2], { steps: 1, slope: 0 })[0]).toBeCloseTo((0.9 * size) / interval, 12);
  });

  it('forecasts nothing where nothing was asked for, and the demand itself where it never rests', () => {
    expect([...croston.forecast(new Float64Array(5), [0.3], { steps: 2, slope: 0 })]).toEqual([0, 0]);
    expect(croston.forecast(Float64Array.of(2, 2, 2), [0.3], { steps: 1, slope: 0 })[0]).toBeCloseTo(2, 12);
  });

  it('is chosen for what it is better at: sizes and intervals drawn apart', () => {
    let state = 7;
    const next = () => {
      state = (1103515245 * state + 12345) % 2 ** 31;
      return state / 2 ** 31;
    };
    const series = Float64Array.from({ length: 600 }, () => (next() < 0.25 ? 1 + Math.floor(5 * next()) : 0));
    const windows = Array.from({ length: 560 }, (_, at) => ({
      window: series.slice(at, at + 36),
      truth: series.slice(at + 36, at + 40),
    }));
    const question = { windows, steps: 4, slope: 0, method: 'auto', logs: 'no' } as const;
    const own = fitClassic({ ...question, methods: [croston, sba] });
    // The mean of what is asked for a step is .25 times 3.
    const all = windows.map((one) => own.method.forecast(one.window, own.values, own.context)[0] as number);
    expect(all.reduce((sum, value) => sum + value, 0) / all.length).toBeCloseTo(0.75, 1);
    expect(smoothedDemand(series, 0.1).interval).toBeGreaterThan(intermittentFrom);
  });
});
