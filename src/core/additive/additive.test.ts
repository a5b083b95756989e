/** Shapes and pairs on made-up rows whose truth is known, and the same model as trees. */
import { describe, expect, it } from 'vitest';
import { normals, uniforms } from '../random/random';
import { addTrees, baseScores } from '../trees/trees';
import { AdditiveFit, type FitSettings } from './additiveFit';
import { binsOf, coarser } from './axis';
import { growPair } from './growPair';
import { growShape } from './growShape';
import { type AdditiveModel, cellOf, cellsOf } from './term';
import { termTrees } from './termTrees';

const rows = 1500;
const width = 5;
const settings: FitSettings = {
  leaves: 3,
  leastRows: 4,
  lambda: 0,
  rate: 0.1,
  seed: 1,
  bags: 2,
  pairs: 1,
  patience: 30,
  rounds: { shapes: 150, pairs: 150 },
};

/** Two numbers that count alone and together, one that may be missing, a category, and noise. */
function madeUp() {
  const drawn = uniforms(7, 'features', 0, rows * 4);
  const noise = normals(7, 'noise', 0, rows);
  const features = new Float32Array(rows * width);
  const target = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const [a, b, c, d] = drawn.subarray(row * 4, row * 4 + 4) as unknown as [number, number, number, number];
    const code = Math.floor(d * 4) - 1;
    const gap = c < 0.2;
    features.set([a, b, gap ? Number.NaN : c, code, (noise[row] as number) ** 2], row * width);
    target[row] =
      Math.sin(6 * a) +
      (a > 0.5 === b > 0.5 ? 1 : -1) +
      (gap ? 2 : 0) +
      code / 2 +
      0.1 * (noise[row] as number);
  }
  return { features, target };
}

const taken = [undefined, undefined, { mayMiss: true as const }, { codes: 3 }, undefined];

async function fitted(
  own: Partial<FitSettings> = {},
  labels = 0,
): Promise<{ model: AdditiveModel; fit: AdditiveFit }> {
  const { features, target } = madeUp();
  const classes = Int32Array.from(target, (value) =>
    labels === 2 ? Number(value > 0) : value > 1 ? 2 : Number(value > 0),
  );
  const fit = new AdditiveFit(
    { features, target: labels > 0 ? classes : target, teaching: 1200, width, labels },
    taken,
    { ...settings, ...own },
  );
  while (await fit.round(async () => undefined));
  return { model: fit.model(), fit };
}

/** What the tables say of a row. */
function said({ base, terms }: AdditiveModel, features: Float32Array, row: number): number[] {
  return base.map((start, output) =>
    terms.reduce((sum, term) => {
      const cells = cellsOf(term);
      return sum + (term.scores[output * cells + cellOf(term, features, row * width)] as number);
    }, start),
  );
}

