import { describe, expect, it } from 'vitest';
import { normals, uniforms } from '../../random/random';
import type { Values } from '../../transforms/transformDef';
import { takeRows } from '../../transforms/valueRows';
import type { Attribution, DependenceCurves, Interactions, Surface } from '../attribution';
import type { AskedModel, Background, ExplainerDef } from '../explainerDef';
import { interaction } from '../interaction';
import { jointEffects } from '../jointEffects';
import { localEffects } from '../localEffects';
import { togetherRows } from '../summarize';
import { goTogether } from '../together/goTogether';
import { togetherNotes } from '../together/togetherNotes';
import { bySimilarity } from './bySimilarity';

type Row = Record<string, number | string | null>;
const numbers = (data: ArrayLike<number>): Values => ({
  kind: 'number',
  width: 1,
  data: Float64Array.from(data),
});

async function explain<P>(
  explainer: ExplainerDef<P>,
  columns: Record<string, Values>,
  answer: (row: Row) => number,
  params: object,
): Promise<Attribution> {
  const all = new Map(Object.entries(columns));
  const [first] = all.values();
  const rows = first?.data.length ?? 0;
  const background: Background = {
    rows,
    truth: new Float64Array(rows),
    batch: async (wanted) => ({
      form: 'columns',
      rows: wanted.length,
      columns: new Map([...all].map(([name, values]) => [name, takeRows(values, wanted)])),
    }),
  };
  const model: AskedModel = {
    task: { type: 'regression', target: 'y' },
    value: 'number',
    judge: 'r2',
    inputs: [...all.keys()].map((name) => ({ name })),
    batch: 97,
    async run(samples) {
      if (samples.form !== 'columns') throw new Error('not a table');
      expect(samples.rows).toBeLessThanOrEqual(97);
      const cells = [...samples.columns];
      return Float64Array.from({ length: samples.rows }, (_, row) =>
        answer(Object.fromEntries(cells.map(([name, { data }]) => [name, data[row] ?? null]))),
      );
    },
  };
  const explaining = explainer.explain(
    model,
    { background: async () => background },
    explainer.params.parse(params),
  );
  for (;;) {
    const next = await explaining.next();
    if (next.done) return next.value;
    expect(next.value).toBeLessThanOrEqual(1);
  }
}

const effects = async (...given: Parameters<typeof explain> extends [unknown, ...infer R] ? R : never) =>
  (await explain(localEffects, ...given)) as DependenceCurves;
const together = async (...given: Parameters<typeof explain> extends [unknown, ...infer R] ? R : never) =>
  (await explain(interaction, ...given)) as Interactions;

const effectOf = ({ values, shape: [, , width], columns }: DependenceCurves, column: number) =>
  values.slice(column * width, column * width + (columns[column]?.labels.length ?? 0));

