import { describe, expect, it } from 'vitest';
import { normals } from '../../random/random';
import type { Values } from '../../transforms/transformDef';
import { takeRows } from '../../transforms/valueRows';
import type { Contributions, Imitation, Neighbours } from '../attribution';
import type { AskedModel, Background } from '../explainerDef';
import { imitation } from '../imitation';
import { neighbours } from '../neighbours';
import { peakOf } from '../peakOf';
import { reasonCodes, reasonTable } from '../reasonCodes';
import { growImitation, nodeOf } from './growImitation';

const rows = 400;
const x = Float64Array.from(normals(1, 'x', 0, rows));
const word = Array.from({ length: rows }, (_, i) => ['a', 'b', 'c', 'd', null][i % 5] as string | null);
const noise = Float64Array.from(normals(1, 'noise', 0, rows), (value, i) =>
  i % 7 === 0 ? Number.NaN : value,
);
const columns = new Map<string, Values>([
  ['noise', { kind: 'number', width: 1, data: noise }],
  ['x', { kind: 'number', width: 1, data: x }],
  ['word', { kind: 'string', data: word }],
]);
const background: Background = {
  rows,
  truth: Float64Array.from(x, (value) => Number(value > 0)),
  numbers: Uint32Array.from({ length: rows }, (_, i) => 1000 + i),
  batch: async (wanted) => ({
    form: 'columns',
    rows: wanted.length,
    columns: new Map([...columns].map(([name, values]) => [name, takeRows(values, wanted)])),
  }),
};
/** Steps: at 0.5 of x, and by the word below that. */
const answerOf = (value: number, text: string | null) =>
  value > 0.5 ? 10 : text === 'a' || text === 'd' ? 4 : 0;
const model: AskedModel = {
  task: { type: 'regression', target: 'y' },
  value: 'number',
  judge: 'r2',
  inputs: [...columns.keys()].map((name) => ({ name })),
  batch: 128,
  async run(samples) {
    if (samples.form !== 'columns') throw new Error('not a table');
    const [numbers, texts] = [samples.columns.get('x'), samples.columns.get('word')];
    return Float64Array.from({ length: samples.rows }, (_, i) =>
      answerOf(Number(numbers?.data[i]), (texts?.data[i] ?? null) as string | null),
    );
  },
};

describe('a tree that imitates a model', () => {
  it('finds the questions of a model of steps, and says that it follows all of it', async () => {
    const explaining = imitation.explain(
      model,
      { background: async () => background },
      imitation.params.parse({ depth: 2 }),
    );
    let next = await explaining.next();
    while (!next.done) next = await explaining.next();
    const { nodes, values, names, r2, judged } = next.value as Imitation;
    expect(r2).toBeCloseTo(1, 9);
    expect(judged).toBe(120);
    const [root] = nodes;
    expect(names[root?.ask?.column ?? -1]).toBe('x');
    expect(root?.ask?.atMost).toBeCloseTo(0.5, 1);
    const below = nodes[root?.holds ?? -1];
    const texts = below?.ask?.oneOf?.toSorted();
    expect([
      ['b', 'c'],
      ['a', 'd'],
    ]).toContainEqual(texts);
    expect([...values].filter((_, i) => !nodes[i]?.ask).toSorted((a, b) => a - b)).toEqual([0, 4, 10]);
  });

  it('splits as an exhaustive search of all thresholds would', () => {
    const data = x.subarray(0, 60);
    const answers = Float64Array.from(data, (value, i) => Math.sin(3 * value) + (i % 3));
    const all = Array.from(data.keys());
    const { nodes } = growImitation([{ kind: 'number', width: 1, data }], answers, all, 1, {
      depth: 1,
      leafRows: 1,
    });
    const spread = (some: number[]) => {
      const mean = some.reduce((sum, row) => sum + (answers[row] as number), 0) / some.length;
      return some.reduce((sum, row) => sum + ((answers[row] as number) - mean) ** 2, 0);
    };
    const left = (at: number) => {
      const [holds, fails] = [
        all.filter((row) => (data[row] as number) <= at),
        all.filter((row) => (data[row] as number) > at),
      ];
      return holds.length === 0 || fails.length === 0
        ? Number.POSITIVE_INFINITY
        : spread(holds) + spread(fails);
    };
    expect(left(nodes[0]?.ask?.atMost as number)).toBeCloseTo(Math.min(...Array.from(data, left)), 9);
  });

  it('sends what is missing where more rows go, and leaves a constant alone', () => {
    const values: Values = { kind: 'number', width: 1, data: Float64Array.of(1, 1, 1, 5, Number.NaN) };
    const { nodes } = growImitation([values], Float64Array.of(0, 0, 0, 9, 0), [0, 1, 2, 3, 4], 1, {
      depth: 3,
      leafRows: 1,
    });
    expect(nodes[0]?.ask).toMatchObject({ atMost: 3, missing: 'holds' });
    expect(nodeOf(nodes, [values], 4)).toBe(nodes[0]?.holds);
    expect(
      growImitation([values], new Float64Array(5).fill(2), [0, 1, 2, 3, 4], 1, { depth: 3, leafRows: 1 })
        .nodes,
    ).toHaveLength(1);
  });
});

