/** Streams of random elements, unpacked as hysnappy unpacks them; damaged ones are refused. */
import { compressors } from 'hyparquet-compressors';
import { expect, test } from 'vitest';
import { sampleRandom } from '#/core/samples/make/sampleRandom';
import { unpackSnappyTo } from './snappy';

const { uniform } = sampleRandom(5);
const below = (count: number): number => Math.floor(uniform() * count);

/** Elements of every kind, and how many bytes they stand for. */
function randomElements(count: number): { packed: number[]; size: number } {
  const packed: number[] = [];
  let size = 0;
  for (let i = 0; i < count; i++) {
    const kind = size === 0 ? 0 : below(4);
    if (kind === 0) {
      const length = 1 + below([8, 59, 64, 70_000][below(4)] as number);
      if (length <= 60) packed.push((length - 1) << 2);
      else {
        const bytes = length <= 256 ? 1 : length <= 65_536 ? 2 : 3;
        packed.push((59 + bytes) << 2);
        for (let byte = 0; byte < bytes; byte++) packed.push(((length - 1) >>> (8 * byte)) & 255);
      }
      for (let byte = 0; byte < length; byte++) packed.push(below(256));
      size += length;
      continue;
    }
    const length = kind === 1 ? 4 + below(8) : 1 + below(64);
    const far = Math.min(size, kind === 1 ? 2047 : kind === 2 ? 65_535 : size);
    const offset = 1 + below(below(2) === 0 ? Math.min(far, 20) : far);
    if (kind === 1) packed.push(1 | ((length - 4) << 2) | ((offset >>> 8) << 5), offset & 255);
    else {
      packed.push(kind | ((length - 1) << 2));
      for (let byte = 0; byte < (kind === 2 ? 2 : 4); byte++) packed.push((offset >>> (8 * byte)) & 255);
    }
    size += length;
  }
  return { packed, size };
}

const sizeBytes = (size: number): number[] =>
  size < 128 ? [size] : [128 | (size % 128), ...sizeBytes(size >>> 7)];

test('every element is unpacked as hysnappy does', () => {
  for (let round = 0; round < 40; round++) {
    const { packed, size } = randomElements(1 + below(300));
    const out = new Uint8Array(size + 100).fill(7);
    unpackSnappyTo(Uint8Array.from(packed), out.subarray(50, 50 + size));
    const expected = compressors.SNAPPY?.(Uint8Array.from([...sizeBytes(size), ...packed]), size);
    expect(Buffer.compare(out.subarray(50, 50 + size), expected as Uint8Array)).toBe(0);
    expect([...out.subarray(0, 50), ...out.subarray(50 + size)].every((byte) => byte === 7)).toBe(true);
  }
});

test.each([
  ['a literal that ends early', [12, 1, 2], 4],
  ['a length that ends early', [61 << 2, 1], 300],
  ['a literal of 2^32 bytes', [63 << 2, 255, 255, 255, 255], 4],
  ['more than there is room for', [12, 1, 2, 3, 4], 3],
  ['less than was said', [12, 1, 2, 3, 4], 5],
  ['a copy from before the start', [0, 1, 1, 2], 5],
  ['a copy from nowhere', [0, 1, 1, 0], 5],
  ['a copy that ends early', [0, 1, 2 | (3 << 2), 1], 5],
  ['a copy beyond the end', [0, 1, 1 | (7 << 2), 1], 8],
])('%s is refused', (_, packed, size) => {
  expect(() => unpackSnappyTo(Uint8Array.from(packed), new Uint8Array(size))).toThrow('damaged');
});
