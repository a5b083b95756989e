/**
 * Where a map by gradients is largest together with its neighbours (weights 1, 2, 1 along each side): single values of it are
 * noisy, what many neighbours agree in is not.
 */
import { largestIndex } from '../stats/largestIndex';

/** Row-major [...sides, parts]; parts are looked at each by itself. */
export function peakOf(values: ArrayLike<number>, sides: readonly number[], parts: number): number {
  let smooth = Float64Array.from(values);
  let stride = values.length;
  for (const side of sides) {
    stride /= side;
    const next = new Float64Array(smooth.length);
    for (let i = 0; i < smooth.length; i++) {
      const at = Math.floor(i / stride) % side;
      next[i] =
        2 * (smooth[i] as number) +
        (at > 0 ? (smooth[i - stride] as number) : 0) +
        (at < side - 1 ? (smooth[i + stride] as number) : 0);
    }
    smooth = next;
  }
  if (stride !== parts) throw new RangeError('A map of another shape.');
  return largestIndex(smooth);
}