describe('samples that are like one', () => {
  it('are the nearest of the training by prepared values, without the sample itself', async () => {
    const prepared = {
      shape: [1],
      inputOf: Int32Array.of(1),
      enter: (samples: Parameters<AskedModel['run']>[0]) =>
        Float32Array.from(
          samples.form === 'columns' ? ((samples.columns.get('x')?.data ?? []) as Float64Array) : [],
        ),
      run: async () => new Float64Array(),
      raw: async () => new Float32Array(),
    };
    const sample = await background.batch([7]);
    const explaining = neighbours.explain(
      { ...model, prepared },
      { sample, background: async () => background, learnt: async () => background },
      neighbours.params.parse({ count: 5 }),
    );
    let next = await explaining.next();
    while (!next.done) next = await explaining.next();
    const { samples, values } = next.value as Neighbours;
    const wanted = Array.from(x.keys())
      .filter((row) => row !== 7)
      .toSorted(
        (a, b) =>
          Math.abs((x[a] as number) - (x[7] as number)) - Math.abs((x[b] as number) - (x[7] as number)),
      );
    expect(samples.map(({ row }) => row)).toEqual(wanted.slice(0, 5).map((row) => 1000 + row));
    expect([...values]).toEqual([...values].toSorted((a, b) => a - b));
  });
});

describe('reason codes', () => {
  const found = {
    names: ['[x].[y]', 'возраст', ''],
    shape: [2, 3, 2],
    values: Float64Array.of(1, 0, -3, 0, 2, 0, 0, 0, 0.5, 0, -0.1, 0),
    answers: [5, 6],
    given: ['1', '2', 'c', '4', '', 'f'],
    numbers: [17, 40],
  } as unknown as Contributions;

  it('are the columns that move an answer furthest, one side of it or both', () => {
    const [first, second] = reasonCodes(found, 2);
    expect(first).toEqual({
      row: 17,
      answer: 5,
      reasons: [
        { name: 'возраст', given: '2', value: -3 },
        { name: '', given: 'c', value: 2 },
      ],
    });
    expect(second?.reasons.map(({ name }) => name)).toEqual(['возраст', '']);
    expect(reasonCodes(found, 3, 'lowers').map(({ reasons }) => reasons.length)).toEqual([1, 1]);
    expect(reasonTable(reasonCodes(found, 3), 3)[2]).toEqual([
      40,
      6,
      'возраст',
      '',
      0.5,
      '',
      'f',
      -0.1,
      null,
      null,
      null,
    ]);
  });
});

it('the peak of a map is where neighbours agree, not a single value', () => {
  const values = new Float32Array(6 * 6);
  values[0] = 5;
  for (const place of [21, 22, 27, 28]) values[place] = 4;
  expect([21, 22, 27, 28]).toContain(peakOf(values, [6, 6], 1));
});