describe('accumulated local effects', () => {
  it('of a sum are its slopes, around 0 over the rows', async () => {
    const [x, z] = [normals(1, 'x', 0, 300), normals(1, 'z', 0, 300)];
    const found = await effects(
      { x: numbers(x), z: numbers(z) },
      ({ x: a, z: b }) => 3 * Number(a) - Number(b) + 7,
      { places: 12 },
    );
    for (const [column, slope] of [3, -1].entries()) {
      const { positions } = found.columns[column] as { positions: number[] };
      const effect = effectOf(found, column);
      for (let i = 1; i < positions.length; i++)
        expect((effect[i] as number) - (effect[0] as number)).toBeCloseTo(
          slope * ((positions[i] as number) - (positions[0] as number)),
          9,
        );
      // In the mean of stretches with equally many rows.
      const middle = Array.from(
        positions.slice(1),
        (_, i) => ((effect[i] as number) + (effect[i + 1] as number)) / 2,
      );
      expect(Math.abs(middle.reduce((sum, value) => sum + value, 0) / middle.length)).toBeLessThan(0.02);
    }
    expect(found.measure).toBe('Change in y');
  });

  it('of a product of two columns that are the same is half a square, which partial dependence misses', async () => {
    const grid = Array.from({ length: 401 }, (_, i) => i / 400);
    const found = await effects({ a: numbers(grid), b: numbers(grid) }, ({ a, b }) => Number(a) * Number(b), {
      places: 21,
    });
    const { positions } = found.columns[0] as { positions: number[] };
    const effect = effectOf(found, 0);
    for (const [i, at] of positions.entries())
      expect((effect[i] as number) - (effect[0] as number)).toBeCloseTo(at ** 2 / 2, 2);
    expect(found.notes?.[0]).toMatch(/^Columns go together: a and b \(1\.00\)\. /);
  });

  it('of texts steps between those whose rows are alike, and is the difference of their answers', async () => {
    const word = Array.from({ length: 240 }, (_, i) => ['cold', 'hot', 'mild', null][i % 4] as string | null);
    const warmth: Record<string, number> = { cold: 0, mild: 1, hot: 2 };
    const noise = normals(2, 'noise', 0, word.length);
    const degrees = word.map((text, i) => (warmth[text ?? 'mild'] as number) + (noise[i] as number));
    const found = await effects(
      { word: { kind: 'string', data: word }, degrees: numbers(degrees) },
      ({ word: text }) => (text === 'hot' ? 5 : text === 'mild' ? 2 : 0),
      {},
    );
    const { labels } = found.columns[0] as { labels: string[] };
    expect([labels, labels.toReversed()]).toContainEqual(['cold', 'mild', 'hot']);
    const effect = effectOf(found, 0);
    const at = (text: string) => effect[labels.indexOf(text)] as number;
    expect(at('hot') - at('mild')).toBeCloseTo(3, 9);
    expect(at('mild') - at('cold')).toBeCloseTo(2, 9);
    expect(at('cold') + at('mild') + at('hot')).toBeCloseTo(0, 9);
  });

  it('of a column with one value, or none, is nothing', async () => {
    const found = await effects(
      { same: numbers(new Float64Array(50).fill(4)), none: numbers(new Float64Array(50).fill(Number.NaN)) },
      () => 1,
      {},
    );
    expect([...effectOf(found, 0)]).toEqual([0]);
    expect(found.columns[1]?.labels).toEqual([]);
  });
});

describe('effects of two columns together', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((name) => uniforms(9, name, 0, 4000)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const columns = { a: numbers(a), b: numbers(b), c: numbers(c) };
  const asked = async (
    answer: (row: Row) => number,
    params: object = {},
    own: Record<string, Values> = columns,
  ) => (await explain(jointEffects, own, answer, { rows: 4000, ...params })) as Surface;
  const number = (row: Row, name: string) => row[name] as number;
  const meanOf = (values: ArrayLike<number>) =>
    Array.from(values).reduce((sum, one) => sum + one / values.length, 0);

  it('of a sum, however bent, are nothing', async () => {
    const found = await asked(
      (row) => Math.sin(5 * number(row, 'a')) + number(row, 'b') ** 3 - number(row, 'c'),
    );
    expect(found.shape).toEqual([12, 12]);
    expect(Math.max(...found.values.map(Math.abs))).toBeLessThan(1e-9);
    expect(found.counts.reduce((sum, one) => sum + one, 0)).toBe(4000);
  });

  it('of a product are the product of both around their means, whatever stands beside it', async () => {
    const found = await asked(
      (row) => 6 * number(row, 'b') * number(row, 'c') + number(row, 'b') ** 2 + 4 * number(row, 'a'),
      { columns: ['b', 'c'] },
    );
    const [, n] = found.shape;
    const [mb, mc] = [meanOf(b), meanOf(c)];
    for (const [i, x] of found.columns[0].positions.entries())
      for (const [k, y] of found.columns[1].positions.entries())
        expect(Math.abs((found.values[i * n + k] as number) - 6 * (x - mb) * (y - mc))).toBeLessThan(0.05);
  });

  it('where both are the same, only cells with rows are asked, and what is empty goes on as its neighbours do', async () => {
    const found = await asked(
      (row) => number(row, 'a') * number(row, 'b'),
      {},
      { a: numbers(a), b: numbers(a) },
    );
    const [m, n] = found.shape;
    for (let i = 0; i < m - 1; i++)
      for (let k = 0; k < n - 1; k++) expect((found.counts[i * (n - 1) + k] as number) > 0).toBe(i === k);
    expect(found.values.every(Number.isFinite)).toBe(true);
  });

  it('names what cannot be asked', async () => {
    const answer = () => 0;
    const words: Values = { kind: 'string', data: Array.from(a, () => 'x') };
    const same = numbers(a.map(() => 1));
    await expect(asked(answer, { columns: ['a', 'w'] }, { ...columns, w: words })).rejects.toMatchObject({
      place: 'params.columns',
    });
    await expect(asked(answer, {}, { a: numbers(a), w: words })).rejects.toThrow('1 columns of numbers');
    await expect(asked(answer, {}, { a: numbers(a), same })).rejects.toThrow('“same” has one value');
  });
});

