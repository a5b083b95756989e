import { expect, it } from 'vitest';
import { families } from '../families/registry';
import { buildArch } from '../families/buildArch';
import { TetradError } from '../protocol/errors';
import { batchThatFits, estimateMemory } from './estimateMemory';
import { explainOutOfMemory, isOutOfMemory } from './outOfMemory';

const request = {
  arch: buildArch(families.get('mlp'), { inputShape: [64], outputWidth: 10 }, { hiddenLayers: [256, 256] }),
  batchSize: 4096,
  rowValues: 65,
  dataValues: 65 * 1000,
  rows: 1000,
  slots: 2,
};

it('finds the largest batch within a memory, and none where weights alone are too much', () => {
  const { bytes, largestBytes } = estimateMemory({ ...request, batchSize: 1000 });
  expect(batchThatFits(request, bytes, largestBytes)).toBe(1000);
  expect(batchThatFits(request, 1000, largestBytes)).toBe(0);
  expect(batchThatFits(request, bytes * 100, 1100 * 256 * 4)).toBeLessThan(request.batchSize);
});

it('knows failed allocations from other failures and says what would fit', () => {
  const failed = new RangeError('Array buffer allocation failed');
  expect(isOutOfMemory(failed)).toBe(true);
  expect(isOutOfMemory(new RangeError('Maximum call stack size exceeded'))).toBe(false);
  const explained = explainOutOfMemory(failed, request, Number.POSITIVE_INFINITY) as TetradError;
  expect(explained).toMatchObject({ code: 'outOfMemory' });
  const fits = Number(/batch size of (\d+)/.exec(explained.hint ?? '')?.[1]);
  expect(fits).toBeGreaterThan(0);
  expect(estimateMemory({ ...request, batchSize: fits }).bytes).toBeLessThan(
    estimateMemory(request).bytes * 0.51,
  );
  expect(explainOutOfMemory(new TetradError({ code: 'notFinite', message: 'x' }), request, 1)).toMatchObject({
    code: 'notFinite',
  });
});
