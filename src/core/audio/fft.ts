/** Discrete Fourier transform of any length in float64: radix 2, and Bluestein's chirp for what is no power of two. */

export interface Transform {
  /** In place, forwards: X[k] = sum x[n] exp(-2 pi i k n / N). */
  run(re: Float64Array, im: Float64Array): void;
}

export const transformOf = (size: number): Transform =>
  (size & (size - 1)) === 0 ? radix2(size) : bluestein(size);

function radix2(size: number): Transform {
  const bits = Math.log2(size);
  const order = new Uint32Array(size);
  for (let i = 0; i < size; i++)
    order[i] = bits === 0 ? 0 : ((order[i >> 1] as number) >> 1) | ((i & 1) << (bits - 1));
  const cos = Float64Array.from({ length: size / 2 }, (_, k) => Math.cos((2 * Math.PI * k) / size));
  const sin = Float64Array.from({ length: size / 2 }, (_, k) => -Math.sin((2 * Math.PI * k) / size));
  return {
    run(re, im) {
      for (let i = 0; i < size; i++) {
        const j = order[i] as number;
        if (j <= i) continue;
        const [r, m] = [re[i] as number, im[i] as number];
        re[i] = re[j] as number;
        im[i] = im[j] as number;
        re[j] = r;
        im[j] = m;
      }
      for (let half = 1; half < size; half *= 2) {
        const step = size / (2 * half);
        for (let start = 0; start < size; start += 2 * half)
          for (let k = 0, turn = 0; k < half; k++, turn += step) {
            const a = start + k;
            const b = a + half;
            const [c, s] = [cos[turn] as number, sin[turn] as number];
            const [br, bi] = [re[b] as number, im[b] as number];
            const r = br * c - bi * s;
            const m = br * s + bi * c;
            re[b] = (re[a] as number) - r;
            im[b] = (im[a] as number) - m;
            re[a] = (re[a] as number) + r;
            im[a] = (im[a] as number) + m;
          }
      }
    },
  };
}

/** A convolution with a chirp, done at a power of two: k n = (k^2 + n^2 - (k - n)^2) / 2. */
function bluestein(size: number): Transform {
  const wide = 2 ** Math.ceil(Math.log2(2 * size - 1));
  const inner = radix2(wide);
  const cos = new Float64Array(size);
  const sin = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    const angle = (Math.PI * ((k * k) % (2 * size))) / size;
    cos[k] = Math.cos(angle);
    sin[k] = Math.sin(angle);
  }
  const chirpRe = new Float64Array(wide);
  const chirpIm = new Float64Array(wide);
  for (let k = 0; k < size; k++) {
    chirpRe[k] = cos[k] as number;
    chirpIm[k] = sin[k] as number;
    if (k === 0) continue;
    chirpRe[wide - k] = cos[k] as number;
    chirpIm[wide - k] = sin[k] as number;
  }
  inner.run(chirpRe, chirpIm);
  const re1 = new Float64Array(wide);
  const im1 = new Float64Array(wide);
  return {
    run(re, im) {
      re1.fill(0);
      im1.fill(0);
      for (let n = 0; n < size; n++) {
        const [r, m, c, s] = [re[n] as number, im[n] as number, cos[n] as number, sin[n] as number];
        re1[n] = r * c + m * s;
        im1[n] = m * c - r * s;
      }
      inner.run(re1, im1);
      for (let k = 0; k < wide; k++) {
        const [r, m, c, s] = [re1[k] as number, im1[k] as number, chirpRe[k] as number, chirpIm[k] as number];
        re1[k] = r * c - m * s;
        // Conjugated, so that the same transform is the way back.
        im1[k] = -(r * s + m * c);
      }
      inner.run(re1, im1);
      for (let k = 0; k < size; k++) {
        const [r, m, c, s] = [re1[k] as number, -(im1[k] as number), cos[k] as number, sin[k] as number];
        re[k] = (r * c + m * s) / wide;
        im[k] = (m * c - r * s) / wide;
      }
    },
  };
}
