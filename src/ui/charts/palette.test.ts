/** The colours as colour-blind eyes see them: Machado, Oliveira and Fernandes 2009, at full strength, on linear light. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { dark, light, mixed, readableOn } from './palette';

type Triple = [number, number, number];
const visions: Record<string, [Triple, Triple, Triple]> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};
const dot = (a: Triple, b: Triple): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

function linear(hex: string): Triple {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

const toXyz: [Triple, Triple, Triple] = [
  [0.4124564 / 0.95047, 0.3575761 / 0.95047, 0.1804375 / 0.95047],
  [0.2126729, 0.7151522, 0.072175],
  [0.0193339 / 1.08883, 0.119192 / 1.08883, 0.9503041 / 1.08883],
];

/** CIE 1976 L*a*b*, of linear sRGB. */
function lab(rgb: Triple): Triple {
  const inside = rgb.map((value) => Math.min(Math.max(value, 0), 1)) as Triple;
  const [x, y, z] = toXyz.map((row) => {
    const t = dot(row, inside);
    return t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116;
  }) as Triple;
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const luminance = (rgb: Triple): number => dot(toXyz[1], rgb);
const contrast = (a: number, b: number): number => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);

it.each(Object.entries({ light, dark }))('%s series stay apart for every eye', (_, theme) => {
  for (const [vision, matrix] of Object.entries(visions)) {
    const seen = theme.series.map((hex) => lab(matrix.map((row) => dot(row, linear(hex))) as Triple));
    for (const [i, one] of seen.entries())
      for (const [j, other] of seen.slice(0, i).entries()) {
        // A difference of 2.3 can just be seen.
        const apart = Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
        expect(apart, `${vision}: ${theme.series[i]} and ${theme.series[j]}`).toBeGreaterThan(14);
      }
  }
  for (const hex of theme.series)
    expect(contrast(luminance(linear(hex)), luminance(linear(theme.background))), hex).toBeGreaterThan(3);
});

it('style sheets have the same colours', () => {
  const css = readFileSync(new URL('../theme/global.css', import.meta.url), 'utf8');
  const listed = [...css.matchAll(/--class-\d: (#\w+)/g)].map(([, hex]) => hex);
  expect(listed).toEqual([...light.series, ...dark.series]);
});

it.each(Object.entries({ light, dark }))('%s values keep their order for every eye', (_, theme) => {
  const places = [0, 0.25, 0.5, 0.75, 1].map((place) => mixed(...theme.ends, place));
  for (const matrix of Object.values(visions)) {
    const seen = places.map((hex) => lab(matrix.map((row) => dot(row, linear(hex))) as Triple)[0]);
    for (const [i, lightness] of seen.slice(1).entries())
      expect(lightness - (seen[i] as number)).toBeGreaterThan(2.3);
  }
  for (const hex of places)
    expect(contrast(luminance(linear(hex)), luminance(linear(theme.background))), hex).toBeGreaterThan(3);
});

it('a text on any mixed colour can be read', () => {
  for (const theme of [light, dark])
    for (const to of theme.series)
      for (const share of [0, 0.1, 0.3, 0.5, 0.7, 0.9, 1]) {
        const hex = mixed(theme.background, to, share);
        expect(contrast(luminance(linear(hex)), luminance(linear(readableOn(hex)))), hex).toBeGreaterThan(
          4.5,
        );
      }
});
