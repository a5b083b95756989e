/** The space-time transformer forecasts a field whose sides are no multiple of its patches. WASM in Node. */
// The union package registers gradients in the copy of tfjs-core that Node loads.
import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import * as ort from 'onnxruntime-web';
import { expect, it } from 'vitest';
import { openStorage } from '#/storage/openStorage';
import { exportVersion } from '../export/exportVersion';
import { runOnnx } from '../ort/runOnnx';
import { openModel } from '../predict/openModel';
import { storeGrid } from './fixtures/gridDataset';
import { openNodeWasm } from './fixtures/nodeWasm';
import { runOnGrid } from './fixtures/runOnGrid';

/** Two waves that travel along x, and where there are none of them. */
const [times, nx, ny, nz] = [80, 6, 5, 3];
const field = Float32Array.from({ length: times * nx * ny * nz * 2 }, (_, i) => {
  const channel = i % 2;
  const z = Math.floor(i / 2) % nz;
  const y = Math.floor(i / 2 / nz) % ny;
  const x = Math.floor(i / 2 / nz / ny) % nx;
  const time = Math.floor(i / 2 / nz / ny / nx);
  return 10 + channel + Math.sin(0.9 * (x - 0.7 * time) + 0.4 * y) * (1 + 0.2 * z);
});

it('beats persistence, and its file answers the same', async () => {
  const storage = await openStorage({ name: 'transformer', blobs: 'dexie' });
  const wasm = await openNodeWasm();
  const dataset = await storeGrid(storage, 'waves', {
    field,
    size: [1, times, nx, ny, nz],
    channels: ['u', 'v'],
    windowing: { length: 5, stride: 1, horizon: 1 },
  });
  const { version, metrics } = await runOnGrid(storage, dataset, wasm, {
    family: 'spaceTimeTransformer',
    task: 'forecast',
    target: 'future',
    config: { epochs: 10 },
  });
  expect(metrics.valSkill).toBeGreaterThan(0.5);
  const model = await openModel(version.id, storage);
  for (const dynamicBatch of [true, false]) {
    const options = {
      format: 'onnx',
      opset: 18,
      labelName: 'label',
      probabilitiesName: 'probabilities',
      dynamicBatch,
      metadata: true,
      conv4d: 'folded',
    } as const;
    const { report } = await exportVersion(model, { name: 'waves' }, options, storage, (bytes, batches) =>
      runOnnx(bytes, batches, { provider: 'wasm', load: () => Promise.resolve(ort) }),
    );
    expect(report.parity).toMatchObject({ passed: true });
    expect(report.parity?.largestDifference).toBeLessThan(1e-4);
  }
  model.dispose();
  storage.close();
}, 120_000);
