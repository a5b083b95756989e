/** Which positions of its source each position of a convolution's result meets, where plain loops lay them out. */
import { type ConvGeometry, toRank4 } from '#/core/arch/convGeometry';
import { sizeOf } from '#/core/arch/sizeOf';

/** For target positions of one sample and every tap the source row that meets there, or -1. Row-major [targets, taps]. */
export type RowMap = (first: number, count: number) => Int32Array;

/** Maps of the layers of a running training, computed once; large ones are computed piece by piece. */
const maps = new Map<string, Int32Array>();
const mostCached = 64;
const mostCachedElements = 2 ** 21;

export function cachedRowMap(g: ConvGeometry, target: 'output' | 'input'): RowMap {
  const compute = rowMap(g, target);
  const taps = sizeOf(g.kernel);
  const targets = sizeOf(target === 'output' ? g.outSize : g.inSize);
  if (taps * targets > mostCachedElements) return compute;
  const { inSize, kernel, stride, dilation, padBegin, padEnd } = g;
  const key = JSON.stringify([target, inSize, kernel, stride, dilation, padBegin, padEnd]);
  const map = maps.get(key) ?? compute(0, targets);
  maps.delete(key);
  maps.set(key, map);
  for (const oldest of maps.keys()) if (maps.size > mostCached) maps.delete(oldest);
  return (first, count) => map.subarray(first * taps, (first + count) * taps);
}

/**
 * Which row of the source every target position meets under every tap. Seen from the output, sources are input
 * positions; seen from the input, they are the output positions whose window holds it.
 */
function rowMap(geometry: ConvGeometry, target: 'output' | 'input'): RowMap {
  const g = toRank4(geometry);
  const fromOutput = target === 'output';
  const targetSize = fromOutput ? g.outSize : g.inSize;
  const sourceSize = fromOutput ? g.inSize : g.outSize;
  /** Per axis [position, tap]: the source position or -1. */
  const tables = targetSize.map((size, axis) => {
    const [kernel, stride] = [g.kernel[axis] ?? 1, g.stride[axis] ?? 1];
    const [dilation, pad] = [g.dilation[axis] ?? 1, g.padBegin[axis] ?? 0];
    const limit = sourceSize[axis] ?? 1;
    return Int32Array.from({ length: size * kernel }, (_, i) => {
      const [position, tap] = [Math.floor(i / kernel), i % kernel];
      const scaled = fromOutput ? position * stride - pad + tap * dilation : position + pad - tap * dilation;
      const source = fromOutput ? scaled : scaled / stride;
      return Number.isInteger(source) && source >= 0 && source < limit ? source : -1;
    });
  });
  const taps = sizeOf(g.kernel);
  return (first, count) => {
    const rows = new Int32Array(count * taps);
    for (let i = 0; i < rows.length; i++) {
      let position = first + Math.floor(i / taps);
      let tap = i % taps;
      let row = 0;
      let weight = 1;
      for (let axis = 3; axis >= 0; axis--) {
        const [size, kernel] = [targetSize[axis] ?? 1, g.kernel[axis] ?? 1];
        const source = tables[axis]?.[(position % size) * kernel + (tap % kernel)] ?? -1;
        if (source < 0) {
          row = -1;
          break;
        }
        row += source * weight;
        weight *= sourceSize[axis] ?? 1;
        position = Math.floor(position / size);
        tap = Math.floor(tap / kernel);
      }
      rows[i] = row;
    }
    return rows;
  };
}
