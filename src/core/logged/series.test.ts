import { expect, it } from 'vitest';
import { normals, uniforms } from '../random/random';
import { BucketCurve, drawnSeries } from './bucketCurve';
import { packColumn, unpackColumn } from './packColumn';
import { filterSeries, joinSeries, packSeries, seriesOfPoints, sliceSeries, unpackSeries } from './series';

it.each([
  ['even', [1, 2, 3, 4]],
  ['even', [5, 5, 5]],
  ['even', []],
  ['even', [Number.NaN]],
  ['runs', [...new Array(40).fill(1), ...new Array(40).fill(2)]],
  ['runs', [1, ...new Array(40).fill(Number.NaN), 2, 2, 2, 2, 2, 2, 2, 2, 2, 2]],
  ['above', [1_700_000_000_000, 1_700_000_000_007, 1_700_000_000_008]],
  ['above', [-5, 300, 2]],
  ['plain', [0.5, 0.25, Number.NaN, -0, Number.POSITIVE_INFINITY]],
  ['plain', [0.1, 0.2, 0.4]],
  ['plain', [0, 2 ** 40, 1]],
] as const)('packs %s and gives every number back: %j', (type, values) => {
  const packed = packColumn(values);
  expect(packed.type).toBe(type);
  expect([...unpackColumn(packed)]).toEqual(values);
});

it('takes single precision for what was single precision, and nothing for what goes up evenly', () => {
  const values = Array.from({ length: 100 }, (_, i) => Math.fround(Math.sin(i)));
  const packed = packColumn(values);
  expect(packed.type === 'plain' && packed.values.byteLength).toBe(400);
  expect(packColumn(Array.from({ length: 10_000 }, (_, i) => i + 1))).toEqual({
    type: 'even',
    first: 1,
    by: 1,
    count: 10_000,
  });
});

const columnsOf = (values: ArrayLike<number>) => ({
  steps: Float64Array.from(values, (_, i) => i + 1),
  epochs: Float64Array.from(values, (_, i) => Math.floor(i / 100)),
  timestamps: Float64Array.from(values, (_, i) => 1e12 + i),
  values: Float64Array.from(values),
});

it('groups points by name, joins, cuts and filters', () => {
  const points = ['a', 'b', 'a'].map((name, i) => ({ name, step: i, epoch: 0, timestamp: i, value: 2 * i }));
  const [a, b] = seriesOfPoints(points);
  expect([a?.name, a?.values, b?.steps]).toEqual(['a', [0, 4], [1]]);
  const series = unpackSeries(packSeries(columnsOf([1, 2, 3, 4])));
  expect(series).toEqual(columnsOf([1, 2, 3, 4]));
  expect(joinSeries([sliceSeries(series, 0, 1), sliceSeries(series, 1, 4)])).toEqual(series);
  expect(filterSeries(series, (i) => (series.steps[i] as number) > 2).values).toEqual(Float64Array.of(3, 4));
});

it('keeps a short series whole', () => {
  const curve = new BucketCurve();
  const series = columnsOf(uniforms(1, 'short', 0, 512));
  curve.add(series);
  expect(drawnSeries(curve.pack())).toEqual({
    steps: series.steps,
    epochs: series.epochs,
    values: series.values,
    whole: true,
    count: 512,
  });
});

it.each([513, 1000, 10_000, 65_537])('draws %i points by few of them: extremes, ends and means', (count) => {
  const values = Float64Array.from(normals(2, 'curve', 0, count));
  values[count >> 1] = 99;
  values[count >> 2] = Number.NaN;
  const series = columnsOf(values);
  const whole = new BucketCurve();
  whole.add(series);
  // The same, however it came.
  let parts = new BucketCurve();
  for (let at = 0; at < count; at += 97) {
    parts.add(sliceSeries(series, at, Math.min(count, at + 97)));
    parts = new BucketCurve(parts.pack());
  }
  expect(parts.pack()).toEqual(whole.pack());
  const drawn = drawnSeries(whole.pack());
  expect(drawn.values.length).toBeLessThanOrEqual(514);
  expect(drawn.values.length).toBeGreaterThan(200);
  expect(drawn.values).toContain(99);
  expect([drawn.steps[0], drawn.steps.at(-1)]).toEqual([1, count]);
  for (const [i, step] of drawn.steps.entries()) {
    expect(drawn.values[i]).toBe(values[step - 1]);
    if (i > 0) expect(step).toBeGreaterThan(drawn.steps[i - 1] as number);
  }
  const { means } = drawn;
  const width = whole.pack().width;
  const mean = (from: number) => {
    const some = [...values.subarray(from, from + width)].filter(Number.isFinite);
    return some.reduce((sum, value) => sum + value, 0) / some.length;
  };
  for (const at of [0, 7, 100]) expect(means?.values[at]).toBeCloseTo(mean(at * width), 12);
  expect(means?.steps[0]).toBe(width);
});
