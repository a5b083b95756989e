import { describe, expect, it } from 'vitest';
import { sizeOf } from '../arch/sizeOf';
import { normals } from '../random/random';
import type { Augmentation } from './augmentDef';
import { augmenterFor } from './augmenter';
import { augments } from './registry';

type Numbers = Record<string, number>;

const changed = (
  values: Float32Array,
  {
    type,
    shape,
    params,
    row = 3,
    epoch = 2,
    seed = 7,
  }: {
    type: string;
    shape: number[];
    params: Numbers;
    row?: number;
    epoch?: number;
    seed?: number;
  },
): Float32Array => {
  const own = values.slice();
  augmenterFor([{ type, params }], shape, seed)?.(own, row, epoch);
  return own;
};
const sampleOf = (shape: number[]) => normals(1, 'sample', 0, sizeOf(shape));

describe.each(augments.all.map((def) => ({ type: def.type, def })))('$type', ({ type, def }) => {
  it.each(def.examples)('is a function of seed, epoch and row: %j', ({ shape, params: given }) => {
    const params = given as Numbers;
    const values = sampleOf(shape);
    const at = (where: { row?: number; epoch?: number; seed?: number }) =>
      changed(values, { type, shape, params, ...where });
    expect(at({})).toEqual(at({}));
    expect(at({}).every(Number.isFinite)).toBe(true);
    const many = (of: (i: number) => Float32Array) =>
      new Set(Array.from({ length: 20 }, (_, i) => of(i).join())).size;
    // Some draw the same: a mirror has two sides, a series of one time no tempo.
    if (sizeOf(shape.slice(0, -1)) === 1 || 'chance' in params) return;
    expect(many((epoch) => at({ epoch }))).toBeGreaterThan(2);
    expect(many((row) => at({ row }))).toBeGreaterThan(2);
    expect(many((seed) => at({ seed }))).toBeGreaterThan(2);
  });

  it.each(def.examples)('of no strength leaves a sample as it is: %j', ({ shape, params }) => {
    const values = sampleOf(shape);
    const none = Object.fromEntries(Object.keys(params as Numbers).map((name) => [name, 0]));
    const after = changed(values, { type, shape, params: none });
    for (const [i, value] of values.entries()) expect(after[i]).toBeCloseTo(value, 6);
  });

  it('refuses settings that it does not have', () => {
    expect(() => augmenterFor([{ type, params: { sharpness: 1 } }], [4, 1], 1)).toThrow(
      expect.objectContaining({ code: 'badInput' }),
    );
  });
});

const ramp = Float32Array.from({ length: 24 }, (_, i) => i);
const meanOf = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b) / values.length;
const everySecond = (values: Float32Array, from: number) => values.filter((_, i) => i % 2 === from);

it('mirrors left to right, and leaves the rows in their order', () => {
  const values = Float32Array.from([1, 2, 3, 4, 5, 6]);
  const after = changed(values, { type: 'flip', shape: [2, 3, 1], params: { chance: 1 } });
  expect(Array.from(after)).toEqual([3, 2, 1, 6, 5, 4]);
});

