import { describe, expect, it } from 'vitest';
import { convGeometry, poolGeometry, samePadding, toRank4, windowGeometry } from './convGeometry';

const outSize = (spec: Parameters<typeof windowGeometry>[0]) => windowGeometry(spec).outSize;

describe('windowGeometry', () => {
  it('rounds output sizes down', () => {
    expect(outSize({ inSize: [7], kernel: [3] })).toEqual([5]);
    expect(outSize({ inSize: [7], kernel: [2], stride: [3] })).toEqual([2]);
    expect(outSize({ inSize: [8], kernel: [3], dilation: [2], padBegin: [1], padEnd: [0] })).toEqual([5]);
    expect(outSize({ inSize: [16, 8, 9, 10], kernel: [3, 3, 3, 3], stride: [2, 1, 2, 3] })).toEqual([
      7, 6, 4, 3,
    ]);
    expect(outSize({ inSize: [5], kernel: [5] })).toEqual([1]);
  });

  it('says what does not fit', () => {
    expect(() => outSize({ inSize: [4], kernel: [3], dilation: [2] })).toThrow('a window of 5 does not fit');
    expect(() => outSize({ inSize: [4, 4], kernel: [3] })).toThrow('kernel has 1 values for 2 axes');
    expect(() => outSize({ inSize: [4], kernel: [3], stride: [0] })).toThrow('at least 1');
    expect(() => outSize({ inSize: [4], kernel: [3], padBegin: [-1] })).toThrow('at least 0');
    expect(() => outSize({ inSize: [4], kernel: [1.5] })).toThrow('whole numbers');
    expect(() => outSize({ inSize: [1, 1, 1, 1, 1], kernel: [1, 1, 1, 1, 1] })).toThrow('1 to 4 axes');
  });
});

it('convGeometry checks channels and groups', () => {
  const spec = { batch: 1, inSize: [4], kernel: [3], inChannels: 4, outChannels: 6 };
  expect(convGeometry({ ...spec, groups: 2 }).groups).toBe(2);
  expect(() => convGeometry({ ...spec, groups: 4 })).toThrow('4 groups do not divide');
  expect(() => convGeometry({ ...spec, batch: 0 })).toThrow('batch');
});

it('poolGeometry refuses windows without a value', () => {
  const spec = { batch: 1, channels: 2, inSize: [3], kernel: [2] };
  expect(poolGeometry({ ...spec, padBegin: [1], padEnd: [1] }).outSize).toEqual([4]);
  expect(() => poolGeometry({ ...spec, padBegin: [2] })).toThrow('only padding');
  expect(() => poolGeometry({ ...spec, padEnd: [2] })).toThrow('only padding');
  const sparse = { batch: 1, channels: 1, inSize: [1], kernel: [2], dilation: [2] };
  expect(() => poolGeometry({ ...sparse, padBegin: [1], padEnd: [1] })).toThrow('only padding');
});

it('samePadding keeps ceil(size / stride) outputs', () => {
  for (const size of [1, 4, 5, 8, 9])
    for (const kernel of [1, 2, 3, 5])
      for (const stride of [1, 2, 3])
        for (const dilation of [1, 2]) {
          const spec = { inSize: [size], kernel: [kernel], stride: [stride], dilation: [dilation] };
          const padding = samePadding(spec);
          expect(outSize({ ...spec, ...padding })).toEqual([Math.ceil(size / stride)]);
          expect(padding.padEnd[0]! - padding.padBegin[0]!).toBeLessThanOrEqual(1);
        }
});

it('toRank4 leads with unit axes', () => {
  const g = toRank4(windowGeometry({ inSize: [5, 6], kernel: [3, 2], stride: [2, 1], padBegin: [1, 0] }));
  expect(g.inSize).toEqual([1, 1, 5, 6]);
  expect(g.outSize).toEqual([1, 1, 2, 5]);
  expect(g.stride).toEqual([1, 1, 2, 1]);
  expect(g.padBegin).toEqual([0, 0, 1, 0]);
});
