/**
 * What a transfer gains on the studio's drawn digits (`../fixtures/transferGains.ts`), five named seeds. From scratch they
 * are known from 50 images each, so that nothing is left to be gained there: the gain is asked for where images are few; with
 * 50 each it is asked for on handwritten ones (`mnistTransfer.long.test.ts`). `SEEDS=1 EACH=3,10` for others,
 * `IMAGES=handwritten` for those of UCI (8 × 8).
 */
import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { cutPoints } from '#/core/arch/cut/cutArch';
import { transferDraft } from '#/core/arch/cut/transferDraft';
import type { NetworkBody } from '#/core/bodies/network';
import { drawDigitImages } from '#/core/samples/make/drawDigits';
import { openStorage } from '#/storage/openStorage';
import { openNodeWasm } from '../fixtures/nodeWasm';
import { runOnGrid } from '../fixtures/runOnGrid';
import { type Digits, labelled, measureTransfer, medianGain, storeDigits } from '../fixtures/transferGains';

const { SEEDS = '1,2,3,4,5', EACH = '5,50', IMAGES = 'drawn' } = process.env;
const numbers = (text: string): number[] => text.split(',').map(Number);

const images: Digits =
  IMAGES === 'drawn' ? { side: 28, ...drawDigitImages(2400) } : { side: 8, ...handwritten() };

function handwritten(): Omit<Digits, 'side'> {
  const file = new URL('../fixtures/digits.csv.gz', import.meta.url);
  const lines = gunzipSync(readFileSync(file)).toString().trim().split(/\r?\n/).slice(1);
  const rows = lines.map((line) => line.split(',').map(Number));
  return {
    // Sixteen grey levels, as bytes.
    pixels: Uint8Array.from(
      rows.flatMap((row) => row.slice(0, 64)),
      (grey) => Math.round((grey * 255) / 16),
    ),
    digits: Uint8Array.from(rows, (row) => row[64] ?? 0),
  };
}

it('answers 5 to 9 better than from scratch by 5 points where images are few, from a version and from a file', {
  timeout: 90 * 60_000,
}, async () => {
  const storage = await openStorage({ name: 'transfer', blobs: 'dexie' });
  const scores = await measureTransfer(
    storage,
    images,
    { seeds: numbers(SEEDS), each: numbers(EACH), known: 1600 },
    (one) => console.log(JSON.stringify(one)),
  );
  for (const each of numbers(EACH))
    for (const of of ['version', 'imported'] as const) {
      const median = medianGain(scores, of, each);
      console.log(`${of}, ${each} each: gain ${median} in the median`);
      if (IMAGES === 'drawn' && each === 5) expect(median).toBeGreaterThanOrEqual(0.05);
    }
  storage.close();
});

it('an epoch on what was computed once of 2,000 images is told', { timeout: 20 * 60_000 }, async () => {
  const storage = await openStorage({ name: 'cached', blobs: 'dexie' });
  const backend = await openNodeWasm();
  const rows = [...images.digits.keys()].slice(0, 2000);
  const some = await storeDigits(storage, images, rows.slice(0, 100));
  const config = { seed: 1, epochs: 1, replay: 'off' } as const;
  const { version } = await runOnGrid(storage, some, backend, { ...labelled, family: 'cnn2d', config });
  const { arch } = version.body.spec as NetworkBody;
  const { standard } = cutPoints(arch);
  const { events } = await runOnGrid(storage, await storeDigits(storage, images, rows), backend, {
    ...labelled,
    family: 'customNetwork',
    familyParams: { ...transferDraft(arch, standard, { units: [64], dropout: 0 }) },
    startFrom: version.id,
    transfer: { cut: standard, freeze: standard },
    config: { ...config, epochs: 8, validationSplit: 0.1, testSplit: 0 },
  });
  const ms = events.flatMap((event) => (event.kind === 'epoch' ? [event.metrics.epochMs ?? 0] : []));
  console.log(`epochs on 1,800 of 2,000 images, the rest judging: ${ms.map(Math.round).join(', ')} ms`);
  expect(ms).toHaveLength(8);
  storage.close();
});
