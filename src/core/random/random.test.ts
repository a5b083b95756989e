import { describe, expect, it } from 'vitest';
import { philoxBlock } from './philox';
import { normals, permutation, randomWords, streamId, uniforms } from './random';

const block = (counter: [number, number, number, number], key: [number, number]) => {
  const out = new Uint32Array(4);
  philoxBlock(out, 0, ...counter, ...key);
  return [...out];
};

describe('philox4x32-10', () => {
  // The known answers published with Random123.
  it.each([
    [
      [0, 0, 0, 0],
      [0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ] as [[number, number, number, number], [number, number], number[]][])(
    'known answer %#',
    (counter, key, expected) => {
      expect(block(counter, key)).toEqual(expected);
    },
  );
});

describe('streams', () => {
  it('is pure, and seed 0 is a seed like any other', () => {
    expect(uniforms(0, 'a', 1, 10)).toEqual(uniforms(0, 'a', 1, 10));
    const variants = [
      uniforms(0, 'a', 1, 8),
      uniforms(1, 'a', 1, 8),
      uniforms(0, 'b', 1, 8),
      uniforms(0, 'a', 2, 8),
    ];
    expect(new Set(variants.map((values) => values.join())).size).toBe(4);
  });

  it('gives a prefix when fewer are asked for', () => {
    expect([...randomWords(7, 3, 5, 5)]).toEqual([...randomWords(7, 3, 5, 11)].slice(0, 5));
  });

  it('uses all 53 bits of the counter', () => {
    expect(uniforms(1, 1, 2 ** 40, 4)).not.toEqual(uniforms(1, 1, 0, 4));
  });

  it('hashes names apart', () => {
    const names = Array.from({ length: 20_000 }, (_, i) => `init/dense${i}/kernel`);
    expect(new Set(names.map(streamId)).size).toBe(names.length);
  });

  it('has the right moments', () => {
    const u = uniforms(3, 'moments', 0, 100_000);
    const z = normals(3, 'moments', 0, 100_001);
    const mean = (values: Float32Array) => values.reduce((sum, x) => sum + x, 0) / values.length;
    const square = (values: Float32Array) => values.reduce((sum, x) => sum + x * x, 0) / values.length;
    expect(Math.min(...u)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...u)).toBeLessThan(1);
    expect(mean(u)).toBeCloseTo(0.5, 2);
    expect(square(u)).toBeCloseTo(1 / 3, 2);
    expect(mean(z)).toBeCloseTo(0, 1);
    expect(square(z)).toBeCloseTo(1, 1);
  });
});

describe('permutation', () => {
  it('holds every row once and changes with the epoch', () => {
    const first = permutation(0, 'order', 0, 1000);
    expect([...first].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    expect(permutation(0, 'order', 0, 1000)).toEqual(first);
    expect(permutation(0, 'order', 1, 1000)).not.toEqual(first);
  });

  it('is uniform: each of the 24 orders of four rows comes up as often', () => {
    const counts = new Map<string, number>();
    for (let epoch = 0; epoch < 24_000; epoch++) {
      const order = permutation(5, 'order', epoch, 4).join();
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    const chiSquare = [...counts.values()].reduce((sum, c) => sum + (c - 1000) ** 2 / 1000, 0);
    expect(counts.size).toBe(24);
    expect(chiSquare).toBeLessThan(49.7); // 23 degrees of freedom, p = 0.001
  });

  it('of nothing and of one', () => {
    expect([...permutation(1, 'order', 0, 0)]).toEqual([]);
    expect([...permutation(1, 'order', 0, 1)]).toEqual([0]);
  });
});
