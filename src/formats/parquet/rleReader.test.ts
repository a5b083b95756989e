/** Places of levels that are 0 are those that reading the levels one by one finds, however both are cut. */
import { expect, test } from 'vitest';
import { sampleRandom } from '#/core/samples/make/sampleRandom';
import { RleReader } from './rleReader';

const { uniform } = sampleRandom(8);
const below = (count: number): number => Math.floor(uniform() * count);

/** Runs and packed bits, mostly ones. */
function randomLevels(): { bytes: Uint8Array; count: number } {
  const bytes: number[] = [];
  let count = 0;
  for (let run = 0; run < 30; run++)
    if (below(2) === 0) {
      const length = 1 + below(60);
      bytes.push(length << 1, below(2));
      count += length;
    } else {
      const groups = 1 + below(12);
      bytes.push((groups << 1) | 1);
      for (let i = 0; i < groups; i++) bytes.push(below(3) === 0 ? below(256) : 255);
      count += groups * 8;
    }
  return { bytes: Uint8Array.from(bytes), count };
}

test('gaps are the zeros among the levels', () => {
  for (let round = 0; round < 100; round++) {
    const { bytes, count } = randomLevels();
    const [levels, gaps] = [0, 1].map(() => new RleReader(bytes, 0, bytes.length, 1)) as [
      RleReader,
      RleReader,
    ];
    const out = new Int32Array(count);
    for (let left = count; left > 0; ) {
      const part = Math.min(left, 1 + below(100));
      const expected = new Uint8Array(part);
      levels.read(expected, part);
      const found = gaps.readGaps(out, part);
      expect([...out.subarray(0, found)]).toEqual([...expected.keys()].filter((i) => expected[i] === 0));
      left -= part;
    }
    expect(() => gaps.readGaps(out, 200)).toThrow('early');
  }
});
