/**
 * Copies a box of values, row-major over its own dimensions, into an array where each of these dimensions has a
 * stride of its own: transposing is a matter of the strides.
 */
export function scatterBox(
  values: Float32Array | Float64Array,
  counts: readonly number[],
  into: Float32Array | Float64Array,
  strides: readonly number[],
  offset: number,
): void {
  const last = counts.length - 1;
  const run = counts[last] ?? 1;
  const runStride = strides[last] ?? 1;
  const index = new Array<number>(Math.max(0, last)).fill(0);
  let from = 0;
  let to = offset;
  while (from < values.length) {
    for (let i = 0, at = to; i < run; i++, at += runStride) into[at] = values[from++] as number;
    // The next run: the last outer dimension that is not at its end moves on, those after it start again.
    let axis = last - 1;
    for (; axis >= 0; axis--) {
      const next = (index[axis] as number) + 1;
      to += strides[axis] as number;
      if (next < (counts[axis] as number)) {
        index[axis] = next;
        break;
      }
      to -= next * (strides[axis] as number);
      index[axis] = 0;
    }
    if (axis < 0) return;
  }
}
