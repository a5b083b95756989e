/** Pictures of sound, equal to librosa's melspectrogram, power_to_db and mfcc: row-major [frames, bands]. */
import type { FeatureForm, FeatureSpec } from './featureSpec';
import { melBank } from './mel';
import { cosineRows, leastPower, rangeDb } from './pictureParts';
import { powerSpectra } from './stft';

export type Picture = (samples: ArrayLike<number>) => Float32Array<ArrayBuffer>;

/** Filters are made once. */
export function pictureOf(spec: FeatureSpec, rate: number): Picture {
  return forms[spec.form](spec, rate);
}

const forms: Record<FeatureForm, (spec: FeatureSpec, rate: number) => Picture> = {
  spectrogram:
    ({ fft, hop }) =>
    (samples) =>
      toDecibels(powerSpectra(samples, fft, hop).values),
  logMel(spec, rate) {
    const hear = melPower(spec, rate);
    return (samples) => toDecibels(hear(samples));
  },
  mfcc(spec, rate) {
    const { mels, coefficients } = spec;
    const hear = melPower(spec, rate);
    const cosines = cosineRows(mels, coefficients);
    return (samples) => {
      const decibels = toDecibels(hear(samples));
      return timesRows(
        decibels,
        mels,
        cosines,
        coefficients,
        new Float32Array((decibels.length / mels) * coefficients),
      );
    };
  },
};

function melPower(spec: FeatureSpec, rate: number): (samples: ArrayLike<number>) => Float64Array {
  const { fft, hop, mels } = spec;
  const bank = melBank({ ...spec, rate });
  return (samples) => {
    const { frames, bins, values } = powerSpectra(samples, fft, hop);
    return timesRows(values, bins, bank, mels, new Float64Array(frames * mels));
  };
}

/** Every row of `values`, `width` wide, times every row of `matrix`; zeros at the ends of its rows cost nothing. */
function timesRows<T extends Float32Array | Float64Array>(
  values: Float32Array | Float64Array,
  width: number,
  matrix: Float64Array,
  rows: number,
  out: T,
): T {
  for (let m = 0; m < rows; m++) {
    let [from, to] = [0, width];
    while (from < to && matrix[m * width + from] === 0) from++;
    while (to > from && matrix[m * width + to - 1] === 0) to--;
    for (let row = 0; row * width < values.length; row++) {
      let sum = 0;
      for (let k = from; k < to; k++)
        sum += (values[row * width + k] as number) * (matrix[m * width + k] as number);
      out[row * rows + m] = sum;
    }
  }
  return out;
}

/** Ten times the decimal logarithm of power, at most 80 below the loudest of the picture. */
function toDecibels(power: Float64Array): Float32Array<ArrayBuffer> {
  const decibels = Float32Array.from(power, (value) => 10 * Math.log10(Math.max(leastPower, value)));
  const floor = decibels.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY) - rangeDb;
  for (let i = 0; i < decibels.length; i++) decibels[i] = Math.max(floor, decibels[i] as number);
  return decibels;
}