describe('explainable boosting', () => {
  it('finds the shapes and the pair that made the rows', async () => {
    const { model, fit } = await fitted();
    const { features, target } = madeUp();
    expect(fit.paired?.map(({ pair }) => [...pair].sort((a, b) => a - b))).toEqual([[0, 1]]);
    const left = Array.from({ length: 300 }, (_, i) => {
      const row = 1200 + i;
      return ((target[row] as number) - (said(model, features, row)[0] as number)) ** 2;
    });
    const mean = left.reduce((sum, one) => sum + one, 0) / 300;
    // The noise alone is 0.01; the target's variance above 2.
    expect(mean).toBeLessThan(0.08);
    const gaps = model.terms[2];
    const bins = gaps ? binsOf(gaps.axes[0] as { feature: number; borders: Float32Array }) : 0;
    const missing = gaps?.scores[bins - 1] ?? 0;
    expect(missing - (gaps?.scores[0] ?? 0)).toBeGreaterThan(1.7);
    const codes = model.terms[3];
    const step = (codes?.scores[3] ?? 0) - (codes?.scores[1] ?? 0);
    expect(step).toBeCloseTo(1, 0);
  });

  it('says by a shape nothing of all rows, and by a pair nothing of one feature', async () => {
    const { model } = await fitted();
    for (const { axes, scores, rows: counts } of model.terms) {
      const mean = scores.reduce((sum, score, cell) => sum + score * (counts[cell] as number), 0) / 1200;
      expect(Math.abs(mean)).toBeLessThan(1e-4);
      if (axes.length === 1) continue;
      const second = binsOf(axes[1] as (typeof axes)[number]);
      for (let a = 0; a < scores.length / second; a++) {
        const own = Array.from({ length: second }, (_, b) => a * second + b);
        const [sum, count] = own.reduce(
          ([s, n], cell) => [
            s + (scores[cell] as number) * (counts[cell] as number),
            n + (counts[cell] as number),
          ],
          [0, 0] as [number, number],
        );
        if (count > 0) expect(Math.abs(sum / count)).toBeLessThan(1e-3);
      }
    }
  });

  it.each([0, 2, 3])('answers as trees what its tables say, %d labels', async (labels) => {
    const { model, fit } = await fitted({ rounds: { shapes: 20, pairs: 20 } }, labels);
    const { features } = madeUp();
    const trees = termTrees(model);
    const scores = baseScores(trees, rows);
    addTrees(trees, [0, trees.starts.length], features, scores);
    const outputs = model.base.length;
    const before = fit.answers(true);
    for (let row = 0; row < rows; row++)
      for (const [output, value] of said(model, features, row).entries()) {
        expect(scores[row * outputs + output]).toBeCloseTo(value, 5);
        // Means of bags, and what was moved between shapes, change no answer.
        expect(before[row * outputs + output]).toBeCloseTo(value, 3);
      }
  });

  it('the same of the same seed, another of another', async () => {
    const few = { rounds: { shapes: 5, pairs: 5 } };
    const [one, same, other] = await Promise.all([fitted(few), fitted(few), fitted({ ...few, seed: 2 })]);
    expect(one.model).toEqual(same.model);
    expect(one.model.terms[0]?.scores).not.toEqual(other.model.terms[0]?.scores);
  });
});

describe('a step', () => {
  const sums = (values: readonly number[]) => ({
    gradients: Float64Array.from(values),
    curvatures: new Float64Array(values.length).fill(10),
    rows: new Float64Array(values.length).fill(10),
  });
  const own = { leaves: 2, leastRows: 1, lambda: 0, rate: 1 };

  it('cuts where most is explained, and answers a gap for itself', () => {
    const added = growShape(sums([-10, -10, -10, 10, 10, 30]), { plain: 5, areCodes: false }, own);
    expect([...added]).toEqual([1, 1, 1, -1, -1, -3]);
  });

  it('puts categories side by side that lean the same way', () => {
    expect([...growShape(sums([-10, 10, -10, 10]), { plain: 4, areCodes: true }, own)]).toEqual([
      1, -1, 1, -1,
    ]);
  });

  it('needs as many rows as it was told', () => {
    const few = growShape(sums([-10, 10, 10, 10]), { plain: 4, areCodes: false }, { ...own, leastRows: 20 });
    expect(few[0]).toBe(few[1]);
  });

  it('of a pair finds a quarter that is unlike its neighbours', () => {
    const { gain, added } = growPair(sums([10, -10, -10, 10]), [2, 2], own);
    expect(gain).toBeCloseTo(40);
    expect([...added]).toEqual([-1, 1, 1, -1]);
  });

  it('bins are put together evenly, gaps by themselves', () => {
    const axis = { feature: 0, borders: Float32Array.of(1, 2, 3, 4, 5), mayMiss: true as const };
    const { axis: narrow, map } = coarser(axis, [10, 10, 10, 10, 10, 10, 3], 4, []);
    expect([...map]).toEqual([0, 0, 1, 1, 2, 2, 3]);
    expect([...narrow.borders]).toEqual([2, 4]);
  });
});
