import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type TaskSpec, type TrainConfig, trainConfig } from '../protocol/train';
import { batchOrder, stepsPerEpoch } from './batchOrder';
import { checkConfig } from './checkConfig';
import { balancedWeights } from './classWeights';
import { kFold } from '../split/kFold';
import { splitRows } from '../split/splitRows';

const classes = (count: number): TaskSpec => ({
  type: 'classification',
  target: 'y',
  labels: Array.from({ length: count }, (_, i) => `c${i}`),
});
const regression: TaskSpec = { type: 'regression', target: 'y' };
const countIn = (rows: Uint32Array, codes: ArrayLike<number>, code: number) =>
  rows.filter((row) => codes[row] === code).length;

describe('splitRows', () => {
  it('deals iris out evenly', () => {
    const codes = Array.from({ length: 150 }, (_, i) => Math.floor(i / 50));
    const { train, validation } = splitRows(classes(3), codes, 150, 0.2, 42);
    expect([0, 1, 2].map((code) => countIn(validation, codes, code))).toEqual([10, 10, 10]);
    expect(train.length).toBe(120);
    expect(splitRows(classes(3), codes, 150, 0.2, 42).validation).toEqual(validation);
    expect(splitRows(classes(3), codes, 150, 0.2, 0).validation).not.toEqual(validation);
  });

  it('covers every row once, with every class of two or more on both sides', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 5 }), { minLength: 2, maxLength: 80 }),
        fc.double({ min: 0.01, max: 0.9, noNaN: true }),
        fc.nat(),
        (codes, share, seed) => {
          const sizes = [0, 1, 2, 3, 4, 5].map((code) => codes.filter((c) => c === code).length);
          fc.pre(sizes.filter((size) => size > 0).length >= 2 && sizes.some((size) => size >= 2));
          const { train, validation } = splitRows(classes(6), codes, codes.length, share, seed);
          expect([...train, ...validation].sort((a, b) => a - b)).toEqual(codes.map((_, i) => i));
          for (const [code, size] of sizes.entries()) {
            const held = countIn(validation, codes, code);
            if (size >= 2) expect(held).toBeGreaterThanOrEqual(1);
            if (size >= 1) expect(held).toBeLessThan(size);
            expect(Math.abs(held - size * share)).toBeLessThan(2);
          }
        },
      ),
    );
  });

  it('leaves a row on each side of a tiny regression', () => {
    const { train, validation } = splitRows(regression, undefined, 2, 0.2, 1);
    expect([train.length, validation.length]).toEqual([1, 1]);
    expect(splitRows(regression, undefined, 1000, 0.2, 1).validation.length).toBe(200);
  });

  it.each<[string, TaskSpec, number[], string]>([
    ['nothing', regression, [], 'are none'],
    ['one row', regression, [1], 'is 1'],
    ['one class', classes(1), [0, 0, 0], 'same value'],
    ['one class used of two', classes(2), [1, 1, 1], 'same value'],
    ['only identifiers', classes(3), [0, 1, 2], 'occurs once'],
    ['a missing target', classes(2), [0, 1, -1, 1], 'no known class'],
  ])('refuses %s with a clear reason', (_what, task, codes, message) => {
    expect(() => splitRows(task, codes, codes.length, 0.2, 1)).toThrow(message);
  });
});

describe('kFold', () => {
  it('judges every row once, classes spread evenly', () => {
    const codes = Array.from({ length: 103 }, (_, i) => i % 3);
    const folds = kFold(classes(3), codes, 103, 5, 0);
    expect(folds.flatMap((fold) => [...fold.validation]).sort((a, b) => a - b)).toEqual(
      codes.map((_, i) => i),
    );
    for (const fold of folds) {
      expect(fold.train.length + fold.validation.length).toBe(103);
      for (const code of [0, 1, 2]) {
        expect(Math.abs(countIn(fold.validation, codes, code) - 103 / 15)).toBeLessThan(1);
      }
    }
    expect(() => kFold(regression, undefined, 3, 4, 0)).toThrow('4 folds of 3 rows');
  });
});

