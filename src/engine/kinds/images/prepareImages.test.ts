/** Images that are more than may be held are the same numbers, unpacked once and read from a scratch file. */
import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import type { Scratch } from '#/core/protocol/storage';
import { trainConfig } from '#/core/protocol/train';
import { openStorage } from '#/storage/openStorage';
import { storeImages } from '../../train/fixtures/storeImages';
import type { Blobs } from '../kindEngine';
import { prepareImages } from './prepareImages';

const width = 12 * 8 * 3;

test('held or read in blocks, every frame is the same to the bit', async () => {
  const storage = await openStorage({ name: 'prepare-images', blobs: 'dexie' });
  const count = 120;
  const version = await storeImages(storage, 'many', {
    pixels: { height: 10, width: 14, channels: 3 },
    images: Array.from({ length: count }, (_, i) =>
      Uint8Array.from({ length: 420 }, (_v, at) => (i * 37 + at * 11) % 256),
    ),
    labels: Array.from({ length: count }, (_, i) => `c${i % 3}`),
    size: { height: 8, width: 12 },
    // Several blocks.
    chunkBytes: 420 * 25,
  });
  const request = {
    target: 'label',
    task: 'classification' as const,
    features: ['image'],
    family: 'cnn2d',
    familyParams: {},
    config: trainConfig.parse({}),
  };
  const file = new Uint8Array(count * width);
  let [reads, closed] = [0, false];
  const scratch: Scratch = {
    write: (bytes, at) => file.set(bytes, at),
    read(into, at) {
      reads++;
      into.set(file.subarray(at, at + into.length));
      return true;
    },
    close: async () => void (closed = true),
  };
  const blobs: Blobs = { get: storage.blobs.get, scratch: async () => scratch };
  const held = await prepareImages(version, request, blobs);
  // Room for a block at a time.
  const parts = await prepareImages(version, request, blobs, 2 * 25 * width);
  const source = parts.train.source;
  if (!source) throw new Error('all are held');
  expect(parts.warnings.join()).toContain('unpacked once to the disk');
  expect(parts.input).toEqual(held.input);
  for (const step of [1, 7]) {
    const frames = Int32Array.from({ length: count }, (_, i) => (i * step) % count);
    const values = await source.read(frames);
    for (const [i, frame] of frames.entries())
      expect(values.subarray(i * width, (i + 1) * width)).toEqual(
        held.train.features.subarray(frame * width, (frame + 1) * width),
      );
  }
  expect(reads).toBeGreaterThan(5);
  expect(source.peakBytes()).toBeLessThanOrEqual(25 * width);
  await parts.close?.();
  expect(closed).toBe(true);
  storage.close();
});
