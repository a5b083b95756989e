import { expect, it } from 'vitest';
import { callFigures, callsOverTime } from './callFigures';

const call = (at: number, ms: number, error?: 'internal') => ({
  modelId: 'm',
  version: 1,
  at,
  ms,
  rows: 2,
  ...(error && { error }),
});

it('tells quantiles of answered calls, the share that failed, and how many came in a second', () => {
  const calls = [
    ...Array.from({ length: 100 }, (_, i) => call(i * 100, i + 1)),
    call(10_000, 999, 'internal'),
  ];
  expect(callFigures(calls)).toMatchObject({
    calls: 101,
    rows: 200,
    failed: 1,
    errorRate: 1 / 101,
    latencyP50Ms: 50.5,
    latencyP95Ms: 95.05,
    latencyP99Ms: 99.01,
    requestsPerSecond: 10.1,
    rowsPerSecond: 20,
  });
  expect(callFigures([])).toMatchObject({ calls: 0, errorRate: Number.NaN, latencyP50Ms: Number.NaN });
});

it('divides time into windows, of one call too', () => {
  const windows = callsOverTime([call(0, 1), call(10, 2), call(99, 3)], 4);
  expect(windows.map(({ figures }) => figures.calls)).toEqual([2, 0, 0, 1]);
  expect(callsOverTime([call(5, 1)], 3).map(({ figures }) => figures.calls)).toEqual([1, 0, 0]);
  expect(callsOverTime([], 3)).toEqual([]);
});
