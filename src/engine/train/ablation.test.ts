/** A network over windows of one time is its own ablation, to the bit. WASM in Node. */
// The union package registers gradients in the copy of tfjs-core that Node loads.
import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { ablationVerdict } from '#/core/evaluation/ablationVerdict';
import { parseValidation, validationArtifact } from '#/core/evaluation/validationPredictions';
import { cnn3dTime } from '#/core/families/cnn3dTime';
import { cnn4d } from '#/core/families/cnn4d';
import { normals } from '#/core/random/random';
import { openStorage } from '#/storage/openStorage';
import { storeGrid } from './fixtures/gridDataset';
import { openNodeWasm } from './fixtures/nodeWasm';
import { runOnGrid } from './fixtures/runOnGrid';

it('answers every sample alike', async () => {
  const storage = await openStorage({ name: 'ablation', blobs: 'dexie' });
  const wasm = await openNodeWasm();
  const size: [number, number, number, number, number] = [1, 12, 5, 3, 1];
  const dataset = await storeGrid(storage, 'field', {
    field: normals(1, 'field', 0, 12 * 15 * 2),
    size,
    channels: ['u', 'v'],
    windowing: { length: 1, stride: 1, horizon: 1 },
  });
  const judged = async (family: string) => {
    const { version } = await runOnGrid(storage, dataset, wasm, {
      family,
      task: 'forecast',
      target: 'future',
      familyParams: { filters: [2] },
      config: { epochs: 2 },
    });
    const runs = await storage.runs.list({ datasetId: dataset.datasetId });
    const { artifacts = [] } = runs.find(({ modelVersionId }) => modelVersionId === version.id) ?? {};
    const found = artifacts.find(({ name }) => name === validationArtifact);
    if (!found) throw new Error('no predictions were kept');
    return parseValidation(await storage.blobs.get(found.blob));
  };
  const [full, ablation] = [await judged(cnn4d.type), await judged(cnn3dTime.type)];
  expect(full.rows.length).toBeGreaterThan(1);
  expect(ablation).toEqual(full);
  expect(ablationVerdict(full, ablation, 'validation').text).toContain('answer every sample alike');
  storage.close();
});
