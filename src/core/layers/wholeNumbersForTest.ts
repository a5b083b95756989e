import { uniforms } from '../random/random';

/** Ids below `count`, 0 among them, and each at least where there is room. */
export const wholeNumbers = (seed: number, count: number, size: number): Float32Array =>
  uniforms(seed, 'ids', 0, size).map((x, i) => (i < count ? i : Math.floor(x * count)));
