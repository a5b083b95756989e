/**
 * What a transfer gains on handwritten digits: the 10,000 images of MNIST's test, 0 to 4 learnt first, then 5 to 9 from 5, 10
 * and 50 images of each, the rest of them unseen (`../fixtures/transferGains.ts`). `SEEDS=1 EACH=10` for others.
 */
import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { openStorage } from '#/storage/openStorage';
import { measureTransfer, medianGain } from '../fixtures/transferGains';

const { SEEDS = '1,2,3,4,5', EACH = '5,10,50' } = process.env;
const numbers = (text: string): number[] => text.split(',').map(Number);
const folder = process.env.MNIST ?? '/work/shared/data/mnist';
const bytesOf = (name: string) => new Uint8Array(gunzipSync(readFileSync(`${folder}/${name}`)));

it.runIf(existsSync(`${folder}/t10k-images-idx3-ubyte.gz`))(
  'answers 5 to 9 better than from scratch, from a version and from a file',
  async () => {
    const storage = await openStorage({ name: 'mnist transfer', blobs: 'dexie' });
    const images = {
      side: 28,
      pixels: bytesOf('t10k-images-idx3-ubyte.gz').subarray(16),
      digits: bytesOf('t10k-labels-idx1-ubyte.gz').subarray(8),
    };
    const scores = await measureTransfer(
      storage,
      images,
      { seeds: numbers(SEEDS), each: numbers(EACH), known: 10_000 },
      (one) => console.log(JSON.stringify(one)),
    );
    for (const each of numbers(EACH))
      for (const of of ['version', 'imported'] as const) {
        const median = medianGain(scores, of, each);
        console.log(`${of}, ${each} each: gain ${median} in the median`);
        // With 50 each a network from scratch is near what can be reached.
        if (each <= 10) expect(median).toBeGreaterThanOrEqual(0.05);
      }
    storage.close();
  },
  180 * 60_000,
);
