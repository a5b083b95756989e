/** Expected chances: scipy.stats.ttest_1samp over block means and scipy.stats.t, written by fixtures/pairedBlocks.py. */
import { describe, expect, it, test } from 'vitest';
import { studentTwoSided } from '../stats/studentT';
import { ablationVerdict } from './ablationVerdict';
import { comparePaired } from './comparePaired';
import fixture from './fixtures/pairedBlocks.json';
import { independentBlocks } from './independentBlocks';
import type { ClassPredictions } from '../tasks/classification';
import type { ForecastPredictions } from '../tasks/forecast';

test("Student's t", () => {
  for (const [t, df, expected] of fixture.tails as [number, number, number][])
    expect(Math.abs(studentTwoSided(t, df) - expected), `t ${t}, ${df}`).toBeLessThan(
      1e-12 + 1e-9 * expected,
    );
});

test.each(fixture.cases)('a paired test over blocks ($chance)', ({ first, second, blocks, chance }) => {
  const compared = comparePaired(first, second, blocks, true);
  expect(compared.chance).toBeCloseTo(chance, 10);
  expect(compared.blocks).toBe(new Set(blocks).size);
});

describe('blocks', () => {
  it('are recordings where there are eight, else stretches of time no shorter than a sample', () => {
    const many = Array.from({ length: 24 }, (_, i) => Math.floor(i / 3));
    expect([
      ...independentBlocks(
        many,
        many.map((_, i) => i % 3),
        2,
      ),
    ]).toEqual(many);
    const times = Array.from({ length: 80 }, (_, i) => i);
    const one = independentBlocks(
      times.map(() => 5),
      times,
      4,
    );
    expect([...one]).toEqual(times.map((t) => Math.floor(t / 10)));
    // A sample reaches over 20 times: four stretches are left.
    const long = independentBlocks(
      times.map(() => 5),
      times,
      20,
    );
    expect(new Set(long).size).toBe(4);
    // Two recordings, four stretches each.
    const two = independentBlocks([...times.map(() => 1), ...times.map(() => 2)], [...times, ...times], 4);
    expect(new Set(two).size).toBe(8);
    expect(two[79]).not.toBe(two[80]);
    expect([...independentBlocks([0, 1, 2], [0, 0, 0], 16)]).toEqual([0, 1, 2]);
  });
});

describe('whether 4-D pays', () => {
  const forecasts = (errors: number[], blocks?: number[]): ForecastPredictions => ({
    kind: 'forecast',
    totalRows: errors.length,
    rows: Uint32Array.from(errors.keys()),
    channels: [],
    errors: Float64Array.from(errors),
    ...(blocks && { blocks: Int32Array.from(blocks) }),
  });

  it('is claimed of forecasts only beyond chance, however large the difference', () => {
    const [drifting, clear] = [fixture.cases[0], fixture.cases[2]];
    if (!drifting || !clear) throw new Error('no cases');
    const judge = ({ first, second, blocks }: typeof clear) =>
      ablationVerdict(forecasts(first, blocks), forecasts(second), 'validation');
    expect(judge(clear)).toMatchObject({
      pays: true,
      text: expect.stringMatching(
        /^4-D pays: on the validation part its squared error is \d+\.\d % smaller .* over 100 forecasts .*8 stretches/,
      ),
    });
    expect(judge(drifting)).toMatchObject({
      pays: false,
      text: expect.stringContaining('as far as can be told'),
    });
    const { first, second, blocks } = clear;
    expect(judge({ ...clear, first: second, second: first })).toMatchObject({
      pays: false,
      text: expect.stringContaining('Take the 3-D network'),
    });
    // Half the error, but all in one stretch of time.
    const single = judge({
      ...clear,
      first: second.map((error) => error / 2),
      second,
      blocks: blocks.map(() => 0),
    });
    expect(single).toMatchObject({ pays: false, text: expect.stringContaining('too few to test') });
    expect(first.length).toBe(100);
  });

  it('is claimed of labels by the sign test, or over recordings with many windows', () => {
    const labels = (wrong: number[], blocks?: number[]): ClassPredictions => ({
      kind: 'classification',
      totalRows: 40,
      rows: Uint32Array.from({ length: 40 }, (_, i) => i),
      labels: ['a', 'b'],
      truth: new Int32Array(40),
      probabilities: Float32Array.from({ length: 80 }, (_, i) =>
        Number((i % 2 === 1) === wrong.includes(Math.floor(i / 2))),
      ),
      ...(blocks && { blocks: Int32Array.from(blocks) }),
    });
    const twelve = Array.from({ length: 12 }, (_, i) => i);
    const verdict = (blocks?: number[]) => ablationVerdict(labels([39], blocks), labels(twelve), 'test');
    // 12 to 1: scipy.stats.binomtest(1, 13).pvalue = 0.00341796875.
    expect(verdict()).toEqual({
      pays: true,
      text: '4-D pays: on the part kept for a test it is nearer to the truth on 12 samples, the 3-D network on 1 (chance of such a difference without cause: 0.3 %).',
    });
    // The same twelve of one recording of ten: one lucky recording, not twelve samples.
    expect(
      verdict(Array.from({ length: 40 }, (_, i) => Math.max(0, Math.floor((i - 12) / 3) + 1))).pays,
    ).toBe(false);
    expect(ablationVerdict(labels([1]), labels([1]), 'test').text).toContain('alike');
  });

  it('is not said of runs that kept no errors, or of other samples', () => {
    const { errors: _, ...old } = forecasts([1, 2]);
    expect(ablationVerdict(old, forecasts([1, 2]), 'test').text).toContain('cannot be tested');
    expect(ablationVerdict(forecasts([1, 2, 3]), forecasts([1, 2]), 'test').text).toContain(
      'cannot be tested',
    );
  });
});
