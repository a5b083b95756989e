/**
 * One weight per class so that every class weighs the same in sum, and a row weighs 1 in mean: rows / (classes
 * present * rows of the class). A class without rows gets 0.
 */
export function balancedWeights(codes: ArrayLike<number>, classes: number): Float32Array<ArrayBuffer> {
  const counts = new Float64Array(classes);
  for (let i = 0; i < codes.length; i++) counts[codes[i] ?? 0] = (counts[codes[i] ?? 0] ?? 0) + 1;
  const present = counts.filter((count) => count > 0).length;
  return Float32Array.from(counts, (count) => (count > 0 ? codes.length / (present * count) : 0));
}
