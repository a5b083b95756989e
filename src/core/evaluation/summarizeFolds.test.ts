import { expect, test } from 'vitest';
import { summarizeFolds } from './summarizeFolds';

test('mean and sample standard deviation of what all folds have', () => {
  const folds = [0.9, 0.8, 1].map((valAccuracy, i) => ({
    metrics: { valAccuracy, valLoss: i, ...(i > 0 ? { valF1: 1 } : {}) },
  }));
  const { mean, sd } = summarizeFolds(folds);
  expect(Object.keys(mean)).toEqual(['valAccuracy', 'valLoss']);
  expect(mean.valAccuracy).toBeCloseTo(0.9, 12);
  expect(sd.valAccuracy).toBeCloseTo(0.1, 12);
  expect(sd.valLoss).toBe(1);
});

test('one fold has no spread, none has nothing', () => {
  expect(summarizeFolds([{ metrics: { valLoss: 2 } }])).toEqual({ mean: { valLoss: 2 }, sd: {} });
  expect(summarizeFolds([])).toEqual({ mean: {}, sd: {} });
});