describe('columns that work together', () => {
  /** All sets of three signs: what is beyond the sum is the product alone. */
  const signs = Array.from({ length: 32 }, (_, i) => i);
  const cube = {
    a: numbers(signs.map((i) => (i % 2) * 2 - 1)),
    b: numbers(signs.map((i) => ((i >> 1) % 2) * 2 - 1)),
    c: numbers(signs.map((i) => ((i >> 2) % 2) * 2 - 1)),
  };

  it('of 2 a + b + 3 a b + c: the share is 3² of 2² + 1² + 3², the move 3', async () => {
    const found = await together(
      cube,
      ({ a, b, c }) => 2 * Number(a) + Number(b) + 3 * Number(a) * Number(b) + Number(c),
      { rows: 32 },
    );
    const rows = togetherRows(found);
    const pair = rows.find(({ a, b }) => a === 'a' && b === 'b');
    expect(pair?.h).toBeCloseTo(Math.sqrt(9 / 14), 9);
    expect(pair?.moves).toBeCloseTo(3, 9);
    expect(rows.find(({ a, b }) => a === 'a' && b === undefined)?.h).toBeCloseTo(Math.sqrt(9 / 15), 9);
    expect(
      rows.filter(({ a, b }) => a === 'c' || b === 'c').every(({ h, moves }) => h === 0 && moves === 0),
    ).toBe(true);
    expect(rows.find(({ b }) => b !== undefined)).toEqual(pair);
  });

  it('asks pairs of those only that work together most', async () => {
    const found = await together(cube, ({ a, b, c }) => Number(a) * Number(b) * Number(c), {
      rows: 20,
      columns: 2,
    });
    expect(togetherRows(found).filter(({ b }) => b !== undefined)).toHaveLength(1);
  });

  it('has nothing to say of one column', async () => {
    await expect(together({ a: cube.a }, () => 0, {})).rejects.toMatchObject({
      code: 'badInput',
      hint: 'One column has none to work with.',
    });
  });
});

describe('columns that go together', () => {
  const x = normals(3, 'x', 0, 200);
  it('by ranks, by texts and by both; names and chance do not count', () => {
    const texts: Values = {
      kind: 'string',
      data: Array.from(x, (value) => (value < -0.5 ? 'low' : value < 0.5 ? 'middle' : 'high')),
    };
    const pairs = goTogether(
      new Map<string, Values>([
        ['x', numbers(x)],
        ['cube', numbers(x.map((value) => -(value ** 3)))],
        ['noise', numbers(normals(3, 'noise', 0, 200))],
        ['texts', texts],
        ['same texts', texts],
        ['names', { kind: 'string', data: Array.from(x, (_, i) => `name ${i}`) }],
        ['constant', numbers(new Float64Array(200).fill(1))],
      ]),
    );
    const told = new Map(pairs.map(({ a, b, strength }) => [`${a}, ${b}`, strength]));
    expect([...told.keys()].toSorted()).toEqual(
      [
        'x, cube',
        ...['x', 'cube', 'texts'].map((a) => `${a}, same texts`),
        'x, texts',
        'cube, texts',
      ].toSorted(),
    );
    expect(told.get('x, cube')).toBeCloseTo(-1, 12);
    expect(told.get('texts, same texts')).toBeCloseTo(1, 2);
    expect(told.get('x, texts')).toBeGreaterThan(0.9);
  });

  it('of 1,000 columns are found in time, and told in few words', () => {
    const columns = new Map(
      Array.from({ length: 1000 }, (_, i): [string, Values] => [
        `[t].[${i}]`,
        numbers(uniforms(4, `${i % 998}`, 0, 200)),
      ]),
    );
    const [note] = togetherNotes(columns, 'So it is.');
    expect(note).toBe(
      'Columns go together: [t].[0] and [t].[998] (1.00), [t].[1] and [t].[999] (1.00). So it is.',
    );
    expect(
      togetherNotes(
        new Map([
          ['a', numbers([1, 2])],
          ['b', numbers([1, 2])],
        ]),
        '',
      ),
    ).toEqual([]);
  });

  it('texts of equal rows keep their places', () => {
    expect(bySimilarity(['a', 'b', 'c', 'a', null], 'w', new Map(), 5)).toEqual(['a', 'b', 'c']);
  });
});
