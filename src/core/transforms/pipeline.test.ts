import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Column, ColumnType } from '#/core/protocol/dataset';
import { applyPipeline } from './applyPipeline';
import { defaultSteps, fitPipeline } from './fitPipeline';
import { rowsToValues } from './rowsToValues';
import { labelsOf } from './labelsOf';
import { taskOf } from '../tasks/registry';
import type { Values } from './transformDef';

const field = (name: string, type: ColumnType): Column => ({ name, type, role: 'feature' });
const numbers = (...data: number[]): Values => ({ kind: 'number', width: 1, data: Float64Array.from(data) });
const target = { type: 'classification', target: 'y', labels: ['a', 'b'] };

describe('fitPipeline', () => {
  it('gives every usable type a chain that ends in numbers, and leaves text and ids out', () => {
    const fields = [field('x', 'numeric'), field('c', 'categorical'), field('id', 'id'), field('t', 'text')];
    const columns = new Map<string, Values>([
      ['x', numbers(1, Number.NaN, 3)],
      ['c', { kind: 'string', data: ['u', null, 'v'] }],
    ]);
    const pipeline = fitPipeline(fields, columns);
    expect(pipeline.features.map((feature) => feature.column)).toEqual(['x', 'c']);
    expect(pipeline.features.flatMap((feature) => feature.outputNames)).toEqual(['x', 'c=u', 'c=v']);
    expect(pipeline.width).toBe(3);
    const table = Array.from(applyPipeline(pipeline, columns));
    const edge = Math.fround(Math.sqrt(1.5));
    expect(table).toEqual([-edge, 1, 0, 0, 0, 0, edge, 0, 1].map((value) => expect.closeTo(value, 6)));
  });

  it('survives JSON, as it is stored', () => {
    const fields = [field('d', 'datetime'), field('b', 'boolean')];
    const columns = new Map<string, Values>([
      ['d', numbers(0, 86_400_000 * 40, Number.NaN)],
      ['b', numbers(1, Number.NaN, 0)],
    ]);
    const pipeline = fitPipeline(fields, columns);
    const stored = JSON.parse(JSON.stringify(pipeline)) as typeof pipeline;
    expect(applyPipeline(stored, columns)).toEqual(applyPipeline(pipeline, columns));
  });

  it('never turns constant, empty or extreme training columns into NaN', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.double({ noNaN: true, min: -1e300, max: 1e300 }), fc.constant(Number.NaN)), {
          minLength: 1,
          maxLength: 20,
        }),
        fc.constantFrom('standardize', 'minMax', 'robustScale'),
        (data, scaler) => {
          const columns = new Map([['x', numbers(...data)]]);
          const steps = new Map([['x', [{ type: 'impute' }, { type: scaler }]]]);
          const pipeline = fitPipeline([field('x', 'numeric')], columns, { steps });
          expect(applyPipeline(pipeline, columns).some(Number.isNaN)).toBe(false);
        },
      ),
    );
  });

  it('says what is wrong, where and what to do', () => {
    const columns = new Map<string, Values>([['c', { kind: 'string', data: ['u'] }]]);
    const fit = (type: ColumnType, steps: { type: string; params?: Record<string, unknown> }[]) => () =>
      fitPipeline([field('c', type)], columns, { steps: new Map([['c', steps]]) });
    expect(fit('categorical', [{ type: 'standardize' }])).toThrow(/cannot be applied to a categorical/);
    expect(fit('categorical', [{ type: 'imputeText' }])).toThrow(/end in text/);
    expect(fit('categorical', [{ type: 'nope' }])).toThrow(/no preprocessing step "nope"/);
    expect(fit('categorical', [{ type: 'oneHot', params: { maxCategories: 0 } }])).toThrow(/"One-hot"/);
    expect(fit('categorical', [])).toThrow(/None of the chosen features/);
    expect(() => fitPipeline([field('x', 'numeric')], columns)).toThrow(/"x" is missing/);
  });

  it('leaves out a column without a single value', () => {
    const stats = { name: 'x', count: 3, missing: 3, distinct: 0, distinctCapped: false };
    expect(defaultSteps(field('x', 'numeric'), stats)).toEqual([]);
    const columns = new Map<string, Values>([
      ['c', { kind: 'string', data: [null, null] }],
      ['x', numbers(1, 2)],
    ]);
    const pipeline = fitPipeline([field('c', 'categorical'), field('x', 'numeric')], columns);
    expect(pipeline.features.map((feature) => feature.column)).toEqual(['x']);
  });

  it('keeps the number of one-hot columns at the cap, the rare ones in "other"', () => {
    const data = Array.from({ length: 10_000 }, (_, i) => `c${i % 1000}`).concat('c7', 'c7');
    const columns = new Map<string, Values>([['c', { kind: 'string', data }]]);
    const { features, width } = fitPipeline([field('c', 'categorical')], columns);
    expect(width).toBe(64);
    expect(features[0]?.outputNames).toContain('c=c7');
    expect(features[0]?.outputNames.at(-1)).toBe('c=(other)');
  });
});

