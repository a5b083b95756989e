import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  featureFault,
  type FeatureForm,
  featureForms,
  type FeatureSpec,
  standardFeatures,
} from './featureSpec';
import { pictureOf } from './features';
import { transformOf } from './fft';
import { emptyMels, melBank } from './mel';
import { resample } from './resample';
import { frameCount } from './frames';

const fixture = <T>(name: string): T[] =>
  JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8')) as T[];
const floats = (packed: string): Float32Array<ArrayBuffer> =>
  new Float32Array(new Uint8Array(Buffer.from(packed, 'base64')).buffer);

function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < expected.length; i++)
    most = Math.max(most, Math.abs((actual[i] ?? Number.NaN) - (expected[i] as number)));
  return most;
}

it.each([1, 2, 8, 64, 3, 7, 12, 275, 1000])('a transform of %i values is the sum that defines it', (size) => {
  const wave = (i: number, by: number) => Math.sin(i * by + 1) + 0.3 * Math.cos(i * i);
  const re = Float64Array.from({ length: size }, (_, i) => wave(i, 1.3));
  const im = Float64Array.from({ length: size }, (_, i) => wave(i, 0.7));
  const expected = Array.from({ length: size }, (_, k) => {
    let [r, m] = [0, 0];
    for (let n = 0; n < size; n++) {
      const angle = (-2 * Math.PI * ((k * n) % size)) / size;
      const [a, b] = [re[n] as number, im[n] as number];
      r += a * Math.cos(angle) - b * Math.sin(angle);
      m += a * Math.sin(angle) + b * Math.cos(angle);
    }
    return [r, m] as const;
  });
  transformOf(size).run(re, im);
  expect(
    largestDifference(
      re,
      expected.map(([r]) => r),
    ),
  ).toBeLessThan(1e-10);
  expect(
    largestDifference(
      im,
      expected.map(([, m]) => m),
    ),
  ).toBeLessThan(1e-10);
});

type Heard = Omit<FeatureSpec, 'form'> & { rate: number; sound: string; frames: number } & Record<
    FeatureForm,
    string
  >;

describe('features are those of librosa within 1e-4', () => {
  const cases = fixture<Heard>('features').flatMap((heard) => featureForms.map((form) => ({ heard, form })));
  it.each(cases)('$form at $heard.rate Hz, frames of $heard.fft', ({ heard, form }) => {
    const { rate, sound, frames } = heard;
    const samples = floats(sound);
    const picture = pictureOf({ ...heard, form }, rate)(samples);
    const expected = floats(heard[form]);
    expect(frameCount(samples.length, heard.fft, heard.hop)).toBe(frames);
    // Of the tall pictures the first frames are kept.
    expect(picture.length).toBeGreaterThanOrEqual(expected.length);
    expect(largestDifference(picture, expected)).toBeLessThan(1e-4);
  });
});

type Resampled = { from: number; to: number; sound: string; expected: string };
it.each(fixture<Resampled>('resampled'))(
  '$from Hz to $to Hz as scipy does it',
  ({ from, to, sound, expected }) => {
    const out = resample(floats(sound), from, to);
    expect(out.length).toBe(floats(expected).length);
    expect(largestDifference(out, floats(expected))).toBeLessThan(1e-6);
  },
);

it('the same rate changes nothing, and silence stays silent', () => {
  expect(resample(Float32Array.of(1, 2, 3), 8000, 8000)).toEqual(Float32Array.of(1, 2, 3));
  expect(resample(new Float32Array(50), 44_100, 16_000).every((value) => value === 0)).toBe(true);
  const spec = standardFeatures(16_000);
  expect(pictureOf(spec, 16_000)(new Float32Array(2000)).every((value) => value === -100)).toBe(true);
});

it('tells what features cannot be', () => {
  const spec = standardFeatures(16_000);
  expect(spec).toMatchObject({ fft: 512, hop: 256, fmax: 8000 });
  expect(featureFault(spec, 16_000)).toBeUndefined();
  expect(featureFault(spec, 8000)).toMatch(/nothing above 4000 Hz/);
  expect(featureFault({ ...spec, fmin: 9000 }, 16_000)).toMatch(/not below/);
  expect(featureFault({ ...spec, hop: 600 }, 16_000)).toMatch(/lost/);
  expect(featureFault({ ...spec, form: 'mfcc', coefficients: 80 }, 16_000)).toMatch(/64/);
  expect(emptyMels(melBank({ ...spec, rate: 16_000 }), 64)).toBe(0);
  expect(emptyMels(melBank({ ...spec, rate: 16_000, mels: 200 }), 200)).toBeGreaterThan(0);
});
