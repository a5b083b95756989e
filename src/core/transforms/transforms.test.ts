/** Every step in the registry, on each of its examples: what we compute is what its ONNX form computes. */
import { describe, expect, it } from 'vitest';
import { createGraphBuilder } from '#/core/onnx/createGraphBuilder';
import { checkGraph } from '#/core/onnx/checkGraph';
import { toFeeds } from '#/core/onnx/feeds';
import { writeModel } from '#/core/onnx/writeModel';
import { onnxRuntimes } from '../../../test/support/onnxRuntimes';
import { asNumbers } from './numberBlock';
import { transforms } from './registry';
import type { TransformDef, Values } from './transformDef';
import { rowCount } from './valueRows';

/** The example plus rows the fit never saw. */
function withUnseen(values: Values): Values {
  if (values.kind === 'string')
    return { kind: 'string', data: [...values.data, 'never seen', '', ' a ', 'ünïcode 🜁'] };
  const extra = [0, -3.5, 1e6, 1e-9].flatMap((value) => Array.from({ length: values.width }, () => value));
  return { ...values, data: Float64Array.from([...values.data, ...extra]) };
}

function toModel(def: TransformDef, values: Values, state: unknown, params: unknown, opset: number) {
  const graph = createGraphBuilder(['out']);
  const dtype = values.kind === 'number' ? 'double' : 'string';
  const input = graph.input('x', dtype, [null, values.kind === 'number' ? values.width : 1]);
  const output = def.toOnnx(graph, input, state, params);
  graph.output(output, 'out', def.output === 'number' ? 'double' : 'string', [null, null]);
  checkGraph(graph.build());
  return writeModel(graph.build(), { name: def.type, opset });
}

function feedsOf(values: Values) {
  const [feed] = toFeeds(
    [{ name: 'x', column: 'x', dtype: values.kind === 'number' ? 'double' : 'string' }],
    new Map([['x', values]]),
  );
  if (feed && values.kind === 'number') feed.dims = [rowCount(values), values.width];
  return feed ? [feed] : [];
}

for (const def of transforms.all) {
  describe(def.type, () => {
    it('has examples and says what it is', () => {
      expect(def.examples.length).toBeGreaterThan(0);
      expect(def.accepts.length).toBeGreaterThan(0);
      expect(def.title && def.summary).toBeTruthy();
    });

    def.examples.forEach((example, number) => {
      const params = def.params.parse(example.params);
      // Through JSON, as it is stored.
      const state: unknown = JSON.parse(JSON.stringify(def.fit(example.values, params)));
      const values = withUnseen(example.values);
      const expected = def.apply(values, state, params);

      it(`example ${number + 1}: names its columns and never makes NaN from a value`, () => {
        expect(expected.kind).toBe(def.output);
        expect(rowCount(expected)).toBe(rowCount(values));
        if (expected.kind !== 'number') return;
        const width = values.kind === 'number' ? values.width : 1;
        const names = Array.from({ length: width }, (_, c) => def.outputNames(`x${c}`, state, params)).flat();
        expect(names).toHaveLength(expected.width);
        expect(new Set(names).size).toBe(names.length);
        if (values.kind === 'number')
          values.data.forEach((value, i) => {
            if (!Number.isNaN(value) && expected.width === width) expect(expected.data[i]).not.toBeNaN();
          });
      });

      for (const runtime of onnxRuntimes)
        for (const opset of [17, 21])
          it(`example ${number + 1} gives the same in ${runtime.name}, opset ${opset}`, async () => {
            const model = toModel(def, values, state, params, opset);
            const result = (await runtime.run(model, feedsOf(values))).get('out');
            if (expected.kind === 'string') {
              expect(Array.from(result?.data ?? [])).toEqual(expected.data.map((text) => text ?? ''));
              return;
            }
            expect(result?.dims).toEqual([rowCount(expected), expected.width]);
            const numbers = Array.from(result?.data as ArrayLike<number>);
            numbers.forEach((value, i) => {
              const wanted = expected.data[i] as number;
              if (Number.isNaN(wanted)) expect(value).toBeNaN();
              else expect(Math.abs(value - wanted)).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(wanted)));
            });
          });
    });
  });
}

it('reads dates right over four centuries', () => {
  const def = transforms.get('datetimeParts');
  const params = def.params.parse({ cyclic: false });
  const days = Array.from(
    { length: 4000 },
    (_, i) => Date.UTC(1800, 0, 1) + i * 37 * 86_400_000 + i * 3_700_000,
  );
  const result = def.apply({ kind: 'number', width: 1, data: Float64Array.from(days) }, null, params);
  const expected = days.flatMap((ms) => {
    const date = new Date(ms);
    return [
      date.getUTCFullYear(),
      date.getUTCMonth() + 1,
      date.getUTCDate(),
      date.getUTCHours(),
      (date.getUTCDay() + 6) % 7,
    ];
  });
  expect(Array.from(asNumbers(result, 'test').data)).toEqual(expected);
});

it('puts the end of a cycle next to its start', () => {
  const def = transforms.get('datetimeParts');
  const params = def.params.parse({ parts: ['hour'] });
  const hours = [0, 6, 23].map((hour) => Date.UTC(2024, 0, 1, hour));
  const result = def.apply({ kind: 'number', width: 1, data: Float64Array.from(hours) }, null, params);
  const angle = (23 / 24) * 2 * Math.PI;
  const expected = [0, 0, 1, 6, 1, 0, 23, Math.sin(angle), Math.cos(angle)];
  expect(Array.from(asNumbers(result, 'test').data)).toEqual(
    expected.map((value) => expect.closeTo(value, 12)),
  );
});

describe('numbers that strain float64', () => {
  const apply = (type: string, data: number[]) => {
    const def = transforms.get(type);
    const values: Values = { kind: 'number', width: 1, data: Float64Array.from(data) };
    const params = def.params.parse({});
    return Array.from(asNumbers(def.apply(values, def.fit(values, params), params), 'test').data);
  };

  it.each(['standardize', 'minMax', 'robustScale'])('%s takes rounding noise for a constant', (type) => {
    for (const value of apply(type, [0.3, 0.1 + 0.2, 0.3])) expect(Math.abs(value)).toBeLessThan(1e-12);
  });

  it('keeps the digits of a mean far from zero', () => {
    const column = Array.from({ length: 100_001 }, (_, i) => 1e13 + (i % 2 === 0 ? 0 : 1));
    const scaled = apply('standardize', column);
    expect(Math.max(...scaled.map(Math.abs))).toBeCloseTo(1, 4);
  });
});