describe('rowsToValues', () => {
  const inputs = [
    field('x', 'numeric'),
    field('c', 'categorical'),
    field('d', 'datetime'),
    field('b', 'boolean'),
  ];

  it('reads what people write', () => {
    const { columns, warnings } = rowsToValues(
      [
        { x: '1.5', c: 'u', d: '2024-02-29', b: 'yes' },
        { x: 2, c: 7, d: Date.UTC(2024, 1, 29), b: false },
        { x: '', c: null, d: '', b: null },
        {},
      ],
      inputs,
    );
    expect(columns.get('x')).toEqual(numbers(1.5, 2, Number.NaN, Number.NaN));
    expect(columns.get('c')).toEqual({ kind: 'string', data: ['u', '7', null, null] });
    const day = Date.UTC(2024, 1, 29);
    expect(columns.get('d')).toEqual(numbers(day, day, Number.NaN, Number.NaN));
    expect(columns.get('b')).toEqual(numbers(1, 0, Number.NaN, Number.NaN));
    expect(warnings).toEqual([]);
  });

  it('reads a decimal comma and says what it could not read', () => {
    const { columns, warnings } = rowsToValues(
      [{ x: '1,5' }, { x: 'tall' }, { x: '1,500' }],
      inputs.slice(0, 1),
    );
    expect(columns.get('x')).toEqual(numbers(1.5, Number.NaN, Number.NaN));
    expect(warnings).toEqual(['x: "tall", "1,500" is not a number; treated as missing.']);
  });

  it('warns of categories training never saw, also where the rest counts as one', () => {
    const fit = (maxCategories: number) =>
      fitPipeline(
        [field('c', 'categorical')],
        new Map<string, Values>([['c', { kind: 'string', data: ['u', 'v', 'w'] }]]),
        { steps: new Map([['c', [{ type: 'oneHot', params: { maxCategories } }]]]) },
      );
    const rows = [{ c: 'mauve' }, { c: 'u' }, { c: 'constructor' }];
    const [c] = inputs.slice(1, 2) as [Column];
    expect(rowsToValues(rows, [c], fit(10)).warnings.join()).toMatch(/"mauve", "constructor" was never seen/);
    expect(rowsToValues(rows, [c], fit(2)).warnings.join()).toMatch(
      /"mauve", "constructor" is not among .* \(1\); it counts as one of the others/,
    );
  });

  it('does not inherit cells from prototypes', () => {
    const { columns } = rowsToValues(
      [{}],
      [field('constructor', 'categorical'), field('__proto__', 'categorical')],
    );
    expect(columns.get('constructor')).toEqual({ kind: 'string', data: [null] });
    expect(columns.get('__proto__')).toEqual({ kind: 'string', data: [null] });
  });
});

describe('target', () => {
  it('sorts number-like labels by value and others by text', () => {
    expect(labelsOf(['10', '9', null, '10'])).toEqual(['9', '10']);
    expect(labelsOf(['b', 'a', '10'])).toEqual(['10', 'a', 'b']);
  });

  it('encodes labels and marks the rest', () => {
    const labels: Values = { kind: 'string', data: ['b', null, 'c', 'a'] };
    expect(Array.from(taskOf(target).encode(target, labels))).toEqual([1, Number.NaN, Number.NaN, 0]);
  });

  it('standardises a number and gives it back', () => {
    const task = { type: 'regression' as const, target: 'y' };
    const fitted = taskOf(task).fit(task, numbers(1e9, 1e9 + 2, Number.NaN));
    expect(fitted).toEqual({ ...task, scales: [{ mean: 1e9 + 1, std: 1 }] });
    expect(Array.from(taskOf(fitted).encode(fitted, numbers(1e9 + 2)))).toEqual([1]);
    expect(taskOf(fitted).decode(fitted, Float32Array.of(1), 1)).toEqual([{ value: 1e9 + 2 }]);
    expect(() => taskOf(task).fit(task, numbers(Number.NaN))).toThrow(/no numbers to learn from/);
  });

  it('answers with the first of the largest shares, from one logit or many', () => {
    expect(taskOf(target).decode(target, Float32Array.of(0), 1)[0]).toEqual({
      value: 'a',
      probabilities: [0.5, 0.5],
    });
    const three = { ...target, labels: ['x', 'y', 'z'] };
    expect(taskOf(three).decode(three, Float32Array.of(1000, 1000, -1000), 3)[0]).toEqual({
      value: 'x',
      probabilities: [0.5, 0.5, 0],
    });
  });
});
