/** The first size of cnn2d on the 10,000 images of MNIST's test: 8,000 to learn from, 2,000 held back, on WebAssembly. */
import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { openStorage } from '#/storage/openStorage';
import { openNodeWasm } from '../../train/fixtures/nodeWasm';
import { runOnGrid } from '../../train/fixtures/runOnGrid';
import { storeImages } from '../../train/fixtures/storeImages';

const folder = process.env.MNIST ?? '/work/shared/data/mnist';
const bytesOf = (name: string) => new Uint8Array(gunzipSync(readFileSync(`${folder}/${name}`)));

it.runIf(existsSync(`${folder}/t10k-images-idx3-ubyte.gz`))(
  'reaches 0.98 on 2,000 held back',
  async () => {
    const storage = await openStorage({ name: 'mnist', blobs: 'dexie' });
    const pixels = bytesOf('t10k-images-idx3-ubyte.gz').subarray(16);
    const labels = bytesOf('t10k-labels-idx1-ubyte.gz').subarray(8);
    const version = await storeImages(storage, 'mnist', {
      pixels: { height: 28, width: 28, channels: 1 },
      images: Array.from(labels, (_, i) => pixels.subarray(i * 784, (i + 1) * 784)),
      labels: Array.from(labels, String),
    });
    const started = performance.now();
    const { metrics, events } = await runOnGrid(storage, version, await openNodeWasm(), {
      family: 'cnn2d',
      task: 'classification',
      target: 'label',
      features: ['image'],
      config: { validationSplit: 0.2, testSplit: 0 },
    });
    const prepared = events.find((event) => event.kind === 'prepared');
    console.log(JSON.stringify({ metrics, seconds: (performance.now() - started) / 1000, prepared }));
    expect(prepared).toMatchObject({ trainRows: 8_000, valRows: 2_000 });
    expect(metrics.valAccuracy).toBeGreaterThanOrEqual(0.98);
    storage.close();
  },
  20 * 60_000,
);
