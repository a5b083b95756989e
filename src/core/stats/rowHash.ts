/** A hash of a row, grown by a value at a time: two words for each row. */

/** In place of the bits of a value: all that is missing is alike. */
export const missing: readonly [number, number] = [0x5bd1e995, 0x27d4eb2f];

/** Mixes the two words of a value into the hash of a row. */
export function mix(a: Int32Array, b: Int32Array, row: number, first: number, second: number): void {
  let x = Math.imul((a[row] as number) ^ first, 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 15) ^ second, 0xc2b2ae35);
  a[row] = x ^ (x >>> 13);
  let y = Math.imul((b[row] as number) ^ second, 0x9e3779b1);
  y = Math.imul(y ^ (y >>> 16) ^ first, 0x7feb352d);
  b[row] = y ^ (y >>> 14);
}
