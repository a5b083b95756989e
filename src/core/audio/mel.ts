/** Mel filters as librosa makes them: triangles of equal area, on Slaney's scale or that of HTK. */
import { binCount } from './frames';

export const melScales = ['slaney', 'htk'] as const;
export type MelScale = (typeof melScales)[number];

const linearStep = 200 / 3;
const logFrom = 1000;
const logStep = Math.log(6.4) / 27;

const toMel: Record<MelScale, (hertz: number) => number> = {
  slaney: (hertz) =>
    hertz < logFrom ? hertz / linearStep : logFrom / linearStep + Math.log(hertz / logFrom) / logStep,
  htk: (hertz) => 2595 * Math.log10(1 + hertz / 700),
};

const toHertz: Record<MelScale, (mel: number) => number> = {
  slaney: (mel) =>
    mel < logFrom / linearStep
      ? mel * linearStep
      : logFrom * Math.exp(logStep * (mel - logFrom / linearStep)),
  htk: (mel) => 700 * (10 ** (mel / 2595) - 1),
};

export interface MelBankShape {
  rate: number;
  fft: number;
  mels: number;
  fmin: number;
  fmax: number;
  scale: MelScale;
}

/** Where the triangles begin, peak and end: mels + 2 of them, in hertz. */
export function melFrequencies({ mels, fmin, fmax, scale }: Omit<MelBankShape, 'rate' | 'fft'>): number[] {
  const [low, high] = [toMel[scale](fmin), toMel[scale](fmax)];
  return Array.from({ length: mels + 2 }, (_, i) => toHertz[scale](low + ((high - low) * i) / (mels + 1)));
}

/** Row-major [mels, bins]. */
export function melBank(shape: MelBankShape): Float64Array {
  const { rate, fft, mels } = shape;
  const bins = binCount(fft);
  const edges = melFrequencies(shape);
  const weights = new Float64Array(mels * bins);
  for (let m = 0; m < mels; m++) {
    const [low, peak, high] = [edges[m] as number, edges[m + 1] as number, edges[m + 2] as number];
    for (let k = 0; k < bins; k++) {
      const hertz = (k * rate) / fft;
      const height = Math.min((hertz - low) / (peak - low), (high - hertz) / (high - peak));
      weights[m * bins + k] = (Math.max(0, height) * 2) / (high - low);
    }
  }
  return weights;
}

/** Filters that hear nothing, because the frames are too short for bands this narrow. */
export function emptyMels(bank: Float64Array, mels: number): number {
  const bins = bank.length / mels;
  let empty = 0;
  for (let m = 0; m < mels; m++)
    empty += Number(bank.subarray(m * bins, (m + 1) * bins).every((weight) => weight === 0));
  return empty;
}
