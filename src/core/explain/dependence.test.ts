import { describe, expect, it } from 'vitest';
import type { Values } from '../transforms/transformDef';
import { takeRows } from '../transforms/valueRows';
import type { DependenceCurves } from './attribution';
import { dependence } from './dependence';
import type { AskedModel, Background } from './explainerDef';
import { curveRanges } from './summarize';

const rows = 50;
const columns = new Map<string, Values>([
  ['x', { kind: 'number', width: 1, data: Float64Array.from({ length: rows }, (_, i) => i) }],
  ['few', { kind: 'number', width: 1, data: Float64Array.from({ length: rows }, (_, i) => i % 3) }],
  ['name', { kind: 'string', data: Array.from({ length: rows }, (_, i) => (i % 5 < 3 ? 'often' : 'rare')) }],
]);
const background: Background = {
  rows,
  truth: new Float64Array(rows),
  batch: async (wanted) => ({
    form: 'columns',
    rows: wanted.length,
    columns: new Map([...columns].map(([name, values]) => [name, takeRows(values, wanted)])),
  }),
};

/** x times few, and 5 more where the name is rare. */
const model: AskedModel = {
  task: { type: 'regression', target: 'y' },
  value: 'number',
  judge: 'r2',
  inputs: [...columns.keys()].map((name) => ({ name })),
  batch: 16,
  async run(samples) {
    if (samples.form !== 'columns') throw new Error('not a table');
    const number = (name: string, row: number) => {
      const values = samples.columns.get(name);
      return values?.kind === 'number' ? (values.data[row] as number) : Number.NaN;
    };
    const names = samples.columns.get('name');
    return Float64Array.from(
      { length: samples.rows },
      (_, row) => number('x', row) * number('few', row) + (names?.data[row] === 'rare' ? 5 : 0),
    );
  },
};

async function found(params: object): Promise<DependenceCurves> {
  const explaining = dependence.explain(
    model,
    { background: async () => background },
    dependence.params.parse(params),
  );
  for (;;) {
    const next = await explaining.next();
    if (next.done) return next.value as DependenceCurves;
  }
}

describe('partial dependence', () => {
  it('is the mean over rows of the answer with the column set, and each row for itself', async () => {
    const { values, shape, columns: asked, baseline, range } = await found({ places: 10 });
    expect(shape).toEqual([3, 41, 10]);
    const at = (column: number, curve: number, place: number) =>
      values[(column * 41 + curve) * 10 + place] as number;
    const meanFew =
      Array.from({ length: rows }, (_, i) => i % 3).reduce((sum, value) => sum + value, 0) / rows;
    const [x, few, name] = asked;
    expect(x?.positions).toHaveLength(10);
    expect(x?.positions[0]).toBeCloseTo(0.05 * 49, 10);
    expect(x?.positions.at(-1)).toBeCloseTo(0.95 * 49, 10);
    for (const [place, position] of (x?.positions ?? []).entries())
      expect(at(0, 0, place)).toBeCloseTo(position * meanFew + 2, 9);
    // Of row 0, whose few is 0: nothing moves it.
    expect(at(0, 1, 0)).toBe(0);
    expect(at(0, 1, 9)).toBe(0);
    expect(few?.positions).toEqual([0, 1, 2]);
    expect(at(1, 0, 2)).toBeCloseTo(2 * 24.5 + 2, 9);
    expect(Number.isNaN(at(1, 0, 3))).toBe(true);
    expect(name).toMatchObject({ labels: ['often', 'rare'], positions: [] });
    expect(at(2, 0, 1) - at(2, 0, 0)).toBeCloseTo(5, 9);
    const answers = Array.from({ length: rows }, (_, i) => i * (i % 3) + (i % 5 < 3 ? 0 : 5));
    expect(baseline.value).toBeCloseTo(answers.reduce((sum, value) => sum + value, 0) / rows, 9);
    expect(range[0]).toBe(0);
  });

  it('in few numbers is how far the mean answer moves', async () => {
    const ranges = curveRanges(await found({ places: 10 }));
    expect(ranges.map(({ name }) => name)).toEqual(['x', 'few', 'name']);
    expect(ranges[2]?.mean).toBeCloseTo(5, 9);
    expect(ranges[1]?.mean).toBeCloseTo(49, 9);
  });
});
