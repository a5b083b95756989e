/**
 * Families on the handwritten digits of 8 x 8 pixels (UCI optdigits), with their defaults, on WebAssembly: cnn2d in five folds
 * that neither training nor early stopping saw; resnet on thirty images, where one that normalises over batches breaks.
 */
import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { permutation } from '#/core/random/random';
import { kFold } from '#/core/split/kFold';
import { openStorage } from '#/storage/openStorage';
import { openNodeWasm } from '../../train/fixtures/nodeWasm';
import { runOnGrid } from '../../train/fixtures/runOnGrid';
import { storeImages } from '../../train/fixtures/storeImages';

const seed = Number(process.env.SEED ?? 42);
const text = gunzipSync(
  readFileSync(new URL('../../train/fixtures/digits.csv.gz', import.meta.url)),
).toString();
const rows = text
  .trim()
  .split(/\r?\n/)
  .slice(1)
  .map((line) => line.split(',').map(Number));
// Sixteen grey levels, as bytes.
const images = rows.map((row) => Uint8Array.from(row.slice(0, 64), (grey) => Math.round((grey * 255) / 16)));
const labels = rows.map((row) => String(row[64]));

it(
  'reads them: mean accuracy of 5 unseen folds at least 0.985',
  async () => {
    const storage = await openStorage({ name: 'digits', blobs: 'dexie' });
    const names = [...new Set(labels)].toSorted();
    const task = { type: 'classification', target: 'label', labels: names };
    const codes = labels.map((label) => names.indexOf(label));
    const scores: number[] = [];
    for (const [fold, { validation }] of kFold(task, codes, rows.length, 5, seed).entries()) {
      const held = new Set(validation);
      const version = await storeImages(storage, `digits ${fold}`, {
        pixels: { height: 8, width: 8, channels: 1 },
        images,
        labels,
        parts: labels.map((_, row) => (held.has(row) ? 'test' : 'train')),
      });
      const started = performance.now();
      const { metrics } = await runOnGrid(storage, version, await openNodeWasm(), {
        family: 'cnn2d',
        task: 'classification',
        target: 'label',
        features: ['image'],
        config: { seed, splitBy: 'roles', testSplit: 'auto' },
      });
      const { valAccuracy, testAccuracy } = metrics;
      const seconds = Math.round((performance.now() - started) / 1000);
      console.log(JSON.stringify({ seed, fold, valAccuracy, testAccuracy, seconds }));
      scores.push(testAccuracy ?? Number.NaN);
    }
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    console.log(`cnn2d on digits: mean ${mean}, worst fold ${Math.min(...scores)}`);
    expect(mean).toBeGreaterThanOrEqual(0.985);
    storage.close();
  },
  40 * 60_000,
);

it(
  'resnet learns from thirty images no worse than an mlp',
  async () => {
    const storage = await openStorage({ name: 'thirty', blobs: 'dexie' });
    const backend = await openNodeWasm();
    const gained: number[] = [];
    for (const draw of [1, 2, 3, 4, 5]) {
      const order = permutation(draw, 'thirty', 0, images.length);
      const parts = labels.map(() => 'test');
      for (const [at, row] of order.subarray(0, 45).entries()) parts[row] = at < 30 ? 'train' : 'validation';
      const pixels = { height: 8, width: 8, channels: 1 } as const;
      const version = await storeImages(storage, `thirty ${draw}`, { pixels, images, labels, parts });
      const reached: number[] = [];
      for (const family of ['resnet', 'mlp']) {
        const { metrics } = await runOnGrid(storage, { ...version, rows: 30 }, backend, {
          family,
          task: 'classification',
          target: 'label',
          features: ['image'],
          config: { seed: draw, splitBy: 'roles' },
        });
        reached.push(metrics.testAccuracy ?? Number.NaN);
      }
      const [resnet = 0, mlp = 0] = reached;
      console.log(JSON.stringify({ draw, resnet, mlp }));
      gained.push(resnet - mlp);
    }
    expect(gained.toSorted((a, b) => a - b)[2]).toBeGreaterThanOrEqual(-0.05);
    storage.close();
  },
  20 * 60_000,
);
