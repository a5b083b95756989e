/** Every evaluation number against scikit-learn's (test/fixtures/makeSklearnEvaluation.py). */
import { describe, expect, it } from 'vitest';
import fixture from '../../../test/fixtures/sklearnEvaluation.json';
import { calibration } from './calibration';
import { classReport } from './classReport';
import { confusionMatrix } from './confusionMatrix';
import { histogram } from './histogram';
import { prCurve } from './prCurve';
import { rankScores } from './rankScores';
import { residuals, shareWithin } from './residuals';
import { rocCurve } from './rocCurve';
import { segmentsOf } from './segments';
import { thresholdMetrics } from './thresholdMetrics';

/** Equal but for the order in which float64 sums were added. */
const close = (actual: ArrayLike<number>, expected: readonly number[]) => {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of expected.entries())
    expect(Math.abs((actual[i] as number) - value)).toBeLessThan(1e-12 * Math.max(1, Math.abs(value)));
};

describe('classes', () => {
  it.each(Object.entries(fixture.classes))('%s', (_name, wanted) => {
    const matrix = confusionMatrix(wanted.truth, wanted.predicted, wanted.classes);
    expect([...matrix.counts]).toEqual(wanted.matrix);
    const report = classReport(matrix);
    for (const name of ['precision', 'recall', 'f1', 'support'] as const)
      close(
        report.classes.map((entry) => entry[name]),
        wanted[name],
      );
    for (const name of ['precision', 'recall', 'f1'] as const) {
      close([report.macro[name]], [wanted.macro[name]]);
      close([report.weighted[name]], [wanted.weighted[name]]);
    }
    close([report.accuracy], [wanted.accuracy]);
  });
});

describe('scores of one class against the rest', () => {
  it.each(Object.entries(fixture.scores))('%s', (_name, wanted) => {
    const ranked = rankScores(wanted.scores, wanted.positive);
    const roc = rocCurve(ranked);
    close(
      roc.points.map(({ x }) => x),
      wanted.fpr,
    );
    close(
      roc.points.map(({ y }) => y),
      wanted.tpr,
    );
    expect([...ranked.thresholds]).toEqual(wanted.thresholds);
    close([roc.auc], [wanted.auc]);
    const pr = prCurve(ranked);
    close(
      pr.points.map(({ x }) => x),
      wanted.recall,
    );
    close(
      pr.points.map(({ y }) => y),
      wanted.precision,
    );
    close([pr.averagePrecision], [wanted.averagePrecision]);
    const { bins, ece, brier } = calibration(wanted.scores, wanted.positive);
    expect(bins.map(({ count }) => count)).toEqual(wanted.counts);
    close(
      bins.map(({ predicted }) => predicted),
      wanted.predicted,
    );
    close(
      bins.map(({ observed }) => observed),
      wanted.observed,
    );
    close([ece, brier], [wanted.ece, wanted.brier]);
    for (const [threshold, at] of Object.entries(wanted.at)) {
      const found = thresholdMetrics(ranked, Number(threshold));
      close(
        [found.precision, found.recall, found.f1, found.accuracy],
        [at.precision, at.recall, at.f1, at.accuracy],
      );
      expect([found.trueNegatives, found.falsePositives, found.falseNegatives, found.truePositives]).toEqual(
        at.matrix,
      );
    }
  });

  it('has no curve when one side is empty', () => {
    const ranked = rankScores([0.2, 0.7], [false, false]);
    expect(rocCurve(ranked)).toEqual({ points: [], auc: Number.NaN });
    expect(prCurve(ranked)).toEqual({ points: [], averagePrecision: Number.NaN });
    expect(thresholdMetrics(ranked, 0.5)).toMatchObject({ precision: 0, recall: 0, accuracy: 0.5 });
    expect(rankScores([], []).thresholds).toHaveLength(0);
  });

  it('ranks 100,000 rows without comparing each with each', () => {
    const scores = Float32Array.from({ length: 100_000 }, (_, i) => ((i * 7919) % 99_991) / 99_991);
    const started = performance.now();
    const { auc } = rocCurve(
      rankScores(
        scores,
        scores.map((score, i) => (score > (i % 10) / 10 ? 1 : 0)),
      ),
    );
    expect(auc).toBeGreaterThan(0.8);
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

describe('numbers', () => {
  it.each(Object.entries(fixture.numbers))('%s', (_name, wanted) => {
    const found = residuals(wanted.truth, wanted.predicted);
    close(
      [found.mae, found.rmse, found.r2, found.quantiles[0] as number],
      [wanted.mae, wanted.rmse, wanted.r2, wanted.medianError],
    );
    close(found.quantiles, wanted.quantiles);
    for (const [tolerance, share] of Object.entries(wanted.within))
      close([shareWithin(found, Number(tolerance))], [share]);
  });

  it('histograms every value once, edges included', () => {
    const values = Float64Array.from({ length: 101 }, (_, i) => i / 10);
    const bins = histogram(values, 10);
    expect(bins.map(({ count }) => count)).toEqual([10, 10, 10, 10, 10, 10, 10, 10, 10, 11]);
    expect(bins.at(-1)?.high).toBe(10);
    for (const { low, high, count } of bins.slice(0, -1))
      expect(values.filter((value) => value >= low && value < high)).toHaveLength(count);
    expect(histogram([3, 3], 10)).toEqual([{ low: 3, high: 3, count: 2 }]);
    expect(histogram([], 10)).toEqual([]);
  });
});

describe('segments', () => {
  const counted = (segments: ReturnType<typeof segmentsOf>) =>
    segments.map(({ label, members }) => `${label}: ${members.length}`);

  it('takes ranges of about equal size; equal numbers stay together', () => {
    const cells = [
      ...Array.from({ length: 80 }, (_, i) => String(i)),
      ...Array.from({ length: 80 }, () => '5'),
      null,
    ];
    const segments = segmentsOf(cells, Number);
    expect(segments.flatMap(({ members }) => members).sort((a, b) => a - b)).toEqual(cells.map((_, i) => i));
    expect(segments.at(-1)).toMatchObject({ kind: 'missing', members: [160] });
    expect(segments.filter(({ members }) => members.some((place) => cells[place] === '5'))).toHaveLength(1);
    expect(segments.length).toBeLessThanOrEqual(9);
  });

  it('takes few numbers and texts by value, the rest together', () => {
    expect(counted(segmentsOf(['2', '10', '2', null], Number))).toEqual(['2: 2', '10: 1', 'missing: 1']);
    const texts = Array.from({ length: 100 }, (_, i) => (i < 50 ? '__proto__' : `t${i % 14}`));
    const segments = segmentsOf(texts);
    expect(counted(segments)[0]).toBe('__proto__: 50');
    expect(segments.at(-1)).toMatchObject({ kind: 'others', label: '5 others' });
    expect(segments.flatMap(({ members }) => members)).toHaveLength(100);
  });
});
