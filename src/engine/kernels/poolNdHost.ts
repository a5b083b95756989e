/** Pools where tensors lie in host memory (WASM, CPU): plain loops, the same rules as shaders/convNd/pool.wgsl. */
import { type ConvGeometry, inputCount, outputCount, toRank4 } from '#/core/arch/convGeometry';
import { sizeOf } from '#/core/arch/sizeOf';
import type { PoolKind } from '#/core/layers/poolNdOp';

export function hostPool(geometry: ConvGeometry, kind: PoolKind, x: Float32Array): Float32Array {
  const y = new Float32Array(outputCount(geometry));
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
