/** The error rates of the live test, by simulation: as many streams as it takes, looked at after every row. */
import { describe, expect, it } from 'vitest';
import { normals, uniforms } from '../random/random';
import { anytime, noMean, withValue } from './anytime';
import {
  asksChallenger,
  type Comparison,
  type ComparisonTest,
  judged,
  noTest,
  type Outcome,
  verdictOf,
  withAnswers,
  withOutcome,
} from './comparison';

interface Stream {
  rows: number;
  champion: number;
  challenger: number;
  share: number;
  /** Both answer; so often each by itself, else they are right or wrong alike. */
  apart?: number;
}

/** After how many rows the test stops, and with what. */
function stops(seed: number, { rows, champion, challenger, share, apart }: Stream) {
  const drawn = uniforms(seed, 'stream', 0, 3 * rows);
  let test: ComparisonTest = noTest;
  for (let i = 0; i < rows; i++) {
    const [first, second, third] = [drawn[3 * i], drawn[3 * i + 1], drawn[3 * i + 2]] as [
      number,
      number,
      number,
    ];
    let outcome: Outcome;
    if (apart === undefined) {
      const isChallenger = first < share;
      const value = second < (isChallenger ? challenger : champion) ? 1 : 0;
      outcome = { one: { challenger: isChallenger, share, value } };
    } else {
      const other = third < apart ? second : first;
      outcome = { both: { champion: first < champion ? 1 : 0, challenger: other < challenger ? 1 : 0 } };
    }
    test = withOutcome(test, outcome);
    const what = verdictOf({ test, alpha: 0.05, expectedRows: 5_000, share });
    if (what) return { what, rows: i + 1 };
  }
  return undefined;
}

const shareOf = (runs: number, stream: Stream, wanted?: 'better') => {
  let count = 0;
  for (let seed = 1; seed <= runs; seed++) {
    const stopped = stops(seed, stream);
    if (stopped && (wanted === undefined || stopped.what === wanted)) count++;
  }
  return count / runs;
};

describe('looked at after each of 5,000 rows', () => {
  const same = { rows: 5_000, champion: 0.85, challenger: 0.85 };
  it.each([
    ['split in halves', { ...same, share: 0.5 }],
    ['one in ten', { ...same, share: 0.1 }],
    ['one in ten, nearly always right', { rows: 5_000, champion: 0.97, challenger: 0.97, share: 0.1 }],
    ['split, nearly always right', { rows: 5_000, champion: 0.97, challenger: 0.97, share: 0.5 }],
    ['a shadow', { ...same, share: 1, apart: 0.3 }],
  ])(
    'versions that are as good stop the test in at most 5 %% of 1,000 runs: %s',
    (_, stream) => {
      expect(shareOf(1_000, stream)).toBeLessThanOrEqual(0.05);
    },
    120_000,
  );

  it('a challenger that is 3 points better is found in at least 90 %', () => {
    expect(
      shareOf(200, { rows: 5_000, champion: 0.85, challenger: 0.88, share: 1, apart: 0.3 }, 'better'),
    ).toBeGreaterThanOrEqual(0.9);
    expect(
      shareOf(200, { rows: 5_000, champion: 0.95, challenger: 0.98, share: 0.5 }, 'better'),
    ).toBeGreaterThanOrEqual(0.9);
    expect(
      shareOf(200, { rows: 10_000, champion: 0.85, challenger: 0.88, share: 0.5 }, 'better'),
    ).toBeGreaterThanOrEqual(0.9);
  }, 120_000);
});

const comparison: Comparison = {
  id: 'c',
  modelId: 'm',
  way: 'canary',
  champion: { versionId: 'a', version: 1, rows: 0, failed: 0 },
  challenger: { versionId: 'b', version: 2, rows: 0, failed: 0 },
  share: 0.05,
  alpha: 0.05,
  expectedRows: 1_000,
  guardrails: { worse: true, failedShare: 0.05 },
  status: 'running',
  startedAt: 0,
  test: noTest,
  path: [],
  history: [],
};

