import { expect, it } from 'vitest';
import { uniforms } from '../random/random';
import type { Values } from '../transforms/transformDef';
import { takeRows } from '../transforms/valueRows';
import type { Counterfactuals } from './attribution';
import { counterfactuals } from './counterfactuals';
import type { AskedModel, Background } from './explainerDef';
import { waysOf } from './summarize';

const rows = 200;
const columns = new Map<string, Values>([
  ['a', { kind: 'number', width: 1, data: Float64Array.from(uniforms(1, 'a', 0, rows)) }],
  ['b', { kind: 'number', width: 1, data: Float64Array.from(uniforms(1, 'b', 0, rows)) }],
  ['[x].[y]', { kind: 'string', data: Array.from({ length: rows }, (_, i) => (i % 2 === 0 ? 'да' : 'нет')) }],
]);
const number = (all: ReadonlyMap<string, Values>, name: string, row: number) => {
  const values = all.get(name);
  return values?.kind === 'number' ? (values.data[row] as number) : Number.NaN;
};
const text = (all: ReadonlyMap<string, Values>, name: string, row: number) => {
  const values = all.get(name);
  return values?.kind === 'string' ? values.data[row] : null;
};
/** 2 a + b + 1 where the text says so. */
const score = (all: ReadonlyMap<string, Values>, row: number) =>
  2 * number(all, 'a', row) + number(all, 'b', row) + (text(all, '[x].[y]', row) === 'да' ? 1 : 0);
const asked = (value: 'class' | 'number'): AskedModel => ({
  task:
    value === 'class'
      ? { type: 'classification', target: 'y', labels: ['no', 'yes'] }
      : { type: 'regression', target: 'y' },
  value,
  judge: 'r2',
  inputs: [...columns.keys()].map((name) => ({ name })),
  batch: 64,
  async run(samples) {
    if (samples.form !== 'columns') throw new Error('not a table');
    const scores = Array.from({ length: samples.rows }, (_, row) => score(samples.columns, row));
    if (value === 'number') return Float64Array.from(scores);
    return Float64Array.from(
      scores.flatMap((one) => [1 / (1 + Math.exp(one - 2.5)), 1 / (1 + Math.exp(2.5 - one))]),
    );
  },
});
const background: Background = {
  rows,
  truth: new Float64Array(rows),
  batch: async (places) => ({
    form: 'columns',
    rows: places.length,
    columns: new Map([...columns].map(([name, values]) => [name, takeRows(values, places)])),
  }),
};
const row: ReadonlyMap<string, Values> = new Map<string, Values>([
  ['a', { kind: 'number', width: 1, data: Float64Array.of(0.4) }],
  ['b', { kind: 'number', width: 1, data: Float64Array.of(0.3) }],
  ['[x].[y]', { kind: 'string', data: ['нет'] }],
]);

async function found(model: AskedModel, params: Record<string, unknown>): Promise<Counterfactuals> {
  const explaining = counterfactuals.explain(
    model,
    { sample: { form: 'columns', rows: 1, columns: row }, background: async () => background },
    counterfactuals.params.parse(params),
  );
  for (;;) {
    const next = await explaining.next();
    if (next.done) return next.value as Counterfactuals;
  }
}

it('of a line: every way is answered as wanted, and a lone number goes exactly as far as it must', async () => {
  const model = asked('number');
  const all = await found(model, { wanted: 'at least 2' });
  expect(all.ways.length).toBeGreaterThan(0);
  for (const { figure } of all.ways) expect(figure).toBeGreaterThanOrEqual(2);
  // With text and b kept, 2 a + 0.3 >= 2 leads to a = 0.85 and hardly further: it is written in few digits.
  const kept = await found(model, { wanted: 'at least 2', fixed: ['b', '[x].[y]'] });
  const changes = waysOf(kept).map((way) => way.changes);
  expect(changes).toMatchObject([[{ name: 'a', from: 0.4 }]]);
  const to = Number(changes[0]?.[0]?.to);
  expect(to).toBeGreaterThanOrEqual(0.85);
  expect(to).toBeLessThan(0.8521);
});

it('of labels: only what is needed changes, texts included', async () => {
  const all = await found(asked('class'), {});
  expect(all).toMatchObject({ answer: 'no', wanted: 'yes' });
  for (const way of all.ways) {
    expect(way.answer).toBe('yes');
    expect(way.figure).toBeGreaterThanOrEqual(0.5);
  }
  const text = await found(asked('class'), { fixed: ['b'] });
  const [first] = waysOf(text);
  // a alone would have to be above 1: the text goes with it.
  expect(first?.changes.map(({ name }) => name).toSorted()).toEqual(['[x].[y]', 'a']);
});

it('names what cannot be', async () => {
  const model = asked('number');
  await expect(found(model, { wanted: 'at least 1', fixed: ['a'] })).rejects.toMatchObject({
    message: 'The answer is at least 1 already.',
  });
  await expect(found(model, { wanted: 'at least 900' })).rejects.toMatchObject({ code: 'badInput' });
  await expect(found(model, { wanted: 'more' })).rejects.toMatchObject({ place: 'params.wanted' });
  await expect(found(model, { fixed: ['z'] })).rejects.toMatchObject({ place: 'params.fixed' });
  await expect(found(asked('class'), { wanted: 'perhaps' })).rejects.toMatchObject({
    hint: 'Use one of: no, yes.',
  });
});
