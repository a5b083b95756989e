import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ColumnType, quantileLevels } from '../protocol/dataset';
import { toText } from '../table/cellValue';
import type { ColumnValues } from '../table/column';
import { ColumnBuilder } from '../table/columnBuilder';
import { ColumnProfile, profileLimits } from './columnProfile';
import { columnStats } from './columnStats';
import { GrowingHistogram } from './growingHistogram';
import { inferType } from './inferType';
import { NumberProfile } from './numberProfile';
import { quantileOfSorted } from './quantile';
import { Reservoir } from './reservoir';

const numbers = fc.array(
  fc.oneof(fc.double({ noDefaultInfinity: true, min: -1e9, max: 1e9 }), fc.integer()),
  {
    minLength: 1,
  },
);

describe('NumberProfile', () => {
  test('equals the textbook formulas, however the stream is cut', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 50 }), (values, chunk) => {
        const profile = new NumberProfile(1e5);
        for (let i = 0; i < values.length; i += chunk)
          profile.add(Float64Array.from(values.slice(i, i + chunk)));
        const present = values.filter((v) => !Number.isNaN(v));
        const stats = profile.stats();
        if (present.length === 0) {
          expect(stats).toBeUndefined();
          return;
        }
        const mean = present.reduce((sum, v) => sum + v, 0) / present.length;
        const variance =
          present.reduce((sum, v) => sum + (v - mean) ** 2, 0) / Math.max(1, present.length - 1);
        const scale = Math.max(...present.map(Math.abs), 1);
        expect(stats?.min).toBe(Math.min(...present));
        expect(stats?.max).toBe(Math.max(...present));
        expect(Math.abs((stats?.mean ?? Number.NaN) - mean) / scale).toBeLessThan(1e-12);
        expect(Math.abs((stats?.std ?? Number.NaN) - Math.sqrt(variance)) / scale).toBeLessThan(1e-9);
        const sorted = present.toSorted((a, b) => a - b);
        expect(stats?.quantiles).toEqual(quantileLevels.map((level) => quantileOfSorted(sorted, level)));
      }),
    );
  });

  test('known values (numpy.quantile, numpy.std with ddof=1)', () => {
    const profile = new NumberProfile(100);
    profile.add(Float64Array.of(3, 1, 4, 1, 5, 9, 2, 6, 5, 3));
    const stats = profile.stats();
    expect(stats).toMatchObject({ min: 1, max: 9, mean: 3.9 });
    expect(stats?.std).toBeCloseTo(2.4698178070456938, 12);
    expect(stats?.quantiles).toEqual([1, 1, 2.25, 3.5, 5, 7.65, 8.73].map((v) => expect.closeTo(v, 12)));
  });

  test('a small spread on a large mean keeps its digits', () => {
    const profile = new NumberProfile(100);
    for (let i = 0; i < 100; i++) profile.add(Float64Array.of(1.7e12 + (i % 2), 1.7e12 + (i % 2)));
    expect(profile.stats()?.std).toBeCloseTo(Math.sqrt((0.25 * 200) / 199), 9);
  });
});

describe('GrowingHistogram', () => {
  test('every count is exact for the edges given', () => {
    fc.assert(
      fc.property(fc.array(numbers, { minLength: 1 }), (chunks) => {
        const histogram = new GrowingHistogram();
        const all: number[] = [];
        for (const chunk of chunks) {
          const present = chunk.filter((v) => !Number.isNaN(v) && !(Math.abs(v) < 1e-290 && v !== 0));
          if (present.length === 0) continue;
          histogram.add(present, Math.min(...present), Math.max(...present));
          all.push(...present);
        }
        if (all.length === 0) return;
        const integers = all.every(Number.isInteger);
        const { edges, counts } = histogram.result(Math.min(...all), Math.max(...all), integers);
        expect(counts.length).toBeLessThanOrEqual(33);
        expect(edges).toHaveLength(counts.length + 1);
        const wanted = counts.map(
          (_, i) => all.filter((v) => v >= (edges[i] as number) && v < (edges[i + 1] as number)).length,
        );
        expect(counts).toEqual(wanted);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(all.length);
      }),
    );
  });

  test('integers get bins of their own', () => {
    const histogram = new GrowingHistogram();
    histogram.add([0, 1, 1, 3], 0, 3);
    expect(histogram.result(0, 3, true)).toEqual({ edges: [0, 1, 2, 3, 4], counts: [1, 2, 0, 1] });
  });

  test.each([[[0]], [[-5e-324, 5e-324]], [[1e308, -1e308]], [[1e300, 1e300]], [[1, 1e18, -1e18]]])(
    '%j',
    (values) => {
      const histogram = new GrowingHistogram();
      const [min, max] = [Math.min(...values), Math.max(...values)];
      for (const value of values) histogram.add([value], value, value);
      const { counts } = histogram.result(min, max, false);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(values.length);
    },
  );
});

