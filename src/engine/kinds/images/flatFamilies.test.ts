/** Families without convolutions on images, the pixels in one row: learnt, asked, and their files of the same answers. */
import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import * as ort from 'onnxruntime-web';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { Storage } from '#/core/protocol/storage';
import { openStorage } from '#/storage/openStorage';
import { exportVersion } from '../../export/exportVersion';
import { runOnnx } from '../../ort/runOnnx';
import { openModel } from '../../predict/openModel';
import { predict } from '../../predict/predictSamples';
import { openNodeWasm } from '../../train/fixtures/nodeWasm';
import { runOnGrid } from '../../train/fixtures/runOnGrid';
import { storeImages } from '../../train/fixtures/storeImages';

let storage: Storage;
let version: DatasetVersion;

/** A bright half, left or right, on 12 x 10 pixels, learnt at 6 x 5. */
const image = (i: number) =>
  Uint8Array.from({ length: 360 }, (_, at) => {
    const x = Math.floor(at / 3) % 12;
    return (x < 6 === (i % 2 === 0) ? 150 : 60) + ((at * 7 + i * 31) % 50);
  });

beforeAll(async () => {
  storage = await openStorage({ name: 'flat-families', blobs: 'dexie' });
  version = await storeImages(storage, 'halves', {
    pixels: { height: 10, width: 12, channels: 3 },
    images: Array.from({ length: 60 }, (_, i) => image(i)),
    labels: Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? 'left' : 'right')),
    size: { height: 5, width: 6 },
  });
});
afterAll(() => storage.close());

it.each(['linear', 'mlp', 'knn'])(
  '%s learns images as rows of pixels, and leaves as a file',
  async (family) => {
    const { version: learnt, metrics } = await runOnGrid(storage, version, await openNodeWasm(), {
      family,
      task: 'classification',
      target: 'label',
      features: ['image'],
      config: { epochs: 8, validationSplit: 0.3, testSplit: 0 },
    });
    expect(metrics.valAccuracy).toBe(1);
    const model = await openModel(learnt.id, storage);
    // Of another size than the model's own.
    const { predictions } = await predict(
      model,
      { rows: [], field: Float32Array.from(image(1)), fieldShape: [1, 10, 12, 3] },
      storage,
    );
    expect(predictions[0]?.value).toBe('right');
    const options = {
      format: 'onnx',
      opset: 17,
      dynamicBatch: true,
      conv4d: 'folded',
      metadata: true,
    } as const;
    const { report } = await exportVersion(model, undefined, options, storage, (bytes, batches) =>
      runOnnx(bytes, batches, { provider: 'wasm', load: async () => ort }),
    );
    expect(report.parity).toMatchObject({ labelsEqual: true, passed: true });
  },
);
