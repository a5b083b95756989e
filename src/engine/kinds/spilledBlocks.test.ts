import { expect, test } from 'vitest';
import type { Scratch } from '#/core/protocol/storage';
import type { Blobs } from './kindEngine';
import { SpilledBlocks } from './spilledBlocks';

function memoryScratch(roomBytes: number) {
  const file = new Uint8Array(roomBytes);
  let closed = false;
  const scratch: Scratch = {
    write(bytes, at) {
      if (at + bytes.length > roomBytes) throw new Error('full');
      file.set(bytes, at);
    },
    read(into, at) {
      into.set(file.subarray(at, at + into.length));
      return true;
    },
    async close() {
      closed = true;
    },
  };
  return { scratch, isClosed: () => closed };
}

const lengths = [3, 4, 2];
const blobsOf = (scratch?: Scratch) => ({ scratch: async () => scratch }) as unknown as Blobs;

test.each([
  ['room for all', 1000, [1, 1, 1]],
  ['room for the first two', 7 * 4, [1, 1, 3]],
  ['no disk', undefined, [3, 3, 3]],
])('%s: blocks are made as often as they must be, and are always the same', async (_, room, expected) => {
  const disk = room === undefined ? undefined : memoryScratch(room);
  const made = [0, 0, 0];
  const blocks = new SpilledBlocks(
    lengths,
    (length) => new Float32Array(length),
    async (block) => {
      made[block] = (made[block] as number) + 1;
      return Float32Array.from({ length: lengths[block] as number }, (_value, i) => block + i / 8);
    },
    blobsOf(disk?.scratch),
  );
  for (let round = 0; round < 3; round++)
    for (const [block, length] of lengths.entries())
      expect(await blocks.get(block)).toEqual(Float32Array.from({ length }, (_value, i) => block + i / 8));
  expect(made).toEqual(expected);
  await blocks.close();
  expect(disk?.isClosed() ?? true).toBe(true);
});
