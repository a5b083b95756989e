/**
 * Pools over 1 to 4 axes in float64: the oracle of the pooling kernels. Padding is never seen: it is no maximum and
 * does not count in an average. Of equal maxima the first one in row-major order gets the whole gradient.
 */
import { type ConvGeometry, inputCount, outputCount, toRank4 } from '../arch/convGeometry';
import { sizeOf } from '../arch/sizeOf';
import type { PoolKind } from '../layers/poolNdOp';
import { eachIndex } from './convNd';

export function poolForward(geometry: ConvGeometry, kind: PoolKind, x: ArrayLike<number>): Float64Array {
  const y = new Float64Array(outputCount(geometry));
  eachWindow(geometry, (yi, window) => {
    const values = window.map((xi) => x[xi]!);
    y[yi] =
      kind === 'max' ? Math.max(...values) : values.reduce((sum, value) => sum + value, 0) / values.length;
  });
  return y;
}

export function poolBackward(
  geometry: ConvGeometry,
  kind: PoolKind,
  x: ArrayLike<number>,
  dy: ArrayLike<number>,
): Float64Array {
  const dx = new Float64Array(inputCount(geometry));
  eachWindow(geometry, (yi, window) => {
    if (kind === 'average') for (const xi of window) dx[xi]! += dy[yi]! / window.length;
    else dx[window.reduce((best, xi) => (x[xi]! > x[best]! ? xi : best))]! += dy[yi]!;
  });
  return dx;
}

/** The mean of every channel over all axes: [batch, channels]. */
export function globalAverage(geometry: ConvGeometry, x: ArrayLike<number>): Float64Array {
  const positions = sizeOf(geometry.inSize);
  const y = new Float64Array(geometry.batch * geometry.inChannels);
  for (let i = 0; i < x.length; i++) {
    const n = Math.floor(i / (positions * geometry.inChannels));
    y[n * geometry.inChannels + (i % geometry.inChannels)]! += x[i]! / positions;
  }
  return y;
}

function eachWindow(geometry: ConvGeometry, visit: (y: number, window: number[]) => void): void {
  const g = toRank4(geometry);
  eachIndex([g.batch, ...g.outSize, g.outChannels], (out, yi) => {
    const window: number[] = [];
    eachIndex(g.kernel, (tap) => {
      let flat = out[0]!;
      for (let axis = 0; axis < 4; axis++) {
        const source = out[axis + 1]! * g.stride[axis]! - g.padBegin[axis]! + tap[axis]! * g.dilation[axis]!;
        if (source < 0 || source >= g.inSize[axis]!) return;
        flat = flat * g.inSize[axis]! + source;
      }
      window.push(flat * g.inChannels + out[5]!);
    });
    visit(yi, window);
  });
}
