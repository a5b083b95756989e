import { expect, test } from 'vitest';
import type { ClassPredictions } from '../tasks/classification';
import type { ForecastPredictions } from '../tasks/forecast';
import type { NumberPredictions } from '../tasks/regression';
import stored from './fixtures/storedPredictions.json';
import { encodeValidation, judgedRowLimit, parseValidation } from './validationPredictions';

const classes: ClassPredictions = {
  kind: 'classification',
  totalRows: 9,
  rows: Uint32Array.of(1, 5, 4_000_000_000),
  labels: ['__proto__', 'é <b>', ''],
  truth: Int32Array.of(2, 0, 1),
  probabilities: Float32Array.of(0.25, 0.25, 0.5, 1, 0, 0, 0.125, 0.75, 0.125),
};
const numbers: NumberPredictions = {
  kind: 'regression',
  totalRows: 2,
  rows: Uint32Array.of(0, 7),
  truth: Float64Array.of(0.1, -1e300),
  predicted: Float64Array.of(0.30000000000000004, 5),
};

const forecasts: ForecastPredictions = {
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

const leads = [
  {
    lead: 1,
    forecasts: 3,
    rmse: { model: 0.5, persistence: 1, climatology: 2 },
    correlation: { model: 0.9, persistence: 0.25 },
  },
];

/** Written by the release of before, where one codec knew every task. */
test.each([
  ['classes', stored.classes, { ...classes, blocks: Int32Array.of(0, 2, 1) }],
  ['numbers', stored.numbers, numbers],
  ['forecasts', stored.forecasts, { ...forecasts, channels: [{ channel: 'wind', unit: 'm/s', leads }] }],
  [
    'forecasts without errors',
    stored.forecastsWithoutErrors,
    { kind: 'forecast', totalRows: 1, rows: Uint32Array.of(4), channels: [{ channel: 'wind', leads }] },
  ],
])('stored %s are read, and written as ever', (_name, base64, judged) => {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  expect(parseValidation(bytes)).toEqual(judged);
  expect(encodeValidation(judged)).toEqual(bytes);
});

test('of a task that is not known here: that is said', () => {
  const text = String.fromCharCode(...encodeValidation(numbers)).replace('"regression"', '"regressing"');
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  expect(() => parseValidation(bytes)).toThrow(/not known here: "regressing"/);
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
