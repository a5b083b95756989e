import { expect, test } from 'vitest';
import {
  encodeValidation,
  judgedRowLimit,
  parseValidation,
  type ValidationPredictions,
} from './validationPredictions';

const classes: ValidationPredictions = {
  kind: 'classification',
  totalRows: 9,
  rows: Uint32Array.of(1, 5, 4_000_000_000),
  labels: ['__proto__', 'é <b>', ''],
  truth: Int32Array.of(2, 0, 1),
  probabilities: Float32Array.of(0.25, 0.25, 0.5, 1, 0, 0, 0.125, 0.75, 0.125),
};
const numbers: ValidationPredictions = {
  kind: 'regression',
  totalRows: 2,
  rows: Uint32Array.of(0, 7),
  truth: Float64Array.of(0.1, -1e300),
  predicted: Float64Array.of(0.30000000000000004, 5),
};

const forecasts: ValidationPredictions = {
  kind: 'forecast',
  totalRows: 3,
  rows: Uint32Array.of(4, 5, 6),
  channels: [],
  errors: Float64Array.of(0.5, 1e-12, 3),
  blocks: Int32Array.of(0, 0, 1),
};

test.each([
  ['classes', classes],
  ['classes in blocks', { ...classes, blocks: Int32Array.of(0, 2, 1) }],
  ['numbers', numbers],
  ['forecasts', forecasts],
  ['forecasts of before', { ...forecasts, errors: undefined, blocks: undefined }],
])('%s come back as they were', (_name, judged) => {
  expect(parseValidation(encodeValidation(judged))).toEqual(judged);
  const shifted = new Uint8Array([0, 0, 0, ...encodeValidation(judged)]).subarray(3);
  expect(parseValidation(shifted)).toEqual(judged);
});

test('damage is said, wherever it is', () => {
  const bytes = encodeValidation(classes);
  for (let length = 0; length < bytes.length - 4; length += 3)
    expect(() => parseValidation(bytes.slice(0, length))).toThrow(/damaged/);
  const wrongLabel = encodeValidation({ ...classes, truth: Int32Array.of(2, 3, 1) });
  expect(() => parseValidation(wrongLabel)).toThrow(/unknown label/);
});

test('many classes keep fewer rows', () => {
  expect(judgedRowLimit(1)).toBe(100_000);
  expect(judgedRowLimit(100)).toBe(100_000);
  expect(judgedRowLimit(1000)).toBe(10_000);
});
