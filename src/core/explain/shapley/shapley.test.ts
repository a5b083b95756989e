import { describe, expect, it } from 'vitest';
import { normals } from '../../random/random';
import type { Values } from '../../transforms/transformDef';
import { takeRows } from '../../transforms/valueRows';
import type { Contributions } from '../attribution';
import type { AskedModel, Background } from '../explainerDef';
import { coalitionsOf } from './coalitions';
import { shapley } from '../shapley';
import { shapleySummary } from '../shapleySummary';
import { solveShapley } from './solveShapley';

/** By the definition: what a column adds, in the mean of all orders in which columns come to be known. */
function byDefinition(columns: number, worth: (known: readonly boolean[]) => number): number[] {
  const orders = (left: readonly number[]): number[][] =>
    left.length === 0
      ? [[]]
      : left.flatMap((one) => orders(left.filter((other) => other !== one)).map((rest) => [one, ...rest]));
  const all = orders(Array.from({ length: columns }, (_, i) => i));
  const values = new Array<number>(columns).fill(0);
  for (const order of all) {
    const known = new Array<boolean>(columns).fill(false);
    for (const column of order) {
      const before = worth(known);
      known[column] = true;
      values[column] = (values[column] as number) + (worth(known) - before) / all.length;
    }
  }
  return values;
}

const games: Record<string, (known: readonly boolean[]) => number> = {
  'with interactions': ([a, b, c, d]) =>
    (a ? 3 : 0) + (a && b ? 2 : 0) - (b && c && d ? 5 : 0) + (d ? 0.5 : 1),
  'where two say the same': ([a, b]) => (a || b ? 4 : 0),
};

function solved(columns: number, most: number, worth: (known: readonly boolean[]) => number): number[] {
  const chosen = coalitionsOf(columns, most, 1);
  const of = (at: number) =>
    worth(Array.from({ length: columns }, (_, i) => chosen.known[at * columns + i] === 1));
  const values = Array.from(chosen.weights, (_, i) => of(i));
  const whole = (known: boolean) => worth(new Array<boolean>(columns).fill(known));
  return [...solveShapley(chosen, values, whole(false), whole(true))];
}

describe('coalitions', () => {
  it.each(Object.entries(games))('all of them give the definition: %s', (_name, worth) => {
    for (const columns of [2, 4, 5]) {
      const expected = byDefinition(columns, worth);
      for (const [i, value] of solved(columns, 1000, worth).entries())
        expect(value).toBeCloseTo(expected[i] as number, 10);
    }
  });

  it('are all there is where these are few, else whole sizes and pairs of the rest', () => {
    expect(coalitionsOf(10, 1022, 1)).toMatchObject({ exact: true, weights: { length: 1022 } });
    const some = coalitionsOf(20, 500, 1);
    expect(some.exact).toBe(false);
    expect(some.weights.length).toBeLessThanOrEqual(500);
    const sizes = Array.from(some.weights, (_, i) =>
      some.known.subarray(i * 20, (i + 1) * 20).reduce((sum, one) => sum + one, 0),
    );
    expect(sizes.filter((size) => size === 1)).toHaveLength(20);
    expect(sizes.filter((size) => size === 19)).toHaveLength(20);
    expect(sizes.every((size) => size > 0 && size < 20)).toBe(true);
  });

  it('some of them come near: correlation above .99 with all', () => {
    const weights = normals(3, 'game', 0, 12);
    const worth = (known: readonly boolean[]) => {
      let sum = 0;
      for (let i = 0; i < 12; i++)
        for (let k = i; k < 12; k++)
          if (known[i] && known[k])
            sum += (weights[i] as number) * (weights[k] as number) * (i === k ? 2 : 0.3);
      return Math.tanh(sum / 6);
    };
    const [exact, near] = [solved(12, 5000, worth), solved(12, 600, worth)];
    expect(correlation(exact, near)).toBeGreaterThan(0.99);
  });
});

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  const dot = (f: readonly number[], mf: number, g: readonly number[], mg: number) =>
    f.reduce((sum, value, i) => sum + (value - mf) * ((g[i] as number) - mg), 0);
  return dot(a, ma, b, mb) / Math.sqrt(dot(a, ma, a, ma) * dot(b, mb, b, mb));
}

