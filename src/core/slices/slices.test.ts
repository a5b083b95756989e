import { describe, expect, it } from 'vitest';
import { colorMap, colorMapNames } from './colorMaps';
import { colorScale, logRange, missingLevel } from './colorScale';
import { levelsOf, projectVolume, thinFrame } from './projectVolume';
import { type Plane, pointOf, slicePixels } from './slicePixels';

const gray = colorMap('gray');

describe('colour maps', () => {
  it.each(colorMapNames)('%s has 256 colours that differ from their neighbours by little', (name) => {
    const table = colorMap(name);
    expect(table).toHaveLength(768);
    for (let i = 3; i < table.length; i++)
      expect(Math.abs((table[i] as number) - (table[i - 3] as number))).toBeLessThanOrEqual(9);
  });

  it.each(['viridis', 'inferno', 'gray'] as const)('%s grows lighter all the way', (name) => {
    const table = colorMap(name);
    const light = (i: number) =>
      0.2126 * (table[i * 3] as number) +
      0.7152 * (table[i * 3 + 1] as number) +
      0.0722 * (table[i * 3 + 2] as number);
    for (let i = 16; i < 256; i += 16) expect(light(i)).toBeGreaterThan(light(i - 16));
  });
});

describe('the colour scale', () => {
  it('is linear between its ends, clamps outside and tells what is missing', () => {
    const level = colorScale({ low: -1, high: 1, log: false });
    expect([-5, -1, 0, 1, 5, Number.NaN].map(level)).toEqual([0, 0, 128, 255, 255, missingLevel]);
  });

  it('is logarithmic when asked', () => {
    const level = colorScale({ low: 1, high: 10_000, log: true });
    expect([-3, 0, 1, 100, 10_000, 1e9, Number.NaN].map(level)).toEqual([
      0,
      0,
      0,
      128,
      255,
      255,
      missingLevel,
    ]);
  });

  it('shows a field of one value without dividing by nothing', () => {
    expect(colorScale({ low: 2, high: 2, log: false })(2)).toBe(0);
    expect(colorScale({ low: 2, high: 2, log: true })(2)).toBe(0);
  });

  it('has no logarithm of what is never positive', () => {
    expect(logRange(-4, 0)).toBeUndefined();
    expect(logRange(-4, 100)).toEqual({ low: 0.01, high: 100, log: true });
  });
});

describe('slices', () => {
  const size = [2, 3, 4] as const;
  /** The value says its place: 100 x + 10 y + z. */
  const frame = Float32Array.from(
    { length: 24 },
    (_, i) => 100 * Math.floor(i / 12) + 10 * (Math.floor(i / 4) % 3) + (i % 4),
  );
  const read = (plane: Plane, at: number, flip: boolean) => {
    const values: number[] = [];
    const { width, height } = slicePixels({
      frame,
      size,
      plane,
      at,
      flip,
      colors: gray,
      level: (value) => (values.push(value), 0),
    });
    return { width, height, values };
  };

  it('cut the field along each plane', () => {
    expect(read('xy', 1, false)).toEqual({ width: 2, height: 3, values: [1, 101, 11, 111, 21, 121] });
    expect(read('xz', 2, true)).toEqual({
      width: 2,
      height: 4,
      values: [23, 123, 22, 122, 21, 121, 20, 120],
    });
    expect(read('zy', 1, false)).toEqual({
      width: 4,
      height: 3,
      values: [100, 101, 102, 103, 110, 111, 112, 113, 120, 121, 122, 123],
    });
  });

  it('leave missing values transparent', () => {
    const { pixels } = slicePixels({
      frame: Float32Array.of(Number.NaN, 1),
      size: [2, 1, 1],
      plane: 'xy',
      at: 0,
      flip: false,
      colors: gray,
      level: colorScale({ low: 0, high: 1, log: false }),
    });
    expect([...pixels]).toEqual([0, 0, 0, 0, 255, 255, 255, 255]);
  });

  it('find the point under the pointer, whichever way is up', () => {
    expect(pointOf('xy', size, [0, 0, 3], [0.99, 0.01], false)).toEqual([1, 0, 3]);
    expect(pointOf('xy', size, [0, 0, 3], [0.99, 0.01], true)).toEqual([1, 2, 3]);
    expect(pointOf('zy', size, [1, 0, 0], [0.5, 0.5], false)).toEqual([1, 1, 2]);
    expect(pointOf('xz', size, [0, 1, 0], [-1, 2], false)).toEqual([0, 1, 3]);
  });
});

describe('the volume view', () => {
  const size = [5, 5, 5] as const;
  const frame = new Float32Array(125);
  frame[(4 * 5 + 2) * 5 + 2] = 1;
  const level = colorScale({ low: 0, high: 1, log: false });
  const brightest = (azimuth: number, elevation: number) => {
    const edge = 40;
    const pixels = projectVolume({
      levels: levelsOf(frame, level),
      size,
      view: { azimuth, elevation },
      mode: 'maximum',
      colors: gray,
      edge,
    });
    let sum = 0;
    const at = [0, 0];
    for (let i = 0; i < edge * edge; i++) {
      if (pixels[i * 4] !== 255) continue;
      sum++;
      at[0] = (at[0] as number) + (i % edge);
      at[1] = (at[1] as number) + Math.floor(i / edge);
    }
    return at.map((total) => Math.round(total / sum - (edge - 1) / 2));
  };

  it('sees a point at +x on the right from the front, on the left from behind, in the middle from the side', () => {
    const [right] = brightest(0, 0) as [number, number];
    expect(right).toBeGreaterThan(6);
    expect(Math.abs((brightest(Math.PI, 0)[0] as number) + right)).toBeLessThanOrEqual(1);
    expect(Math.abs(brightest(Math.PI / 2, 0)[0] as number)).toBeLessThanOrEqual(1);
  });

  it('covers what lies behind when levels have opacity', () => {
    const full = new Float32Array(125).fill(1);
    const pixels = projectVolume({
      levels: levelsOf(full, level),
      size,
      view: { azimuth: 0.4, elevation: 0.3 },
      mode: 'opacity',
      colors: gray,
      edge: 9,
    });
    const middle = (4 * 9 + 4) * 4;
    expect(pixels[middle + 3]).toBeGreaterThan(240);
    expect(pixels[3]).toBe(0);
  });

  it('thins long axes', () => {
    const long = Float32Array.from({ length: 130 }, (_, i) => i);
    const thin = thinFrame(long, [130, 1, 1]);
    expect(thin.size).toEqual([44, 1, 1]);
    expect([...thin.frame.subarray(0, 3)]).toEqual([0, 3, 6]);
    expect(thinFrame(frame, size).frame).toBe(frame);
  });
});
