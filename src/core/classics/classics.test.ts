import { describe, expect, it } from 'vitest';
import { airline } from '../samples/airline';
import { arima } from './arima';
import type { ClassicMethod } from './classicMethod';
import { classicWindows } from './classicWindows';
import { drift, seasonalNaive } from './drift';
import { classicMethods, type ClassicQuestion, fitClassic, toMatrix } from './fitClassic';
import oracle from './fixtures/statsmodels.json';
import { nelderMead } from './nelderMead';
import { smoothing } from './smoothing';
import { theta } from './theta';

const lines = String(await airline.make(() => Promise.resolve('')))
  .trim()
  .split('\n')
  .slice(1);
const passengers = Float64Array.from(lines, (line) => Number(line.split(',')[1]));
const logs = passengers.map(Math.log);
const context = { steps: 24, period: 12, slope: oracle.slope };

const furthest = (ours: ArrayLike<number>, theirs: readonly number[]): number =>
  Math.max(...theirs.map((value, i) => Math.abs(Math.exp(ours[i] as number) / Math.exp(value) - 1)));

describe('beside statsmodels, on the logarithms of the airline', () => {
  it('smooths alike', () => {
    const { alpha, beta, gamma, phi, forecast } = oracle.smoothing;
    // Theirs is the season's share of the whole error, ours of what the level leaves.
    const ours = smoothing.forecast(logs, [alpha, beta, phi, gamma / (1 - alpha)], context);
    expect(furthest(ours, forecast)).toBeLessThan(1e-9);
  });

  it('comes to the same forecasts as its own best fits, within 2 %', () => {
    const { params, forecast } = oracle.smoothingBest;
    const values = [
      params.smoothing_level,
      params.smoothing_trend / params.smoothing_level,
      params.damping_trend,
      params.smoothing_seasonal / (1 - params.smoothing_level),
    ];
    const ours = smoothing.forecast(logs, values, context);
    expect(furthest(ours, forecast)).toBeLessThan(1e-6);
    expect(furthest(ours, oracle.smoothingFree.forecast)).toBeLessThan(0.02);
    expect(furthest(theta.forecast(logs, [oracle.theta.alpha], context), oracle.theta.forecast)).toBeLessThan(
      0.02,
    );
  });

  it('forecasts ARIMA alike, but for what it knows of the errors before the first', () => {
    const { phi, theta: ma, seasonalTheta, forecast } = oracle.arima;
    const ours = arima.forecast(logs, [phi, ma, seasonalTheta], context);
    expect(furthest(ours, forecast)).toBeLessThan(0.01);
  });
});

describe('drift', () => {
  it('is the last season, grown', () => {
    const window = Float64Array.of(1, 5, 2, 6);
    expect([...seasonalNaive.forecast(window, [], { steps: 3, period: 2, slope: 0.5 })]).toEqual([2, 6, 2]);
    expect([...drift.forecast(window, [], { steps: 3, period: 2, slope: 0.5 })]).toEqual([3, 7, 4]);
    expect([...drift.forecast(window, [], { steps: 2, slope: 0.5 })]).toEqual([6.5, 7]);
  });
});

describe('every method', () => {
  it.each(
    classicMethods.flatMap((method) => [
      { method, period: 4 },
      { method, period: undefined },
    ]),
  )(
    'is linear in its window: $method.type, season $period',
    ({ method, period }: { method: ClassicMethod; period?: number }) => {
      const of = { steps: 5, period, slope: 0.3 };
      const values = method.parameters(period).map(({ start, toValue }) => toValue(start));
      const { kernel, bias } = toMatrix({ method, values, context: of }, 9);
      const window = Float64Array.from({ length: 9 }, (_, t) => Math.sin(3 * t) + t / 3);
      const expected = method.forecast(window, values, of);
      for (let h = 0; h < 5; h++) {
        const sum = window.reduce((total, x, t) => total + x * (kernel[t * 5 + h] as number), 0);
        expect(sum + (bias[h] as number)).toBeCloseTo(expected[h] as number, 10);
      }
    },
  );

  it.each(classicMethods)('carries a straight line on: $type', (method) => {
    if (method === seasonalNaive) return;
    const window = Float64Array.from({ length: 24 }, (_, t) => 5 + 2 * t);
    const values = method.parameters(undefined).map(({ start, toValue }) => toValue(start));
    const said = method.forecast(window, values, { steps: 2, slope: 2 });
    // Damped, and half the slope of Theta beside a level that lags: on the way, not there.
    expect(said[1] as number).toBeGreaterThan(51.5);
    expect(said[1] as number).toBeLessThan(55.0001);
  });
});

function questionOf(values: Float64Array, times: number, steps: number, period?: number): ClassicQuestion {
  const rows = values.length - times - steps + 1;
  const numbers = (from: number, count: number) =>
    Int32Array.from({ length: rows * count }, (_, at) => Math.floor(at / count) + from + (at % count));
  const given = classicWindows(
    {
      rows,
      features: Float32Array.from(values),
      frames: numbers(0, times),
      targetFrames: numbers(times, steps),
    },
    { channel: 0, width: 1, scale: { mean: 0, std: 1 }, period, name: 'x' },
  );
  return { ...given, steps, period, method: 'auto', logs: 'auto' };
}

describe('fitClassic', () => {
  it('takes logarithms of what grows by shares', () => {
    const fitted = fitClassic(questionOf(passengers.slice(0, 120), 24, 12, 12));
    expect(fitted.method.type).toBe('smoothing');
    expect(fitted.logs).toBe(true);
  });

  it('finds the drift of a season that only grows', () => {
    const season = [3, -2, 5, 0];
    const values = Float64Array.from({ length: 60 }, (_, t) => (season[t % 4] as number) + t / 2);
    const { windows, slope } = questionOf(values, 12, 4, 4);
    expect(slope).toBeCloseTo(0.5, 6);
    const fitted = fitClassic({ windows, slope, steps: 4, period: 4, method: 'auto', logs: 'no' });
    expect(fitted.method.type).toBe('drift');
    expect(fitted.meanSquare).toBeLessThan(1e-9);
  });

  it('names what cannot be: logarithms of nothing, a window that is too short, gaps everywhere', () => {
    const low = Float64Array.from({ length: 40 }, (_, t) => t - 20);
    const question = questionOf(low, 8, 4);
    expect(() => fitClassic({ ...question, logs: 'yes' })).toThrow(/not positive/);
    expect(() => fitClassic({ ...questionOf(low, 2, 4), method: 'arima' })).toThrow(/at least 4 times/);
    const gaps = { rows: 1, features: new Float32Array(4).fill(-3e38), frames: Int32Array.of(0, 1) };
    const channel = { channel: 0, width: 1, scale: { mean: 0, std: 1 }, name: 'rain' };
    expect(() => classicWindows({ ...gaps, targetFrames: Int32Array.of(2) }, channel)).toThrow(/“rain”/);
  });

  it('leaves the season out where the window is too short for it', () => {
    const question = { ...questionOf(passengers, 14, 6, 12), method: 'theta' };
    expect(fitClassic(question).context.period).toBeUndefined();
  });
});

describe('nelderMead', () => {
  it('finds the bottom of the valley', () => {
    const valley = ([x = 0, y = 0]: readonly number[]) => (1 - x) ** 2 + 100 * (y - x * x) ** 2;
    const { at, value } = nelderMead(valley, [-1.2, 1], { evaluations: 1000, tolerance: 1e-14 });
    expect(value).toBeLessThan(1e-8);
    expect(at[0]).toBeCloseTo(1, 3);
  });
});
