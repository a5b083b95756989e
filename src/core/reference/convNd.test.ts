import { describe, expect, it } from 'vitest';
import { convGeometry, inputCount, outputCount, poolGeometry, weightCount } from '../arch/convGeometry';
import { convBackwardBias, convBackwardInput, convBackwardWeights, convForward } from './convNd';
import { globalAverage, poolBackward, poolForward } from './poolNd';

const noise = (count: number, seed: number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => Math.sin((i + 1) * 12.9898 + seed * 78.233));
const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, value, i) => sum + value * b[i]!, 0);
const one = { batch: 1, inChannels: 1, outChannels: 1 };

describe('convForward', () => {
  it('slides a window', () => {
    const g = convGeometry({ ...one, inSize: [4], kernel: [2] });
    expect([...convForward(g, [1, 2, 3, 4], [10, 1])]).toEqual([12, 23, 34]);
    expect([...convForward(g, [1, 2, 3, 4], [10, 1], [100])]).toEqual([112, 123, 134]);
  });

  it('pads with zeros, at both ends as told', () => {
    const g = convGeometry({ ...one, inSize: [3], kernel: [2], padBegin: [2], padEnd: [1] });
    expect([...convForward(g, [1, 2, 3], [10, 1])]).toEqual([0, 1, 12, 23, 30]);
  });

  it('strides and dilates', () => {
    const g = convGeometry({ ...one, inSize: [6], kernel: [2], stride: [2], dilation: [3] });
    expect([...convForward(g, [1, 2, 3, 4, 5, 6], [10, 1])]).toEqual([14, 36]);
  });

  it('keeps groups apart', () => {
    const g = convGeometry({ batch: 1, inSize: [1], kernel: [1], inChannels: 4, outChannels: 2, groups: 2 });
    // w [tap, channel in group, output]: output 0 sees channels 0 and 1, output 1 sees 2 and 3.
    expect([...convForward(g, [1, 2, 3, 4], [1, 10, 100, 1000])]).toEqual([201, 4030]);
  });

  it('sums over two axes', () => {
    const g = convGeometry({ ...one, inSize: [3, 3], kernel: [2, 2] });
    expect([...convForward(g, [1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 0, 0, 1])]).toEqual([6, 8, 12, 14]);
  });

  it('moves a single value over four axes to where the kernel says', () => {
    const g = convGeometry({ ...one, inSize: [3, 3, 3, 3], kernel: [2, 2, 2, 2] });
    const x = new Float64Array(81);
    x[1 * 27 + 2 * 9 + 1 * 3 + 2] = 1;
    const w = noise(16, 1);
    const y = convForward(g, x, w);
    // Output [1, 1, 1, 1] meets it with the tap [0, 1, 0, 1].
    expect(y[1 * 8 + 1 * 4 + 1 * 2 + 1]).toBe(w[0b0101]);
    expect(y[0 * 8 + 1 * 4 + 0 * 2 + 1]).toBe(w[0b1111]);
  });
});

describe('the three passes', () => {
  const specs = [
    { batch: 2, inSize: [7], kernel: [3], inChannels: 3, outChannels: 2, stride: [2], padBegin: [2] },
    { batch: 1, inSize: [4, 5], kernel: [2, 3], inChannels: 4, outChannels: 6, groups: 2, dilation: [2, 1] },
    { batch: 1, inSize: [3, 4, 5], kernel: [3, 1, 2], inChannels: 2, outChannels: 3, padEnd: [1, 0, 2] },
    {
      batch: 2,
      inSize: [3, 4, 3, 5],
      kernel: [2, 3, 2, 3],
      inChannels: 2,
      outChannels: 2,
      stride: [1, 2, 1, 2],
      padBegin: [1, 1, 0, 1],
      padEnd: [0, 1, 1, 1],
    },
  ];

  it.each(specs)('are adjoint: $inSize', (spec) => {
    const g = convGeometry(spec);
    const [x, w, dy] = [noise(inputCount(g), 1), noise(weightCount(g), 2), noise(outputCount(g), 3)];
    const product = dot(convForward(g, x, w), dy);
    expect(dot(x, convBackwardInput(g, dy, w))).toBeCloseTo(product, 10);
    expect(dot(w, convBackwardWeights(g, x, dy))).toBeCloseTo(product, 10);
    const ones = new Float64Array(g.outChannels).fill(1);
    const zeros = new Float64Array(inputCount(g));
    expect(dot(ones, convBackwardBias(g, dy))).toBeCloseTo(dot(convForward(g, zeros, w, ones), dy), 10);
  });
});

describe('pools', () => {
  it('leave padding out', () => {
    const g = poolGeometry({ batch: 1, channels: 1, inSize: [3], kernel: [2], padBegin: [1] });
    expect([...poolForward(g, 'max', [-1, -2, -3])]).toEqual([-1, -1, -2]);
    expect([...poolForward(g, 'average', [-1, -2, -3])]).toEqual([-1, -1.5, -2.5]);
  });

  it('keep channels apart', () => {
    const g = poolGeometry({ batch: 1, channels: 2, inSize: [2], kernel: [2] });
    expect([...poolForward(g, 'max', [1, 8, 3, 6])]).toEqual([3, 8]);
    expect([...globalAverage(g, [1, 8, 3, 6])]).toEqual([2, 7]);
  });

  it('give the gradient to the first maximum, or to all alike', () => {
    const g = poolGeometry({ batch: 1, channels: 1, inSize: [3], kernel: [2] });
    expect([...poolBackward(g, 'max', [5, 5, 1], [10, 1])]).toEqual([10, 1, 0]);
    expect([...poolBackward(g, 'average', [5, 5, 1], [10, 2])]).toEqual([5, 6, 1]);
  });

  it('have a gradient that sums to what came in', () => {
    const g = poolGeometry({
      batch: 2,
      channels: 3,
      inSize: [3, 4, 3, 5],
      kernel: [2, 3, 2, 2],
      stride: [2, 1, 2, 2],
      padBegin: [1, 1, 0, 1],
      padEnd: [0, 1, 1, 0],
    });
    const [x, dy] = [noise(inputCount(g), 1), noise(outputCount(g), 2)];
    const total = dot(
      dy,
      dy.map(() => 1),
    );
    for (const kind of ['max', 'average'] as const) {
      const dx = poolBackward(g, kind, x, dy);
      expect(
        dot(
          dx,
          dx.map(() => 1),
        ),
      ).toBeCloseTo(total, 10);
    }
    // Average is linear, and max is linear in dy for fixed x: both are their own directional derivative.
    expect(dot(poolForward(g, 'average', x), dy)).toBeCloseTo(dot(x, poolBackward(g, 'average', x, dy)), 10);
    expect(dot(poolForward(g, 'max', x), dy)).toBeCloseTo(dot(x, poolBackward(g, 'max', x, dy)), 10);
  });
});
