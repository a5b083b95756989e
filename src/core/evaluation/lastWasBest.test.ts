import { expect, it } from 'vitest';
import type { Run } from '../protocol/model';
import { trainConfig } from '../protocol/train';
import { lastWasBest } from './lastWasBest';

const run = (change: Partial<Run> & { bestEpoch?: number; family?: string } = {}) =>
  lastWasBest({
    status: 'finished',
    config: trainConfig.parse({ epochs: 30 }),
    params: { family: change.family ?? 'mlp' },
    summary: { bestEpoch: change.bestEpoch ?? 30 },
    ...change,
  });

it('says so only where the run ended at its best epoch by the number of epochs', () => {
  expect(run()).toMatch(/^The best epoch was the last.*More epochs may help/);
  expect(run({ family: 'linear' })).toBeDefined();
  // Early stopping, convergence and every number of neighbours end elsewhere.
  expect(run({ bestEpoch: 29 })).toBeUndefined();
  expect(run({ family: 'knn' })).toBeUndefined();
  expect(run({ status: 'killed' })).toBeUndefined();
  expect(run({ summary: {} })).toBeUndefined();
});
