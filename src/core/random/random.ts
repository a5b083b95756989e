/**
 * Every random number of the studio: pure functions of (seed, stream, counter). A stream is a purpose
 * ("init/dense1/kernel", "order", "dropout/drop1"), a counter is a moment in it (step, epoch). Different
 * streams and counters never share numbers, so nothing depends on the order in which they are drawn.
 */
import { philoxBlock } from './philox';

/** Stream id of a name: 32-bit FNV-1a over its UTF-16 code units, then mixed. */
export function streamId(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) {
    const unit = name.charCodeAt(i);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Raw 32-bit words. `counter` may use 53 bits; a stream may be given by name. */
export function randomWords(
  seed: number,
  stream: number | string,
  counter: number,
  count: number,
): Uint32Array {
  const key1 = typeof stream === 'string' ? streamId(stream) : stream;
  const counterHigh = Math.floor(counter / 0x1_0000_0000);
  const words = new Uint32Array(Math.ceil(count / 4) * 4);
  for (let block = 0; block * 4 < words.length; block++) {
    philoxBlock(words, block * 4, block, 0, counter, counterHigh, seed, key1);
  }
  return words.subarray(0, count);
}

/** Float32 in [0, 1), 24 bits each. */
export function uniforms(
  seed: number,
  stream: number | string,
  counter: number,
  count: number,
): Float32Array<ArrayBuffer> {
  const words = randomWords(seed, stream, counter, count);
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) values[i] = ((words[i] ?? 0) >>> 8) * 2 ** -24;
  return values;
}

/** Standard normal numbers by Box-Muller, computed in float64. */
export function normals(
  seed: number,
  stream: number | string,
  counter: number,
  count: number,
): Float32Array<ArrayBuffer> {
  const words = randomWords(seed, stream, counter, Math.ceil(count / 2) * 2);
  const values = new Float32Array(count);
  for (let i = 0; i < count; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(((words[i] ?? 0) + 1) * 2 ** -32));
    const angle = 2 * Math.PI * (words[i + 1] ?? 0) * 2 ** -32;
    values[i] = radius * Math.cos(angle);
    if (i + 1 < count) values[i + 1] = radius * Math.sin(angle);
  }
  return values;
}

/** A random order of 0..n-1 (Fisher-Yates on 53-bit fractions). */
export function permutation(
  seed: number,
  stream: number | string,
  epoch: number,
  n: number,
): Uint32Array<ArrayBuffer> {
  const words = randomWords(seed, stream, epoch, 2 * n);
  const order = new Uint32Array(n);
  for (let i = 0; i < n; i++) {
    const fraction = ((words[2 * i] ?? 0) * 2 ** 21 + ((words[2 * i + 1] ?? 0) >>> 11)) * 2 ** -53;
    const j = Math.floor(fraction * (i + 1));
    order[i] = order[j] ?? 0;
    order[j] = i;
  }
  return order;
}
