/**
 * What the linear model reaches with its defaults on the progression of diabetes (Efron et al. 2004): the mean R2 of five
 * folds that it never saw, the median of five seeds that deal them.
 */
import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { kFold } from '#/core/split/kFold';
import { openStorage } from '#/storage/openStorage';
import { runSubmitted, submitTraining } from '../train/fixtures/trainTable';

const seeds = [1, 2, 3, 4, 5];
const text = readFileSync(new URL('../train/fixtures/diabetes.csv', import.meta.url), 'utf8');
const [header = [], ...lines] = text
  .trim()
  .split(/\r?\n/)
  .map((line) => line.split(','));
const target = 'progression';
const task = { type: 'regression', target };
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

it(
  'linear: R2 of unseen folds',
  async () => {
    const storage = await openStorage({ name: 'diabetes', blobs: 'dexie' });
    const reached: number[] = [];
    for (const seed of seeds) {
      const scores: number[] = [];
      for (const { validation } of kFold(task, undefined, lines.length, 5, seed)) {
        const held = new Set(validation);
        const request = await submitTraining(
          storage,
          [
            ...header.map((name, i) => ({
              field: {
                name,
                type: 'numeric' as const,
                role: name === target ? ('target' as const) : ('feature' as const),
              },
              cells: lines.map((cells) => Number(cells[i])),
            })),
            {
              field: { name: 'part', type: 'categorical' as const, role: 'split' as const },
              cells: lines.map((_, row) => (held.has(row) ? 'test' : 'train')),
            },
          ],
          {
            target,
            task: 'regression',
            features: header.filter((name) => name !== target),
            family: 'linear',
            config: { seed, splitBy: 'roles', testSplit: 'auto' },
          },
        );
        const { result } = await runSubmitted(storage, request);
        scores.push(result.metrics.testR2 ?? Number.NaN);
      }
      console.log(JSON.stringify({ seed, mean: mean(scores), folds: scores }));
      reached.push(mean(scores));
    }
    const sorted = reached.toSorted((a, b) => a - b);
    console.log(`linear: median ${sorted[2]}, worst ${sorted[0]}`);
    expect(sorted[2]).toBeGreaterThanOrEqual(0.47);
    storage.close();
  },
  10 * 60_000,
);