describe('batchOrder', () => {
  it('holds every row once per epoch, in another order each', () => {
    const batches = batchOrder(0, 1, 103, 32);
    expect(batches.map((batch) => batch.length)).toEqual([32, 32, 32, 7]);
    expect(stepsPerEpoch(103, 32)).toBe(4);
    expect(batches.flatMap((batch) => [...batch]).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 103 }, (_, i) => i),
    );
    expect(batchOrder(0, 1, 103, 32)).toEqual(batches);
    expect(batchOrder(0, 2, 103, 32)).not.toEqual(batches);
    expect(batchOrder(1, 1, 103, 32)).not.toEqual(batches);
  });
});

describe('sampling by class', () => {
  const codes = Uint8Array.from({ length: 100 }, (_, i) => (i < 80 ? 0 : i < 95 ? 1 : 3));
  const drawn = (sampling: 'stratified' | 'balanced', epoch = 1) =>
    batchOrder(7, epoch, codes.length, 20, { sampling, codes });

  it('stratified: every row once, each batch with the shares of the classes', () => {
    const batches = drawn('stratified');
    expect(batches.flatMap((batch) => [...batch]).sort((a, b) => a - b)).toEqual([...codes.keys()]);
    for (const batch of batches) {
      expect(Math.abs(countIn(batch, codes, 0) - 16)).toBeLessThanOrEqual(1);
      expect(Math.abs(countIn(batch, codes, 1) - 3)).toBeLessThanOrEqual(1);
      expect(Math.abs(countIn(batch, codes, 3) - 1)).toBeLessThanOrEqual(1);
    }
    expect(drawn('stratified')).toEqual(batches);
    expect(drawn('stratified', 2)).not.toEqual(batches);
  });

  it('balanced: as many rows, classes equally often, no row of a common class twice', () => {
    const batches = drawn('balanced');
    expect(batches.map((batch) => batch.length)).toEqual([20, 20, 20, 20, 20]);
    for (const batch of batches)
      for (const code of [0, 1, 3]) expect(Math.abs(countIn(batch, codes, code) - 20 / 3)).toBeLessThan(2);
    const common = batches.flatMap((batch) => [...batch]).filter((row) => codes[row] === 0);
    expect(new Set(common).size).toBe(common.length);
    expect(drawn('balanced')).toEqual(batches);
    expect(drawn('balanced', 2)).not.toEqual(batches);
  });

  it('weights of classes are 1 in mean, and equal in sum', () => {
    const weights = balancedWeights(codes, 4);
    expect(weights[2]).toBe(0);
    const sums = [0, 1, 3].map((code) => (weights[code] ?? 0) * codes.filter((c) => c === code).length);
    for (const sum of sums) expect(sum).toBeCloseTo(100 / 3, 4);
  });
});

describe('checkConfig', () => {
  const config = (change: Partial<TrainConfig>) => trainConfig.parse(change);

  it.each<[Partial<TrainConfig>, TaskSpec, string]>([
    [{ optimizerParams: { momentum: 0.5 } }, classes(2), 'training.optimizerParams'],
    [{ optimizer: 'momentum', optimizerParams: { momentum: 2 } }, classes(2), 'training.optimizerParams'],
    [{ schedule: 'step', scheduleParams: { at: [1.5] } }, classes(2), 'training.scheduleParams.at'],
    [{ loss: 'focal', lossParams: { gamma: -1 } }, classes(2), 'training.lossParams.gamma'],
    [{ loss: 'mse' }, classes(2), 'training.loss'],
    [{ schedule: 'sometimes' }, classes(2), 'training.schedule'],
    [{ sampling: 'balanced' }, regression, 'training.sampling'],
    [{ classWeights: 'balanced' }, regression, 'training.classWeights'],
    [{ labelSmoothing: 0.1 }, regression, 'training.labelSmoothing'],
  ])('refuses %j, naming the place', (change, task, place) => {
    expect(() => checkConfig(config(change), task, 'training')).toThrow(
      expect.objectContaining({ code: 'badInput', place: expect.stringContaining(place) }),
    );
  });

  it('takes what fits', () => {
    checkConfig(
      config({ loss: 'focal', sampling: 'stratified', labelSmoothing: 0.1 }),
      classes(3),
      'training',
    );
    checkConfig(config({ loss: 'huber', lossParams: { delta: 2 } }), regression, 'training');
  });
});
