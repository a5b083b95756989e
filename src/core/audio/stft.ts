/** Power spectra of short frames as librosa takes them: a periodic Hann window, frames centred, zeros beyond the ends. */
import { transformOf } from './fft';
import { binCount, frameCount, hann } from './frames';

export interface PowerSpectra {
  frames: number;
  bins: number;
  /** Row-major [frames, bins]. */
  values: Float64Array;
}

export function powerSpectra(samples: ArrayLike<number>, fft: number, hop: number): PowerSpectra {
  const frames = frameCount(samples.length, fft, hop);
  const bins = binCount(fft);
  const values = new Float64Array(frames * bins);
  const window = hann(fft);
  const transform = transformOf(fft);
  const re = new Float64Array(fft);
  const im = new Float64Array(fft);
  const fill = (into: Float64Array, frame: number): void => {
    const start = frame * hop - Math.floor(fft / 2);
    for (let n = 0; n < fft; n++) {
      const at = start + n;
      into[n] = at < 0 || at >= samples.length ? 0 : (samples[at] as number) * (window[n] as number);
    }
  };
  // Two real frames make one complex transform: their spectra are its even and its odd part.
  for (let frame = 0; frame < frames; frame += 2) {
    fill(re, frame);
    if (frame + 1 < frames) fill(im, frame + 1);
    else im.fill(0);
    transform.run(re, im);
    for (let k = 0; k < bins; k++) {
      const other = k === 0 ? 0 : fft - k;
      const [ar, ai, br, bi] = [re[k] as number, im[k] as number, re[other] as number, im[other] as number];
      values[frame * bins + k] = ((ar + br) ** 2 + (ai - bi) ** 2) / 4;
      if (frame + 1 < frames) values[(frame + 1) * bins + k] = ((ai + bi) ** 2 + (br - ar) ** 2) / 4;
    }
  }
  return { frames, bins, values };
}
