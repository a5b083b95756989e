/** Against scikit-learn's GaussianNB. */
import { expect, it } from 'vitest';
import fixture from '../../../test/fixtures/sklearnBayes.json';
import tables from '../../../test/fixtures/sklearnTrees.json';
import { gaussianBayes } from './gaussianBayes';

const width = tables.stored[0]?.length ?? 0;
const classes = 3;

it.each(fixture.cases)('says as scikit-learn: smoothing $smoothing', ({ smoothing, logShares }) => {
  const stored = Float32Array.from(tables.stored.flat());
  const { kernel, bias } = gaussianBayes(stored, width, tables.classes, classes, smoothing);
  for (const [row, values] of tables.asked.entries()) {
    const scores = Array.from({ length: classes }, (_, k) =>
      values.reduce(
        (sum, value, i) =>
          sum +
          value * (kernel[i * classes + k] as number) +
          value ** 2 * (kernel[(width + i) * classes + k] as number),
        bias[k] as number,
      ),
    );
    const most = Math.max(...scores);
    const all = most + Math.log(scores.reduce((sum, score) => sum + Math.exp(score - most), 0));
    for (const [k, score] of scores.entries())
      expect(score - all, `row ${row}, class ${k}`).toBeCloseTo(logShares[row]?.[k] as number, 6);
  }
});

it('does not answer a class that it never saw, nor fall over values that are all alike', () => {
  const { kernel, bias } = gaussianBayes(Float32Array.of(2, 2, 2), 1, [0, 0, 1], 3, 0.01);
  expect([...kernel, ...bias].every(Number.isFinite)).toBe(true);
  expect(bias[2]).toBeLessThan(-9000);
});
