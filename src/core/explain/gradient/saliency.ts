/** The gradient at the sample itself, or its mean around it (SmoothGrad, Smilkov et al. 2017). */
import { normals } from '../../random/random';
import { type Attribute, rowsOf } from './attribute';

/**
 * `noise`: its standard deviation as a share of the range of the sample's values; `count` samples of it. `byInput`: times how far
 * each value is from saying nothing.
 */
export const saliencyAttribute = ({
  byInput,
  count = 1,
  noise = 0,
}: {
  byInput: boolean;
  count?: number;
  noise?: number;
}): Attribute =>
  async function* ({ sample, nothing, ask, batch, seed }) {
    const size = sample.length;
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const value of sample) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
    const spread = noise * (high - low || 1);
    const values = new Float64Array(size);
    for (let start = 0; start < count; start += batch) {
      const some = Math.min(batch, count - start);
      const features = rowsOf(some, size, (row, i) => {
        row.set(sample);
        if (spread === 0) return;
        const moved = normals(seed, 'smooth', start + i, size);
        for (let k = 0; k < size; k++) row[k] = (row[k] as number) + spread * (moved[k] as number);
      });
      const { gradient } = await ask(features, some);
      for (let i = 0; i < some * size; i++)
        values[i % size] = (values[i % size] as number) + (gradient[i] as number) / count;
      yield (start + some) / count;
    }
    if (byInput)
      for (let k = 0; k < size; k++)
        values[k] = (values[k] as number) * ((sample[k] as number) - (nothing[k] as number));
    return { values, asked: count };
  };
