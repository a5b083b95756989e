import { describe, expect, it } from 'vitest';
import type { Column, ColumnStats } from '../protocol/dataset';
import { gridSchema } from './fixtures/gridSchema';
import { checkInputs, offeredInputs } from './inputs';
import { suggestTarget, targetsOf, targetTask } from './targets';

const column = (name: string, type: Column['type'], role: Column['role'] = 'feature'): Column => ({
  name,
  type,
  role,
});
const stats = (name: string, distinct: number): ColumnStats => ({
  name,
  count: 100,
  missing: 0,
  distinct,
  distinctCapped: false,
  top: [
    { value: 'b', count: 60 },
    { value: 'a', count: 40 },
  ].slice(0, distinct),
});
const table = (columns: [Column, number][]) => ({
  schema: { kind: 'tabular' as const, columns: columns.map(([own]) => own) },
  stats: columns.map(([{ name }, distinct]) => stats(name, distinct)),
  rows: 100,
});

const mixed = table([
  [column('key', 'id', 'ignored'), 100],
  [column('who', 'integer', 'group'), 8],
  [column('when', 'datetime', 'time'), 100],
  [column('part', 'categorical', 'split'), 2],
  [column('always', 'categorical', 'ignored'), 1],
  [column('hidden', 'numeric', 'ignored'), 50],
  [column('height', 'numeric'), 90],
  [column('kind', 'categorical'), 2],
  [column('word', 'categorical'), 5000],
]);

describe('what can be predicted', () => {
  it('offers nothing that training refuses, and says why', () => {
    expect(targetsOf(mixed).map(({ name, task, refused }) => [name, task?.type ?? refused?.why])).toEqual([
      ['key', 'an identifier'],
      ['who', 'role group'],
      ['when', 'role time'],
      ['part', 'role split'],
      ['always', 'one value'],
      ['hidden', 'regression'],
      ['height', 'regression'],
      ['kind', 'classification'],
      ['word', 'too many labels'],
      ['groups of similar rows', 'clustering'],
      ['odd rows', 'anomaly'],
    ]);
    for (const { name, task } of targetsOf(mixed)) {
      if (task) expect(targetTask(mixed, name)).toEqual(task);
      else expect(() => targetTask(mixed, name)).toThrow(name);
    }
    expect(suggestTarget(mixed)).toBe('kind');
  });

  it('does the same of a field: labels that cannot be learnt are not offered, its future is where there is one', () => {
    const fields = [
      column('recording', 'integer', 'group'),
      column('start', 'integer', 'time'),
      column('constant', 'categorical', 'target'),
      column('name', 'text'),
      column('event', 'boolean'),
    ];
    const source = (horizon: number) => ({
      schema: { kind: 'spacetime4d' as const, columns: fields, data: gridSchema(horizon) },
      stats: fields.map(({ name }) => stats(name, name === 'constant' ? 1 : 2)),
    });
    expect(targetsOf(source(0)).map(({ name, task }) => [name, task !== undefined])).toEqual([
      ['constant', false],
      ['name', false],
      ['event', true],
    ]);
    expect(suggestTarget(source(0))).toBe('event');
    expect(suggestTarget(source(2))).toBe('future');
    expect(() => targetTask(source(0), 'future')).toThrow('no future to forecast');
    expect(targetTask(source(2), 'future')).toEqual({
      type: 'forecast',
      target: 'future',
      horizon: 2,
      channels: ['v'],
    });
  });
});

describe('what can be learnt from', () => {
  it('leaves out what divides the rows unless it is asked for', () => {
    const names = (target: string) => offeredInputs(mixed, target).map(({ column: { name } }) => name);
    expect(names('kind')).toEqual(['who', 'when', 'part', 'height', 'word']);
    expect(checkInputs(mixed, 'kind')).toEqual(['height', 'word']);
    expect(checkInputs(mixed, 'kind', ['height', 'who'])).toEqual(['who', 'height']);
    for (const [wanted, message] of [
      [['kind'], 'The target "kind" is also a feature.'],
      [['key'], 'of type id and cannot be a feature'],
      [['none'], 'There is no column "none"'],
      [['height', 'height'], 'named twice'],
      [[], 'no column to learn from'],
    ] as const)
      expect(() => checkInputs(mixed, 'kind', wanted)).toThrow(message);
  });
});
