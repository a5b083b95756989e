/** scikit-learn as the oracle (test/fixtures/makeSklearnTransforms.py). */
import { describe, expect, it } from 'vitest';
import fixture from '../../../test/fixtures/sklearnTransforms.json';
import { asNumbers } from './numberBlock';
import { transforms } from './registry';
import type { Values } from './transformDef';

function fitApply(type: string, fitOn: Values, applyTo: Values, settings: Record<string, unknown> = {}) {
  const def = transforms.get(type);
  const params = def.params.parse(settings);
  return asNumbers(def.apply(applyTo, def.fit(fitOn, params), params), 'test');
}

const numbers = (data: (number | null)[]): Values => ({
  kind: 'number',
  width: 1,
  data: Float64Array.from(data, (value) => value ?? Number.NaN),
});
const text = (data: string[]): Values => ({ kind: 'string', data });

function expectClose(actual: Float64Array, expected: number[], tolerance = 1e-9) {
  expect(actual.length).toBe(expected.length);
  actual.forEach((value, i) => {
    expect(Math.abs(value - (expected[i] ?? Number.NaN))).toBeLessThan(tolerance);
  });
}

describe.each(fixture.scalers)('$name', (column) => {
  it.each(['standardize', 'minMax', 'robustScale'] as const)('%s', (type) => {
    expectClose(fitApply(type, numbers(column.values), numbers(column.values)).data, column[type]);
  });
});

it.each(['median', 'mean', 'mostFrequent'] as const)('impute %s', (strategy) => {
  const column = numbers(fixture.impute.values);
  expectClose(fitApply('impute', column, column, { strategy }).data, fixture.impute[strategy]);
});

it('one-hot, with a category never seen', () => {
  const result = fitApply('oneHot', text(fixture.texts), text(fixture.newTexts));
  expectClose(result.data, fixture.oneHot.rows.flat());
});

it('label encode, unknown is -1', () => {
  expectClose(fitApply('labelEncode', text(fixture.texts), text(fixture.newTexts)).data, fixture.labelEncode);
});
