/** Pools where tensors lie in host memory (WASM, CPU): plain loops, the same rules as shaders/convNd/pool.wgsl. */
import { type ConvGeometry, inputCount, outputCount, toRank4 } from '#/core/arch/convGeometry';
import { sizeOf } from '#/core/arch/sizeOf';
import type { PoolKind } from '#/core/layers/poolNdOp';

export function hostPool(geometry: ConvGeometry, kind: PoolKind, x: Float32Array): Float32Array {
  const y = new Float32Array(outputCount(geometry));
  if (kind === 'max' && isTiled(geometry)) {
    tiledMax(geometry, x, (to, from) => (y[to] = x[from]!));
    return y;
  }
  eachWindow(geometry, (yRow, window, count, channels) => {
    for (let c = 0; c < channels; c++) {
      let sum = 0;
      let most = Number.NEGATIVE_INFINITY;
      for (let i = 0; i < count; i++) {
        const value = x[window[i]! * channels + c]!;
        sum += value;
        if (value > most || Number.isNaN(value)) most = value;
      }
      y[yRow * channels + c] = kind === 'max' ? most : sum / count;
    }
  });
  return y;
}

export function hostPoolBackward(
  geometry: ConvGeometry,
  kind: PoolKind,
  x: Float32Array,
  dy: Float32Array,
): Float32Array {
  const dx = new Float32Array(inputCount(geometry));
  if (kind === 'max' && isTiled(geometry)) {
    tiledMax(geometry, x, (to, from) => (dx[from] = dy[to]!));
    return dx;
  }
  eachWindow(geometry, (yRow, window, count, channels) => {
    for (let c = 0; c < channels; c++) {
      const incoming = dy[yRow * channels + c]!;
      let best = window[0]! * channels + c;
      for (let i = 0; i < count; i++) {
        const at = window[i]! * channels + c;
        if (kind === 'average') dx[at]! += incoming / count;
        else if (x[at]! > x[best]!) best = at;
      }
      if (kind === 'max') dx[best]! += incoming;
    }
  });
  return dx;
}

/** Two by two without margin or rest along the last two axes: the pool of most networks of images. */
function isTiled(geometry: ConvGeometry): boolean {
  const g = toRank4(geometry);
  return [0, 1, 2, 3].every(
    (axis) =>
      g.padBegin[axis] === 0 &&
      g.kernel[axis] === (axis < 2 ? 1 : 2) &&
      g.stride[axis] === g.kernel[axis] &&
      g.outSize[axis]! * g.kernel[axis]! === g.inSize[axis],
  );
}

/** Where each largest value comes from: the first of equal ones; NaN is larger than all. */
function tiledMax(geometry: ConvGeometry, x: Float32Array, take: (to: number, from: number) => void): void {
  const g = toRank4(geometry);
  const [rows, columns] = [sizeOf([g.batch, ...g.outSize.slice(0, 3)]), g.outSize[3]!];
  const { inChannels: channels } = g;
  const width = 2 * columns * channels;
  for (let row = 0, to = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      for (let c = 0; c < channels; c++, to++) {
        const first = 2 * (row * width + column * channels) + c;
        let from = first;
        let most = x[first]!;
        for (let i = 1; i < 4; i++) {
          const at = first + (i & 1) * channels + (i >> 1) * width;
          const value = x[at]!;
          if (value > most || Number.isNaN(value)) [most, from] = [value, at];
        }
        take(to, from);
      }
}

/** Calls back with every output position and the input positions of its window. */
function eachWindow(
  geometry: ConvGeometry,
  visit: (yRow: number, window: Int32Array, count: number, channels: number) => void,
): void {
  const g = toRank4(geometry);
  const [t, y, z, w] = g.outSize as [number, number, number, number];
  const [it, iy, iz, iw] = g.inSize as [number, number, number, number];
  const window = new Int32Array(sizeOf(g.kernel));
  const sources = (axis: number, out: number): number[] =>
    Array.from(
      { length: g.kernel[axis]! },
      (_, tap) => out * g.stride[axis]! - g.padBegin[axis]! + tap * g.dilation[axis]!,
    ).filter((source) => source >= 0 && source < g.inSize[axis]!);
  const tables = g.outSize.map((size, axis) => Array.from({ length: size }, (_, out) => sources(axis, out)));
  let yRow = 0;
  for (let n = 0; n < g.batch; n++)
    for (let a = 0; a < t; a++)
      for (let b = 0; b < y; b++)
        for (let c = 0; c < z; c++)
          for (let d = 0; d < w; d++) {
            let count = 0;
            for (const sa of tables[0]![a]!)
              for (const sb of tables[1]![b]!)
                for (const sc of tables[2]![c]!)
                  for (const sd of tables[3]![d]!)
                    window[count++] = (((n * it + sa) * iy + sb) * iz + sc) * iw + sd;
            visit(yRow++, window, count, g.inChannels);
          }
}
