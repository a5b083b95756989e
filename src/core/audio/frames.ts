/** Short frames of a sound: how many there are, and how they begin and end. */

/** Periodic: scipy's get_window('hann', size). */
export const hann = (size: number): Float64Array =>
  Float64Array.from({ length: size }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / size));

export const frameCount = (samples: number, fft: number, hop: number): number =>
  1 + Math.floor((samples + 2 * Math.floor(fft / 2) - fft) / hop);

export const binCount = (fft: number): number => 1 + Math.floor(fft / 2);
