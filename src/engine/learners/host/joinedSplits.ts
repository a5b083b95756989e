import type { Split } from '../../kinds/preparedData';

/** The rows of both, those of the first before. */
export function joinedSplits(a: Split, b: Split): Split {
  const features = new Float32Array(a.features.length + b.features.length);
  features.set(a.features);
  features.set(b.features, a.features.length);
  const length = a.target.length + b.target.length;
  const target = a.target instanceof Int32Array ? new Int32Array(length) : new Float32Array(length);
  target.set(a.target);
  target.set(b.target, a.target.length);
  return { rows: a.rows + b.rows, features, target };
}
