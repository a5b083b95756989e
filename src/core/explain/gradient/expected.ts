/**
 * Expected gradients (Erion et al. 2021; GradientExplainer of shap): integrated gradients from many background rows at
 * once, each way asked at some places of its own. They come to the answer less the mean answer of those rows.
 */
import { uniforms } from '../../random/random';
import { type Attribute, rowsOf } from './attribute';

export const expectedAttribute = (rows: number, perRow: number): Attribute =>
  async function* ({ sample, background, ask, batch, seed }) {
    const size = sample.length;
    const { rows: others, values: around } = await background(rows);
    const values = new Float64Array(size);
    const count = others * perRow;
    let [from, answer, asked] = [0, 0, 0];
    for (let start = 0; start < others; start += batch) {
      const some = Math.min(batch, others - start);
      const { answers } = await ask(around.subarray(start * size, (start + some) * size), some);
      for (const value of answers) from += value / others;
      asked += some;
    }
    answer = (await ask(sample, 1)).answers[0] as number;
    // One place in each of as many equal parts of the way.
    const drawn = uniforms(seed, 'way', 0, count);
    const place = (i: number) => ((i % perRow) + (drawn[i] as number)) / perRow;
    for (let start = 0; start < count; start += batch) {
      const some = Math.min(batch, count - start);
      const features = rowsOf(some, size, (row, i) => {
        const own = Math.floor((start + i) / perRow) * size;
        const share = place(start + i);
        for (let k = 0; k < size; k++) {
          const other = around[own + k] as number;
          row[k] = other + share * ((sample[k] as number) - other);
        }
      });
      const { gradient } = await ask(features, some);
      for (let i = 0; i < some; i++) {
        const own = Math.floor((start + i) / perRow) * size;
        for (let k = 0; k < size; k++)
          values[k] =
            (values[k] as number) +
            ((gradient[i * size + k] as number) * ((sample[k] as number) - (around[own + k] as number))) /
              count;
      }
      yield (start + some) / count;
    }
    return { values, asked: asked + count + 1, whole: { answer, from, rows: others } };
  };
