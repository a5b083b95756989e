import { constants, deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { checkGzip } from './checkGzip';
import { Inflater } from './inflater';

checkGzip();

/** By our own reader only, the input in pieces of a size. */
function inflated(packed: Uint8Array, pieceBytes: number): { out: Buffer; rest: number } {
  const inflater = new Inflater();
  const out: Uint8Array[] = [];
  let at = 0;
  const push = () => {
    inflater.push(packed.subarray(at, at + pieceBytes), at + pieceBytes >= packed.length);
    at += pieceBytes;
  };
  push();
  for (;;) {
    const pause = inflater.run();
    out.push(inflater.take());
    if (pause === 'end') return { out: Buffer.concat(out), rest: inflater.rest().length };
    if (pause === 'input') push();
  }
}

const { Z_DEFAULT_STRATEGY, Z_FILTERED, Z_HUFFMAN_ONLY, Z_RLE, Z_FIXED } = constants;

test('every way of zlib to deflate, in pieces of any size', () => {
  let seed = 7;
  const random = () => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
  const contents = [
    Buffer.alloc(0),
    Buffer.from('a'),
    Buffer.alloc(700_000),
    Buffer.from(Array.from({ length: 90_000 }, () => Math.floor(random() * 256))),
    Buffer.from(Array.from({ length: 400_000 }, () => Math.floor(random() ** 4 * 40))),
    Buffer.from('the same words again and again, '.repeat(20_000)),
  ];
  for (const content of contents)
    for (const level of [0, 1, 6, 9])
      for (const strategy of [Z_DEFAULT_STRATEGY, Z_FILTERED, Z_HUFFMAN_ONLY, Z_RLE, Z_FIXED]) {
        const packed = Buffer.concat([deflateRawSync(content, { level, strategy }), Buffer.from('tail!')]);
        for (const pieceBytes of [701, 65_536, 10_000_000]) {
          const { out, rest } = inflated(packed, pieceBytes);
          expect(out.equals(content), `${content.length} ${level} ${strategy} ${pieceBytes}`).toBe(true);
          // What was not given yet is not there either.
          if (pieceBytes > packed.length) expect(rest).toBe(5);
        }
      }
});

test('a stream that ends anywhere is cut short, never read', () => {
  const packed = deflateRawSync(Buffer.from('the same words again and again, 1234567890 '.repeat(50)));
  for (let length = 0; length < packed.length; length++)
    expect(() => inflated(packed.subarray(0, length), 10_000), `${length}`).toThrow('cut');
});

test('bits that are turned never make it run on', () => {
  const content = Buffer.from('the same words again and again, 1234567890 '.repeat(50));
  const packed = deflateRawSync(content);
  for (let bit = 0; bit < packed.length * 8; bit++) {
    const turned = Uint8Array.from(packed);
    turned[bit >> 3] = (turned[bit >> 3] as number) ^ (1 << (bit & 7));
    try {
      expect(inflated(turned, 10_000).out.length).toBeLessThan(1_000_000);
    } catch (thrown) {
      expect((thrown as Error).message).toMatch(/cut|damaged/);
    }
  }
});
