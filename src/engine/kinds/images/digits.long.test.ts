/**
 * The first size of cnn2d on the handwritten digits of 8 x 8 pixels (UCI optdigits), with its defaults, on WebAssembly: five
 * folds, each of which neither training nor early stopping saw.
 */
import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
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