test('a reservoir holds all while they fit, then samples evenly', () => {
  const small = new Reservoir(100);
  small.addAll(Float64Array.of(3, 1, 2));
  expect([...small.sorted()]).toEqual([1, 2, 3]);
  const large = new Reservoir(4096);
  for (let from = 0; from < 1_000_000; from += 1000)
    large.addAll(Float64Array.from({ length: 1000 }, (_, i) => from + i));
  const sorted = large.sorted();
  expect(sorted).toHaveLength(4096);
  for (const level of quantileLevels) {
    const spread = Math.sqrt((level * (1 - level)) / 4096);
    expect(Math.abs(quantileOfSorted(sorted, level) / 1e6 - level)).toBeLessThan(5 * spread);
  }
});

test('samples of one size share their draws and nothing else, however the stream is cut', () => {
  const stream = (first: number) => Float64Array.from({ length: 9_000 }, (_, i) => first + i);
  const whole = [stream(0), stream(1e6)].map((values) => {
    const sample = new Reservoir(64);
    sample.addAll(values);
    return sample.sorted();
  });
  const cut = [new Reservoir(64), new Reservoir(64)];
  for (let at = 0; at < 9_000; at += 700)
    for (const [i, sample] of cut.entries()) sample.addAll(stream(i * 1e6).subarray(at, at + 700));
  expect(cut.map((sample) => sample.sorted())).toEqual(whole);
  expect(whole[1]).toEqual(whole[0]?.map((value) => value + 1e6));
});

function profileOf(
  cells: readonly (string | number | null)[],
  type?: ColumnType,
  chunk = 1000,
): ColumnProfile {
  const profile = new ColumnProfile(profileLimits(1), type);
  for (let start = 0; start < cells.length; start += chunk)
    profile.add(build(cells.slice(start, start + chunk)));
  return profile;
}

function build(cells: readonly (string | number | null)[]): ColumnValues {
  const builder = new ColumnBuilder();
  cells.forEach((cell, row) => {
    const text = toText(cell);
    if (text === null) builder.addMissing(row);
    else if (typeof cell === 'number') builder.addNumber(row, cell);
    else builder.addText(row, text);
  });
  return builder.finish(cells.length);
}

const many = (make: (i: number) => string | number | null, count = 300) =>
  Array.from({ length: count }, (_, i) => make(i));

describe('inferType', () => {
  test.each<[ColumnType, string, string, (string | number | null)[]]>([
    ['numeric', 'decimals', 'x', [1.5, 2, null]],
    ['integer', 'whole numbers', 'x', [1, 2, 2, null]],
    ['integer', 'digits as a class', 'digit', many((i) => i % 10)],
    ['integer', 'counting up without the name of a key', 'x', many((i) => i)],
    ['id', 'counting up, called id', 'id', many((i) => i + 1)],
    ['id', 'shuffled keys', 'customerId', many((i) => (i * 7) % 300)],
    ['id', 'an index without a name', 'column1', many((i) => i)],
    ['integer', 'called id but repeated', 'store_id', many((i) => i % 5)],
    ['boolean', 'zeros and ones', 'x', [0, 1, 1, null]],
    ['boolean', 'yes and no', 'x', ['yes', 'no', 'no', null]],
    ['boolean', 'TRUE and FALSE', 'x', ['TRUE', 'FALSE']],
    ['categorical', 'only yes', 'x', ['yes', 'yes']],
    ['categorical', 'f and m', 'sex', ['f', 'm']],
    ['categorical', 'three names', 'x', many((i) => ['a', 'b', 'c'][i % 3] as string)],
    ['categorical', 'codes with leading zeros', 'zip', many((i) => `00${i % 9}`)],
    ['categorical', 'nothing at all', 'x', [null, null]],
    ['categorical', 'numbers and names', 'x', many((i) => (i % 2 ? 'a' : i % 7))],
    ['datetime', 'ISO days', 'when', ['2024-01-01', '2024-02-30'.replace('30', '29'), null]],
    ['categorical', 'days that do not exist', 'when', ['2024-01-01', '2023-02-29']],
    ['numeric', 'numbers with a rare remark', 'x', many((i) => (i === 7 ? 'broken' : i / 2))],
    ['numeric', 'numbers with a word for missing', 'x', many((i) => (i % 10 ? i / 2 : 'unknown'))],
    ['categorical', 'numbers with several remarks', 'x', many((i) => (i % 10 ? i % 30 : `r${i % 4}`))],
    ['numeric', 'infinities among numbers', 'x', many((i) => (i % 50 ? i / 2 : 'inf'))],
    ['id', 'all different words', 'x', many((i) => `u${i}`)],
    ['text', 'all different sentences', 'x', many((i) => `the note number ${i}`)],
    ['text', 'many different sentences', 'x', many((i) => `a long enough note ${i % 100}`)],
    ['categorical', 'few rows of different words', 'x', ['a', 'b', 'c']],
    ['id', 'keys beyond any limit', 'x', many((i) => `k${i}`, 30_000)],
    ['categorical', 'many but repeated words', 'x', many((i) => `k${i % 5000}`, 30_000)],
    ['id', 'integer keys beyond any limit', 'id', many((i) => i * 3, 30_000)],
  ])('%s: %s', (type, _what, name, cells) => expect(inferType(profileOf(cells), name)).toBe(type));
});

