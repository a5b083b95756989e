/**
 * What integrated gradients of a field of 16 × 8 × 8 × 8 take through the whole road of an explanation, of the standard 4-D
 * network, WASM in Node on one thread. Time is told, not judged.
 */
import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { normals } from '#/core/random/random';
import { openStorage } from '#/storage/openStorage';
import { storeGrid } from '../train/fixtures/gridDataset';
import { openNodeWasm } from '../train/fixtures/nodeWasm';
import { runOnGrid } from '../train/fixtures/runOnGrid';
import { explainVersion } from './explainVersion';

it('50 steps, without the checks', async () => {
  const [count, values] = [60, 16 * 8 ** 3];
  const field = Float32Array.from(normals(1, 'noise', 0, count * values));
  for (let i = 1; i < count; i += 2)
    for (let k = 0; k < 2_000; k++) field[i * values + k] = (field[i * values + k] as number) + 1;
  const storage = await openStorage({ name: 'gradientSpeed', blobs: 'dexie' });
  const dataset = await storeGrid(storage, 'field', {
    field,
    size: [count, 16, 8, 8, 8],
    labels: [
      {
        field: { name: 'label', type: 'categorical', role: 'target' },
        cells: Array.from({ length: count }, (_, i) => (i % 2 === 0 ? 'warm' : 'cold')),
      },
    ],
  });
  const { version } = await runOnGrid(storage, dataset, await openNodeWasm(), {
    family: 'cnn4d',
    task: 'classification',
    target: 'label',
    config: { epochs: 2, seed: 1 },
  });
  for (const sample of [0, 1, 2, 3]) {
    const { attribution, ms } = await explainVersion(
      {
        modelVersionId: version.id,
        method: 'integratedGradients',
        params: { checks: false },
        datasetVersionId: dataset.id,
        sample,
      },
      {
        storage,
        emit: () => undefined,
        stopped: () => false,
        breathe: () => Promise.resolve(),
        open: openNodeWasm,
      },
    );
    const { sum, whole } = attribution.checks?.added ?? { sum: Number.NaN, whole: 1 };
    const misses = Math.abs(sum - whole) / Math.abs(whole);
    console.log(
      JSON.stringify({ seconds: ms / 1000, asked: 'asked' in attribution && attribution.asked, misses }),
    );
    expect(misses).toBeLessThan(5e-3);
  }
}, 600_000);