it('shifts by whole places, at most the share asked for, and repeats the edge', () => {
  const found = new Set<number>();
  for (let row = 0; row < 60; row++) {
    const after = changed(ramp, { type: 'shift', shape: [24, 1], params: { most: 0.1 }, row });
    const by = (ramp[12] as number) - (after[12] as number);
    found.add(by);
    const expected = Array.from(ramp, (_, i) => Math.min(23, Math.max(0, i - by)));
    expect(Array.from(after)).toEqual(expected);
  }
  expect([...found].toSorted((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2]);
});

it('raises each channel as a whole', () => {
  const after = changed(ramp, { type: 'level', shape: [12, 2], params: { strength: 1 } });
  const by = after.map((value, i) => value - (ramp[i] as number));
  for (const [i, value] of by.entries()) expect(value).toBeCloseTo(by[i % 2] as number, 5);
  expect(by[0]).not.toBeCloseTo(by[1] as number, 2);
});

it('makes all channels stronger by one factor around their means', () => {
  const after = changed(ramp, { type: 'gain', shape: [12, 2], params: { strength: 0.5 } });
  for (const channel of [0, 1])
    expect(meanOf(everySecond(after, channel))).toBeCloseTo(meanOf(everySecond(ramp, channel)), 4);
  const factor = ((after[2] as number) - (after[0] as number)) / 2;
  expect(factor).not.toBeCloseTo(1, 2);
  for (let i = 2; i < 24; i++)
    expect((after[i] as number) - (after[i - 2] as number)).toBeCloseTo(2 * factor, 4);
});

it('plays a straight line steeper or flatter around its middle, mirrored at its ends', () => {
  const line = Float32Array.from({ length: 25 }, (_, i) => i);
  const slopes = Array.from({ length: 20 }, (_, row) => {
    const after = changed(line, { type: 'tempo', shape: [25, 1], params: { strength: 0.3 }, row });
    expect(after[12]).toBeCloseTo(12, 5);
    expect(Math.min(...after)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...after)).toBeLessThanOrEqual(24);
    return (after[13] as number) - (after[12] as number);
  });
  expect(Math.min(...slopes)).toBeLessThan(0.9);
  expect(Math.max(...slopes)).toBeGreaterThan(1.1);
});

it('adds noise of the strength asked for', () => {
  const after = changed(new Float32Array(4000), {
    type: 'noise',
    shape: [4000, 1],
    params: { strength: 0.2 },
  });
  expect(meanOf(after)).toBeCloseTo(0, 1);
  expect(Math.sqrt(meanOf(after.map((value) => value ** 2)))).toBeCloseTo(0.2, 1);
});

it('turns by quarters: to the left, over head, to the right; what is not square by a half', () => {
  const square = Float32Array.from([1, 2, 3, 4]);
  const found = new Set(
    Array.from({ length: 40 }, (_, row) =>
      changed(square, { type: 'turn', shape: [2, 2, 1], params: { chance: 1 }, row }).join(' '),
    ),
  );
  expect([...found].toSorted()).toEqual(['2 4 1 3', '3 1 4 2', '4 3 2 1']);
  const wide = Float32Array.from([1, 2, 3, 4, 5, 6]);
  const after = changed(wide, { type: 'turn', shape: [2, 3, 1], params: { chance: 1 } });
  expect(Array.from(after)).toEqual([6, 5, 4, 3, 2, 1]);
});

it('takes a mask along where values move, and leaves it alone where they change', () => {
  const steps: Augmentation[] = [
    { type: 'turn', params: { chance: 0.75 } },
    { type: 'flip', params: { chance: 0.5 } },
    { type: 'shift', params: { most: 0.4 } },
    { type: 'gain', params: { strength: 0.5 } },
    { type: 'noise', params: { strength: 0.01 } },
  ];
  const augmenter = augmenterFor(steps, [5, 5, 2], 7);
  const code = (place: number) => (place * 3) % 7;
  for (let row = 0; row < 30; row++) {
    // Of two channels the first says where it stood, far apart; the second varies nothing.
    const values = Float32Array.from({ length: 50 }, (_, i) => (i % 2 === 0 ? 1000 * (i / 2) : 0));
    const mask = Float32Array.from({ length: 25 }, (_, place) => code(place));
    augmenterFor(steps.slice(0, 3), [5, 5, 2], 7)?.(values, row, 1, mask);
    expect(Array.from(mask)).toEqual(
      Array.from({ length: 25 }, (_, place) => code((values[2 * place] as number) / 1000)),
    );
    const again = Float32Array.from({ length: 25 }, (_, place) => code(place));
    augmenter?.(values, row, 1, again);
    expect(again).toEqual(mask);
  }
});

it('is nothing where nothing is asked for', () => {
  expect(augmenterFor([], [4, 1], 1)).toBeUndefined();
});
