/**
 * How sound enters a network: clips of so many samples at a rate, seen as pictures of time and frequency, every band
 * standardised as the training saw it. Part of a model version. The last steps are float32, as the exported graph does them.
 */
import { limited } from '../transforms/featureLimit';
import { safeScale } from '../transforms/scale';
import type { Hearing } from './audioSchema';
import { pictureSize } from './featureSpec';

export interface FittedAudio extends Hearing {
  /** Of every band. */
  mean: number[];
  std: number[];
}

/** What a network takes of a clip, without batch: time, frequency and one channel. */
export const audioShape = ({ features, samples }: Hearing): number[] => [
  ...pictureSize(features, samples),
  1,
];

/** Mean and spread of every band over pictures that come one after the other. */
export class BandFit {
  private count = 0;
  private readonly means: Float64Array;
  private readonly squares: Float64Array;

  constructor(bands: number) {
    this.means = new Float64Array(bands);
    this.squares = new Float64Array(bands);
  }

  add(picture: Float32Array): void {
    const { means, squares } = this;
    for (let at = 0; at < picture.length; at += means.length) {
      this.count++;
      for (let band = 0; band < means.length; band++) {
        const off = (picture[at + band] as number) - (means[band] as number);
        means[band] = (means[band] as number) + off / this.count;
        squares[band] =
          (squares[band] as number) + off * ((picture[at + band] as number) - (means[band] as number));
      }
    }
  }

  fitted(): Pick<FittedAudio, 'mean' | 'std'> {
    const mean = Array.from(this.means, Math.fround);
    const std = Array.from(this.squares, (square, band) =>
      Math.fround(safeScale(Math.sqrt(square / Math.max(1, this.count)), this.means[band] as number)),
    );
    return { mean, std };
  }
}

/** In place, of any number of pictures. */
export function standardizePictures(
  values: Float32Array,
  { mean, std }: Pick<FittedAudio, 'mean' | 'std'>,
): void {
  const bands = mean.length;
  for (let i = 0; i < values.length; i++) {
    const band = i % bands;
    values[i] = limited(Math.fround((values[i] as number) - (mean[band] as number)) / (std[band] as number));
  }
}
