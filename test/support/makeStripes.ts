import { uniforms } from '#/core/random/random';
import { writeZip } from '#/core/samples/make/writeZip';

/** The two files of MNIST, zipped: pictures of 12 x 12, stripes that stand (1) or lie (0), brighter from picture `from` on. */
export function makeStripes(seed: number, count: number, from: number): Uint8Array<ArrayBuffer> {
  const side = 12;
  const images = new Uint8Array(16 + count * side * side);
  const labels = new Uint8Array(8 + count);
  images.set([0, 0, 8, 3]);
  labels.set([0, 0, 8, 1]);
  for (const [at, size] of [count, side, side].entries())
    new DataView(images.buffer).setUint32(4 + 4 * at, size);
  new DataView(labels.buffer).setUint32(4, count);
  for (let i = 0; i < count; i++) {
    const noise = uniforms(seed, 'pixels', i, side * side);
    const upright = (noise[0] as number) < 0.5;
    labels[8 + i] = upright ? 1 : 0;
    for (const [at, value] of noise.entries()) {
      const stripe = ((upright ? at % side : Math.floor(at / side)) >> 1) % 2;
      images[16 + i * side * side + at] = 90 * stripe + 60 * value + (i < from ? 0 : 70);
    }
  }
  return writeZip([
    { path: 'stripes-images-idx3-ubyte', bytes: images },
    { path: 'stripes-labels-idx1-ubyte', bytes: labels },
  ]);
}
