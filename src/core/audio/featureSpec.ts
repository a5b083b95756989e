/** What a network hears of a clip: pictures of time and frequency, and how they are taken. */
import { z } from 'zod';
import { type MelScale, melScales } from './mel';
import { binCount, frameCount } from './frames';

export const featureForms = ['logMel', 'mfcc', 'spectrogram'] as const;

export const featureSpec = z.strictObject({
  form: z.enum(featureForms),
  fft: z.int().min(16).max(8192),
  hop: z.int().min(1).max(8192),
  mels: z.int().min(4).max(256),
  fmin: z.number().min(0),
  fmax: z.number().positive(),
  scale: z.enum(melScales as readonly [MelScale, ...MelScale[]]),
  coefficients: z.int().min(2).max(256),
});
export type FeatureSpec = z.infer<typeof featureSpec>;
export type FeatureForm = FeatureSpec['form'];

/** Frames of 32 ms, each beginning when half of the one before is over. */
export function standardFeatures(rate: number): FeatureSpec {
  const fft = Math.max(64, 2 ** Math.round(Math.log2(rate * 0.032)));
  return {
    form: 'logMel',
    fft,
    hop: fft / 2,
    mels: rate <= 8000 ? 40 : 64,
    fmin: 0,
    fmax: rate / 2,
    scale: 'slaney',
    coefficients: 20,
  };
}

const bands: Record<FeatureForm, (spec: FeatureSpec) => number> = {
  logMel: ({ mels }) => mels,
  mfcc: ({ coefficients }) => coefficients,
  spectrogram: ({ fft }) => binCount(fft),
};

/** Times by bands of a clip of so many samples. */
export const pictureSize = (spec: FeatureSpec, samples: number): [number, number] => [
  frameCount(samples, spec.fft, spec.hop),
  bands[spec.form](spec),
];

/** What of it cannot be, in words. */
export function featureFault(spec: FeatureSpec, rate: number): string | undefined {
  if (spec.fmax > rate / 2)
    return `The highest frequency is ${spec.fmax} Hz; at ${rate} samples a second there is nothing above ${rate / 2} Hz.`;
  if (spec.fmin >= spec.fmax) return 'The lowest frequency is not below the highest.';
  if (spec.hop > spec.fft) return 'The step is longer than the frame, so that sound between frames is lost.';
  if (spec.form === 'mfcc' && spec.coefficients > spec.mels)
    return `There can be no more coefficients than mel bands, which are ${spec.mels}.`;
  return undefined;
}
