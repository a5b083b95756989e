/**
 * Sizes of cnn2d on the 10,000 images of MNIST's test, with their defaults: 8,000 to learn from, 2,000 by which nothing is
 * chosen (no early stopping), on WebAssembly. `SEED=2` for another seed.
 */
import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { families } from '#/core/families/registry';
import { withSize } from '#/core/families/sizes';
import { openStorage } from '#/storage/openStorage';
import { openNodeWasm } from '../../train/fixtures/nodeWasm';
import { runOnGrid } from '../../train/fixtures/runOnGrid';
import { storeImages } from '../../train/fixtures/storeImages';

const folder = process.env.MNIST ?? '/work/shared/data/mnist';
const bytesOf = (name: string) => new Uint8Array(gunzipSync(readFileSync(`${folder}/${name}`)));

const seed = Number(process.env.SEED ?? 1);
const cases = [
  { size: 'S', goal: 0.98 },
  { size: 'M', goal: 0.985 },
] as const;

it.runIf(existsSync(`${folder}/t10k-images-idx3-ubyte.gz`)).each(cases)(
  '$size reaches $goal on 2,000 held back',
  async ({ size, goal }) => {
    const storage = await openStorage({ name: `mnist ${size}`, blobs: 'dexie' });
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
      familyParams: { ...withSize(families.get('cnn2d'), size) },
      config: { seed, validationSplit: 0.2, testSplit: 0, earlyStopping: false },
    });
    const prepared = events.find((event) => event.kind === 'prepared');
    console.log(
      JSON.stringify({ size, seed, metrics, seconds: (performance.now() - started) / 1000, prepared }),
    );
    expect(prepared).toMatchObject({ trainRows: 8_000, valRows: 2_000 });
    expect(metrics.valAccuracy).toBeGreaterThanOrEqual(goal);
    storage.close();
  },
  60 * 60_000,
);
