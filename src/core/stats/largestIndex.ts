/** Where the largest of `count` values from `start` is, counted from `start`; the first of equals, as ONNX ArgMax. */
export function largestIndex(values: ArrayLike<number>, start = 0, count = values.length - start): number {
  let best = 0;
  for (let i = 1; i < count; i++)
    if ((values[start + i] as number) > (values[start + best] as number)) best = i;
  return best;
}
