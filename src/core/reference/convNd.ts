/**
 * Convolution over 1 to 4 axes in float64, as slow and as plain as the formula: the oracle of every kernel.
 * y[n, o, c] = bias[c] + sum over taps k and channels i of x[n, o * stride - padBegin + k * dilation, i] * w[k, i, c].
 */
import { type ConvGeometry, inputCount, outputCount, toRank4, weightCount } from '../arch/convGeometry';
import { sizeOf } from '../arch/sizeOf';

/** Calls back for every product of the sum, with the flat indices of its three values. */
function eachProduct(geometry: ConvGeometry, visit: (x: number, w: number, y: number) => void): void {
  const g = toRank4(geometry);
  const inPerGroup = g.inChannels / g.groups;
  const outPerGroup = g.outChannels / g.groups;
  eachIndex(g.outSize, (out, outFlat) => {
    eachIndex(g.kernel, (tap, tapFlat) => {
      let inFlat = 0;
      for (let axis = 0; axis < 4; axis++) {
        const source = out[axis]! * g.stride[axis]! - g.padBegin[axis]! + tap[axis]! * g.dilation[axis]!;
        if (source < 0 || source >= g.inSize[axis]!) return;
        inFlat = inFlat * g.inSize[axis]! + source;
      }
      for (let n = 0; n < g.batch; n++) {
        const xRow = (n * sizeOf(g.inSize) + inFlat) * g.inChannels;
        const yRow = (n * sizeOf(g.outSize) + outFlat) * g.outChannels;
        for (let c = 0; c < g.outChannels; c++) {
          const firstInput = Math.floor(c / outPerGroup) * inPerGroup;
          for (let i = 0; i < inPerGroup; i++)
            visit(xRow + firstInput + i, (tapFlat * inPerGroup + i) * g.outChannels + c, yRow + c);
        }
      }
    });
  });
}

export function convForward(
  geometry: ConvGeometry,
  x: ArrayLike<number>,
  w: ArrayLike<number>,
  bias?: ArrayLike<number>,
): Float64Array {
  const y = new Float64Array(outputCount(geometry));
  if (bias) for (let i = 0; i < y.length; i++) y[i] = bias[i % geometry.outChannels]!;
  eachProduct(geometry, (xi, wi, yi) => {
    y[yi]! += x[xi]! * w[wi]!;
  });
  return y;
}

export function convBackwardInput(
  geometry: ConvGeometry,
  dy: ArrayLike<number>,
  w: ArrayLike<number>,
): Float64Array {
  const dx = new Float64Array(inputCount(geometry));
  eachProduct(geometry, (xi, wi, yi) => {
    dx[xi]! += dy[yi]! * w[wi]!;
  });
  return dx;
}

export function convBackwardWeights(
  geometry: ConvGeometry,
  x: ArrayLike<number>,
  dy: ArrayLike<number>,
): Float64Array {
  const dw = new Float64Array(weightCount(geometry));
  eachProduct(geometry, (xi, wi, yi) => {
    dw[wi]! += x[xi]! * dy[yi]!;
  });
  return dw;
}

export function convBackwardBias(geometry: ConvGeometry, dy: ArrayLike<number>): Float64Array {
  const dbias = new Float64Array(geometry.outChannels);
  for (let i = 0; i < dy.length; i++) dbias[i % geometry.outChannels]! += dy[i]!;
  return dbias;
}

export function eachIndex(
  size: readonly number[],
  visit: (index: readonly number[], flat: number) => void,
): void {
  const index = size.map(() => 0);
  const count = sizeOf(size);
  for (let flat = 0; flat < count; flat++) {
    visit(index, flat);
    for (let axis = size.length - 1; axis >= 0; axis--) {
      index[axis]! += 1;
      if (index[axis]! < size[axis]!) break;
      index[axis] = 0;
    }
  }
}
