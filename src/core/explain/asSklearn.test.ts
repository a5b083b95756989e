/** Permutation importance, partial dependence and single rows beside scikit-learn's of the same networks and rows. */
import { describe, expect, it } from 'vitest';
import fixture from '../../../test/fixtures/sklearnExplained.json';
import type { RawSamples } from '../kinds/rawSamples';
import type { TaskSpec } from '../protocol/train';
import { takeRows } from '../transforms/valueRows';
import type { Attribution } from './attribution';
import { dependence } from './dependence';
import type { AskedModel, Background } from './explainerDef';
import { permutation } from './permutation';

interface Told {
  names: string[];
  x: number[][];
  y: number[];
  weights: number[][][];
  biases: number[][];
  repeats: number;
  importances: Record<string, { mean: number[]; sd: number[] }>;
  curves: { at: number[]; mean: number[]; rows: number[][] }[];
}
const peer = fixture as Record<'diabetes' | 'iris', Told>;

function layer(row: readonly number[], weights: number[][], bias: number[]): number[] {
  return bias.map((start, j) =>
    row.reduce((sum, value, i) => sum + value * (weights[i]?.[j] as number), start),
  );
}

/** The network that scikit-learn fitted, asked row by row. */
function modelOf(told: Told, task: TaskSpec, bent: (value: number) => number): AskedModel {
  const isClass = task.type === 'classification';
  return {
    task,
    value: isClass ? 'class' : 'number',
    judge: isClass ? 'accuracy' : 'r2',
    inputs: told.names.map((name) => ({ name })),
    batch: 32,
    async run(samples) {
      const all: number[] = [];
      for (const row of rowsOf(samples, told.names)) {
        const hidden = layer(row, told.weights[0] as number[][], told.biases[0] as number[]).map(bent);
        const out = layer(hidden, told.weights[1] as number[][], told.biases[1] as number[]);
        const shares = out.map((value) => Math.exp(value - Math.max(...out)));
        const whole = shares.reduce((sum, share) => sum + share, 0);
        all.push(...(isClass ? shares.map((share) => share / whole) : out));
      }
      return Float64Array.from(all);
    },
  };
}

function rowsOf(samples: RawSamples, names: readonly string[]): number[][] {
  if (samples.form !== 'columns') throw new Error('not a table');
  const { columns } = samples;
  return Array.from({ length: samples.rows }, (_, row) =>
    names.map((name) => Number(columns.get(name)?.data[row])),
  );
}

function backgroundOf({ names, x, y }: Told): Background {
  const columns = names.map(
    (name, i) =>
      [name, { kind: 'number', width: 1, data: Float64Array.from(x, (row) => row[i] as number) }] as const,
  );
  return {
    rows: y.length,
    truth: Float64Array.from(y),
    batch: async (wanted) => ({
      form: 'columns',
      rows: wanted.length,
      columns: new Map(columns.map(([name, values]) => [name, takeRows(values, wanted)])),
    }),
  };
}

async function toEnd(explaining: AsyncGenerator<number, Attribution>): Promise<Attribution> {
  for (;;) {
    const next = await explaining.next();
    if (next.done) return next.value;
  }
}

const asked = {
  diabetes: modelOf(peer.diabetes, { type: 'regression', target: 'y' }, Math.tanh),
  iris: modelOf(
    peer.iris,
    { type: 'classification', target: 'y', labels: ['setosa', 'versicolor', 'virginica'] },
    (value) => Math.max(0, value),
  ),
};

describe('beside scikit-learn', () => {
  it.each([
    ['diabetes', 'r2', 'r2'],
    ['diabetes', 'rmse', 'neg_root_mean_squared_error'],
    ['diabetes', 'mae', 'neg_mean_absolute_error'],
    ['iris', 'accuracy', 'accuracy'],
    ['iris', 'f1', 'f1_macro'],
  ] as const)(
    'permutation importance, %s by %s: equal within what chance allows',
    async (name, metric, theirs) => {
      const told = peer[name];
      const repeats = 100;
      const found = await toEnd(
        permutation.explain(
          asked[name],
          { background: async () => backgroundOf(told) },
          permutation.params.parse({ metric, repeats }),
        ),
      );
      const { mean, sd } = told.importances[theirs] as { mean: number[]; sd: number[] };
      for (const [i, wanted] of mean.entries()) {
        const own = Array.from(found.values.slice(i * repeats, (i + 1) * repeats));
        const ownMean = own.reduce((sum, value) => sum + value / repeats, 0);
        const ownSd = Math.sqrt(own.reduce((sum, value) => sum + (value - ownMean) ** 2 / repeats, 0));
        const spread = sd[i] as number;
        const doubt = spread * Math.sqrt(1 / repeats + 1 / told.repeats);
        expect(Math.abs(ownMean - wanted)).toBeLessThanOrEqual(4 * doubt + 1e-9);
        expect(ownSd).toBeGreaterThanOrEqual(0.7 * spread - 1e-9);
        expect(ownSd).toBeLessThanOrEqual(1.3 * spread + 1e-9);
      }
    },
  );

  it.each(['diabetes', 'iris'] as const)('partial dependence and single rows of %s: equal', async (name) => {
    const told = peer[name];
    const found = await toEnd(
      dependence.explain(
        asked[name],
        { background: async () => backgroundOf(told) },
        dependence.params.parse({ places: 100 }),
      ),
    );
    if (found.form !== 'curves') throw new Error(found.form);
    const [, curves, width] = found.shape;
    for (const [column, { at, mean, rows }] of told.curves.entries()) {
      expect(found.columns[column]?.positions).toHaveLength(at.length);
      for (const [place, value] of at.entries()) {
        expect(found.columns[column]?.positions[place]).toBeCloseTo(value, 6);
        const said = (curve: number) => found.values[(column * curves + curve) * width + place];
        expect(said(0)).toBeCloseTo(mean[place] as number, 6);
        for (const [row, curve] of rows.entries())
          expect(said(1 + row)).toBeCloseTo(curve[place] as number, 6);
      }
    }
  });
});