describe('columnStats', () => {
  test('counts, missing and distinct mean the same in every physical form', () => {
    const cells = many((i) => (i % 10 === 0 ? null : i % 4));
    const mixed = profileOf([...cells, 'x'], undefined, 37);
    expect(columnStats(mixed, 'c', 'categorical')).toEqual({
      name: 'c',
      count: 301,
      missing: 30,
      distinct: 5,
      distinctCapped: false,
      top: [
        { value: '1', count: 75 },
        { value: '3', count: 75 },
        { value: '2', count: 60 },
        { value: '0', count: 60 },
        { value: 'x', count: 1 },
      ],
    });
    expect(columnStats(mixed, 'c', 'numeric')).toMatchObject({
      count: 301,
      missing: 31,
      numeric: { max: 3 },
    });
  });

  test('booleans and dates are numbers', () => {
    const booleans = columnStats(profileOf(['yes', 'no', 'no', null]), 'b', 'boolean');
    expect(booleans).toMatchObject({ missing: 1, distinct: 2, numeric: { min: 0, max: 1, mean: 1 / 3 } });
    expect(booleans.numeric?.quantiles[3]).toBe(0);
    expect(booleans.numeric?.std).toBeCloseTo(Math.sqrt(1 / 3), 12);
    const dates = columnStats(profileOf(['2024-01-01', '2024-01-03']), 'd', 'datetime');
    expect(dates.numeric).toMatchObject({ min: Date.UTC(2024, 0, 1), mean: Date.UTC(2024, 0, 2) });
  });

  test('a type that was chosen by hand', () => {
    const years = columnStats(profileOf([1999, 2001], 'datetime'), 'y', 'datetime');
    expect(years.numeric?.min).toBe(Date.UTC(1999, 0, 1));
    const many5 = columnStats(
      profileOf(
        many((i) => i % 20_000, 40_000),
        'categorical',
      ),
      'n',
      'categorical',
    );
    expect(many5).toMatchObject({ distinct: 10_000, distinctCapped: true });
    expect(many5.top?.[0]?.count).toBe(2);
    expect(columnStats(profileOf([0, 1, 2], 'boolean'), 'b', 'boolean')).toMatchObject({
      missing: 1,
      distinct: 2,
    });
  });

  test('signatures find equal columns and those that go one to one', () => {
    const a = profileOf(many((i) => i % 3));
    const b = profileOf(many((i) => ['x', 'y', 'z'][i % 3] as string));
    const c = profileOf(many((i) => ['x', 'y', 'x'][i % 3] as string));
    expect(a.signature().oneToOne).toBe(b.signature().oneToOne);
    expect(a.signature().oneToOne).not.toBe(c.signature().oneToOne);
    const wide = many((i) => i / 3, 30_000);
    expect(profileOf(wide).signature()).toEqual(profileOf(wide, undefined, 777).signature());
    expect(profileOf(wide).signature().equal).toBeDefined();
    expect(profileOf(wide).signature().oneToOne).toBeUndefined();
  });
});
