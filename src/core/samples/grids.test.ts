import { describe, expect, it } from 'vitest';
import { makeAdvectedField } from './make/makeAdvectedField';
import { makeBeatingPhantom } from './make/makeBeatingPhantom';
import { makeChirpDetector, matchedFilterSnr } from './make/makeChirpDetector';
import { makeMovingGaussians } from './make/makeMovingGaussians';
import { writeNetcdf3 } from './make/writeNetcdf3';

const rms = (values: Float32Array): number =>
  Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);

describe('moving Gaussians', () => {
  const made = makeMovingGaussians({ train: 24, validation: 6, shifted: 12 });

  it('moves along the axis of its class', () => {
    for (let i = 0; i < made.direction.length; i++) {
      const recording = made.field.subarray(i * 16 * 512, (i + 1) * 16 * 512);
      const start = made.start[i] as number;
      const from = centre(recording.subarray(start * 512, (start + 1) * 512));
      const to = centre(recording.subarray((start + 5) * 512, (start + 6) * 512));
      const moved = to.map((value, axis) => value - (from[axis] as number));
      const direction = made.direction[i] as number;
      const along = moved[direction >> 1] as number;
      expect(Math.sign(along), `recording ${i}`).toBe(direction % 2 === 0 ? 1 : -1);
      expect(Math.abs(along)).toBe(Math.max(...moved.map(Math.abs)));
    }
  });

  it('starts early in training and late in the shifted part', () => {
    made.part.forEach((part, i) => {
      const start = made.start[i] as number;
      expect(part === 2 ? start >= 7 : start <= 3).toBe(true);
    });
  });

  it('is the same every time', () => {
    expect(makeMovingGaussians({ train: 2, validation: 1, shifted: 1 }).field).toEqual(
      makeMovingGaussians({ train: 2, validation: 1, shifted: 1 }).field,
    );
  });
});

function centre(frame: Float32Array): number[] {
  const sum = [0, 0, 0];
  let total = 0;
  frame.forEach((value, i) => {
    if (value < 0.35) return;
    total += value;
    [i >> 6, (i >> 3) & 7, i & 7].forEach((at, axis) => {
      sum[axis] = (sum[axis] as number) + value * at;
    });
  });
  return sum.map((value) => value / total);
}

describe('chirps', () => {
  it('lie in noise of unit variance, correlated 0.6 from one time to the next', () => {
    const { strain, event } = makeChirpDetector(8);
    const noise = strain.subarray(0, 16 * 1536);
    expect(event[0]).toBe(0);
    expect(rms(noise)).toBeCloseTo(1, 1);
    let product = 0;
    for (let i = 1536; i < noise.length; i++) product += (noise[i] as number) * (noise[i - 1536] as number);
    expect(product / (noise.length - 1536)).toBeCloseTo(0.6, 1);
  });

  it('have the signal-to-noise ratio that is stored', () => {
    const recordings = 40;
    const { strain, event, snr } = makeChirpDetector(recordings);
    let found = 0;
    let stored = 0;
    for (let i = 0; i < recordings; i++) {
      // Whitened power is chi-squared with its count as mean, plus the squared ratio.
      const whitened = matchedFilterSnr(strain.subarray(i * 24_576, (i + 1) * 24_576)) ** 2 - 24_576;
      if (event[i] === 0) {
        expect(snr[i]).toBe(0);
        continue;
      }
      expect(snr[i]).toBeGreaterThanOrEqual(16);
      found += whitened;
      stored += (snr[i] as number) ** 2;
    }
    expect(Math.abs(found / stored - 1)).toBeLessThan(0.3);
  });
});

describe('the advected field', () => {
  const times = 200;
  const field = makeAdvectedField(times);

  it('is stationary around 10', () => {
    const half = field.subarray((times / 2) * 512).map((value) => value - 10);
    expect(rms(half)).toBeGreaterThan(0.5);
    expect(rms(half)).toBeLessThan(2);
  });

  it('is better forecast by knowing the wind than by persistence', () => {
    const persistence = field.subarray(512).map((value, i) => value - (field[i] as number));
    // Semi-Lagrangian with whole and half cells is crude; the mean of two upwind cells along x is enough to beat standing still.
    const carried = field.subarray(512).map((value, i) => {
      const cell = i % 512;
      const upwind = i - cell + ((cell + 512 - 64) % 512);
      return value - 0.5 * ((field[i] as number) + (field[upwind] as number));
    });
    expect(rms(carried)).toBeLessThan(rms(persistence));
  });
});

describe('the beating phantom', () => {
  it('beats, and hardly shows at one moment whether there is a lesion', () => {
    const { density, lesion } = makeBeatingPhantom(40);
    const perRecording = 10 * 12 ** 3;
    const means = [0, 1].map((kind) => {
      const chosen = [...lesion.keys()].filter((i) => lesion[i] === kind);
      return chosen.map(
        (i) =>
          density.subarray(i * perRecording, i * perRecording + 12 ** 3).reduce((a, b) => a + b, 0) / 12 ** 3,
      );
    }) as [number[], number[]];
    const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    const spread = Math.max(...means[0]) - Math.min(...means[0]);
    expect(Math.abs(mean(means[0]) - mean(means[1]))).toBeLessThan(spread / 2);
  });
});

describe('NetCDF classic', () => {
  it('has the header of the specification', () => {
    const bytes = writeNetcdf3({
      dimensions: { x: 2 },
      variables: [{ name: 'v', dimensions: ['x'], data: Float32Array.of(1.5, -2) }],
    });
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
    expect(hex).toBe(
      '4344460200000000' + // CDF, 64-bit offset, no records
        '0000000a00000001' +
        '0000000178000000' +
        '00000002' + // dimension x = 2
        '0000000000000000' + // no attributes
        '0000000b00000001' +
        '0000000176000000' +
        '0000000100000000' + // variable v over dimension 0
        '0000000000000000' +
        '0000000500000008' +
        '0000000000000054' + // float, 8 bytes, at 84
        '3fc00000c0000000',
    );
  });
});