describe('a comparison', () => {
  it('asks one of them by the key: the same key the same, as often as its share', () => {
    const keys = Array.from({ length: 20_000 }, (_, i) => `user ${i}`);
    const asked = (share: number) => keys.filter((key) => asksChallenger({ id: 'c', share }, key));
    expect(asked(0.1).length / keys.length).toBeCloseTo(0.1, 1);
    expect(Math.abs(asked(0.2).length / keys.length - 0.2)).toBeLessThan(0.01);
    const few = new Set(asked(0.2));
    expect(asked(0.1).every((key) => few.has(key))).toBe(true);
  });

  it('of a canary grows while nothing speaks against it, and rolls back when the challenger is worse', () => {
    const rows = (count: number, share: number, right: boolean): Outcome[] =>
      Array.from({ length: count }, (_, i) => ({
        one:
          i % 20 === 0
            ? { challenger: true, share, value: right ? 1 : 0 }
            : { challenger: false, share, value: 1 },
      }));
    const grown = judged(comparison, rows(600, 0.05, true), 1);
    expect(grown).toMatchObject({ status: 'running', share: 0.2 });
    expect(grown.history.map(({ what }) => what)).toEqual([
      'The challenger gets 10 % of the rows',
      'The challenger gets 20 % of the rows',
    ]);
    const back = judged(comparison, rows(3_000, 0.05, false), 2);
    expect(back).toMatchObject({ status: 'rolledBack', verdict: { found: 'worse' }, endedAt: 2 });
    expect(back.path.length).toBeGreaterThan(3);
    expect(judged(back, rows(10, 0.05, true), 3)).toBe(back);
  });

  it('rolls back a challenger that fails too often', () => {
    const none = { rows: 0, failed: 0 };
    expect(
      withAnswers(comparison, { champion: { rows: 95, failed: 0 }, challenger: { rows: 1, failed: 4 } }, 1)
        .status,
    ).toBe('running');
    const back = withAnswers(comparison, { champion: none, challenger: { rows: 20, failed: 5 } }, 1);
    expect(back).toMatchObject({ status: 'rolledBack', challenger: { rows: 20, failed: 5 } });
    expect(back.history[0]?.what).toContain('failed at 5 of 25 rows');
  });

  it('bounds a mean at every moment at once', () => {
    let missed = 0;
    for (let seed = 1; seed <= 300; seed++) {
      const drawn = uniforms(seed, 'mean', 0, 2_000);
      let mean = noMean;
      for (let i = 0; i < drawn.length; i++) {
        mean = withValue(mean, drawn[i] as number);
        const { low, high } = anytime(mean, 0.05, 1_000);
        if (i >= 20 && (low > 0.5 || high < 0.5)) {
          missed++;
          break;
        }
      }
    }
    expect(missed / 300).toBeLessThanOrEqual(0.05);
  });
});

describe('of numbers, whatever their unit', () => {
  const stream = (seed: number, size: number, gain: number) => {
    const errors = normals(seed, 'errors', 0, 2 * 2_000);
    let test: ComparisonTest = noTest;
    for (let i = 0; i < 2_000; i++) {
      const off = (value: number) => -Math.abs(value) * size;
      const champion = off(errors[2 * i] as number);
      test = withOutcome(test, {
        both: { champion, challenger: off((errors[2 * i + 1] as number) * (1 - gain)) },
      });
      const what = verdictOf({ test, alpha: 0.05, expectedRows: 2_000, share: 1, unit: size });
      if (what) return { what, rows: i + 1 };
    }
    return undefined;
  };

  it('the same rows stop it', () => {
    const found = stream(1, 1, 0.3);
    expect(found?.what).toBe('better');
    for (const size of [1e-6, 1e6]) expect(stream(1, size, 0.3)).toEqual(found);
  });

  it('no more than 5 % of 300 that are alike stop, of errors in millionths and in millions', () => {
    for (const size of [1e-6, 1e6])
      expect(
        Array.from({ length: 300 }, (_, seed) => stream(seed + 10, size, 0)).filter(Boolean).length,
      ).toBeLessThanOrEqual(15);
  });
});