const weights = [2, -1, 0.5];
const columns = new Map(
  weights.map((_, i): [string, Values] => [
    `c${i}`,
    { kind: 'number', width: 1, data: Float64Array.from(normals(i, 'x', 0, 40)) },
  ]),
);
const valuesOf = (name: string, rows: ReadonlyMap<string, Values>) => {
  const values = rows.get(name);
  return values?.kind === 'number' ? values.data : new Float64Array();
};
const model: AskedModel = {
  task: { type: 'regression', target: 'y' },
  value: 'number',
  judge: 'r2',
  inputs: [...columns.keys()].map((name) => ({ name })),
  batch: 64,
  async run(samples) {
    if (samples.form !== 'columns') throw new Error('not a table');
    return Float64Array.from({ length: samples.rows }, (_, row) =>
      weights.reduce((sum, w, i) => sum + w * (valuesOf(`c${i}`, samples.columns)[row] as number), 7),
    );
  },
};
const background: Background = {
  rows: 40,
  truth: new Float64Array(40),
  batch: async (rows) => ({
    form: 'columns',
    rows: rows.length,
    columns: new Map([...columns].map(([name, values]) => [name, takeRows(values, rows)])),
  }),
};

async function found(explaining: AsyncGenerator<number, unknown>): Promise<Contributions> {
  for (;;) {
    const next = await explaining.next();
    if (next.done) return next.value as Contributions;
  }
}

describe('of a linear model', () => {
  it('are the weights times how far the values are from the mean, and add up', async () => {
    const sample = await background.batch([3]);
    const asked = { sample, background: async () => background };
    const params = shapley.params.parse({ background: 40 });
    const { values, answers, baseline, exact, given } = await found(shapley.explain(model, asked, params));
    expect(exact).toBe(true);
    for (const [i, w] of weights.entries()) {
      const own = valuesOf(`c${i}`, columns);
      const mean = own.reduce((sum, value) => sum + value, 0) / 40;
      expect(values[2 * i]).toBeCloseTo(w * ((own[3] as number) - mean), 9);
      expect(Number(given[i])).toBeCloseTo(own[3] as number, 4);
    }
    const sum = weights.reduce((total, _, i) => total + (values[2 * i] as number), baseline.value);
    expect(sum).toBeCloseTo(answers[0] as number, 9);
  });

  it('are the same behind the preparation, where raw columns are not mixed, and one-hot features go together', async () => {
    const sample = await background.batch([3]);
    const asked = { sample, background: async () => background };
    const params = shapley.params.parse({ background: 40 });
    const raw = await found(shapley.explain(model, asked, params));
    let largest = 0;
    // c1 enters as two features.
    const features = ['c0', 'c1', 'c1', 'c2'];
    const entered: AskedModel = {
      ...model,
      run: (samples) => {
        largest = Math.max(largest, samples.rows);
        return model.run(samples);
      },
      prepared: {
        shape: [4],
        inputOf: Int32Array.of(0, 1, 1, 2),
        enter: (samples) =>
          Float32Array.from({ length: samples.rows * 4 }, (_, i) =>
            samples.form === 'columns'
              ? (valuesOf(features[i % 4] as string, samples.columns)[Math.floor(i / 4)] as number)
              : 0,
          ),
        run: async (values, rows) =>
          Float64Array.from({ length: rows }, (_, row) => {
            const [a = 0, b = 0, c = 0, d = 0] = values.subarray(4 * row, 4 * row + 4);
            return 7 + 2 * a - 0.75 * b - 0.25 * c + 0.5 * d;
          }),
        raw: () => Promise.reject(new Error('not asked')),
      },
    };
    const behind = await found(shapley.explain(entered, asked, params));
    for (const [i, value] of raw.values.entries()) expect(behind.values[i]).toBeCloseTo(value, 5);
    expect(largest).toBe(40);
  });

  it('many rows add up each for itself', async () => {
    const params = shapleySummary.params.parse({ rows: 5, background: 10 });
    const result = await found(shapleySummary.explain(model, { background: async () => background }, params));
    expect(result.shape).toEqual([5, 3, 2]);
    for (let row = 0; row < 5; row++) {
      const sum = weights.reduce(
        (total, _, i) => total + (result.values[(row * 3 + i) * 2] as number),
        result.baseline.value,
      );
      expect(sum).toBeCloseTo(result.answers[row] as number, 9);
    }
  });

  it('names a label that is not there', async () => {
    const classes: AskedModel = {
      ...model,
      value: 'class',
      task: { type: 'classification', target: 'y', labels: ['a', 'b'] },
    };
    const params = shapley.params.parse({ label: 'c' });
    const asked = { sample: await background.batch([0]), background: async () => background };
    await expect(found(shapley.explain(classes, asked, params))).rejects.toMatchObject({
      place: 'params.label',
    });
  });
});
