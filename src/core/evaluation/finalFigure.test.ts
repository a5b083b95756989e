import { expect, test } from 'vitest';
import { classFigure, numberFigure, skillFigure } from './finalFigure';
import { wilsonInterval } from './wilsonInterval';

const rows = (count: number) => ({
  totalRows: count,
  rows: Uint32Array.from({ length: count }, (_, i) => i),
});

test('of labels: the accuracy with its Wilson interval, beside always the commonest label of training', () => {
  const truth = Int32Array.from({ length: 100 }, (_, i) => (i < 70 ? 0 : 1));
  // Of the second label every other is found.
  const probabilities = Float32Array.from({ length: 200 }, (_, at) => {
    const second = truth[at >> 1] === 1 && at % 4 < 2 ? 0.9 : 0.1;
    return at % 2 === 1 ? second : 1 - second;
  });
  const judged = {
    kind: 'classification' as const,
    ...rows(100),
    labels: ['no', 'yes'],
    truth,
    probabilities,
  };
  const { low, high } = wilsonInterval(85, 100);
  expect(classFigure(judged, 0)).toEqual({
    metric: 'accuracy',
    value: 0.85,
    low,
    high,
    free: { answer: 'always “no”', value: 0.7 },
    balanced: { value: 0.75, free: 0.5 },
  });
  // One answer for all looks better than it is.
  const never = classFigure(
    { ...judged, probabilities: probabilities.map((_, at) => (at % 2 ? 0.1 : 0.9)) },
    0,
  );
  expect(never).toMatchObject({ value: 0.7, balanced: { value: 0.5, free: 0.5 }, always: 'no' });
  // Ten rows of one subject say less than ten subjects.
  const blocks = Int32Array.from(truth, (_, i) => Math.floor(i / 10));
  const grouped = classFigure({ ...judged, blocks }, 0);
  expect(grouped.value).toBe(0.85);
  expect((grouped.high ?? 0) - (grouped.low ?? 0)).toBeGreaterThan(high - low);
  expect(grouped.high).toBeLessThanOrEqual(1);
});

test('of numbers: the RMSE, beside the mean of training', () => {
  const truth = Float64Array.from({ length: 50 }, (_, i) => i);
  const predicted = truth.map((value, i) => value + (i % 2 ? 2 : -2));
  const figure = numberFigure({ kind: 'regression', ...rows(50), truth, predicted }, 24.5, 1);
  expect(figure).toMatchObject({ metric: 'rmse', value: 2, low: 2, high: 2 });
  expect(figure.free?.value).toBeCloseTo(Math.sqrt((50 ** 2 - 1) / 12), 9);
});

test('of forecasts: the skill over persistence, over blocks of what depends on each other', () => {
  const persistence = Float64Array.from({ length: 40 }, (_, i) => 4 + (i % 3));
  const model = persistence.map((value, i) => value / 4 + (i < 20 ? 0.1 : -0.1));
  const blocks = Int32Array.from(model, (_, i) => Math.floor(i / 5));
  const figure = skillFigure({ model, persistence, blocks }, 1);
  expect(figure?.value).toBeCloseTo(0.5, 2);
  expect(figure?.low).toBeLessThan(figure?.value ?? 0);
  expect(figure?.high).toBeGreaterThan(figure?.value ?? 1);
  expect(skillFigure({ model: [1], persistence: [Number.NaN] }, 1)).toBeUndefined();
});
