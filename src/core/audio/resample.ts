/**
 * Another sampling rate by a polyphase filter: a sinc of 20 zero crossings under a Kaiser window (beta 5), cut off at
 * the lower of the two Nyquist frequencies. The design and the alignment are those of scipy.signal.resample_poly.
 */

const crossings = 10;
const kaiserBeta = 5;

export function resample(samples: Float32Array, from: number, to: number): Float32Array<ArrayBuffer> {
  const shared = greatestDivisor(from, to);
  const up = to / shared;
  const down = from / shared;
  if (up === down) return samples.slice();
  const { taps, half } = filterOf(up, down);
  const out = new Float32Array(Math.ceil((samples.length * up) / down));
  for (let m = 0; m < out.length; m++) {
    const centre = m * down;
    const first = Math.max(0, Math.ceil((centre - half) / up));
    const last = Math.min(samples.length - 1, Math.floor((centre + half) / up));
    let sum = 0;
    for (let k = first, tap = half + centre - first * up; k <= last; k++, tap -= up)
      sum += (samples[k] as number) * (taps[tap] as number);
    out[m] = sum;
  }
  return out;
}

interface Filter {
  up: number;
  down: number;
  taps: Float64Array;
  half: number;
}

/** Clips of a set mostly have one rate. */
let last: Filter | undefined;

function filterOf(up: number, down: number): Filter {
  if (last?.up === up && last.down === down) return last;
  const widest = Math.max(up, down);
  const half = crossings * widest;
  const taps = new Float64Array(2 * half + 1);
  const whole = besselI0(kaiserBeta);
  let sum = 0;
  for (let i = 0; i < taps.length; i++) {
    const x = i - half;
    const window = besselI0(kaiserBeta * Math.sqrt(Math.max(0, 1 - (x / half) ** 2))) / whole;
    const angle = (Math.PI * x) / widest;
    taps[i] = (x === 0 ? 1 : Math.sin(angle) / angle) * window;
    sum += taps[i] as number;
  }
  for (let i = 0; i < taps.length; i++) taps[i] = ((taps[i] as number) * up) / sum;
  last = { up, down, taps, half };
  return last;
}

function besselI0(x: number): number {
  const square = (x * x) / 4;
  let [sum, term] = [1, 1];
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= square / (k * k);
    sum += term;
  }
  return sum;
}

export function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
