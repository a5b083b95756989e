/** Against scikit-learn's optimum: LogisticRegression and Ridge. */
import { expect, it } from 'vitest';
import fixture from '../../../test/fixtures/sklearnLearners.json';
import { LinearObjective } from './linearObjective';
import { isSmall, newtonStep } from './newtonStep';

async function solve(given: { features: number[][]; target: number[] }, classes: number, c: number) {
  const { features, target } = given;
  const [rows, width] = [features.length, features[0]?.length ?? 0];
  const data = { rows, width, features: Float32Array.from(features.flat()), target, classes, c };
  const objective = new LinearObjective(data, async () => undefined);
  let weights = new Float64Array(objective.size);
  let steps = 0;
  for (; steps < 50; steps++) {
    const now = await objective.evaluate(weights);
    if (isSmall(now, rows)) break;
    const next = await newtonStep(objective, weights, now);
    if (!next) break;
    weights = Float64Array.from(next);
  }
  const scores = (row: number) =>
    Array.from({ length: objective.outputs }, (_, k) =>
      [...(features[row] ?? []), 1].reduce(
        (sum, x, i) => sum + Math.fround(x) * (weights[i * objective.outputs + k] ?? 0),
        0,
      ),
    );
  return { weights, steps, scores };
}

function softmax(scores: number[]): number[] {
  const highest = Math.max(...scores);
  const shares = scores.map((score) => Math.exp(score - highest));
  const sum = shares.reduce((a, b) => a + b);
  return shares.map((share) => share / sum);
}

const logistic = fixture.logistic.flatMap(({ cases, ...data }, i) =>
  cases.map((expected) => ({ name: ['iris', 'two classes'][i], data, ...expected })),
);

it.each(logistic)(
  'comes to the shares of LogisticRegression: $name, C = $C',
  async ({ data, C, loss, shares }) => {
    const { scores, steps } = await solve(data, Math.max(...data.target) + 1, C);
    expect(steps).toBeLessThan(20);
    const found = data.target.map((_, row) => softmax(scores(row)));
    for (const [i, row] of shares.entries())
      for (const [k, share] of row.entries()) expect(found[10 * i]?.[k]).toBeCloseTo(share, 5);
    const mean =
      found.reduce((sum, row, i) => sum - Math.log(row[data.target[i] ?? 0] ?? 0), 0) / found.length;
    expect(mean).toBeCloseTo(loss, 6);
  },
);

it.each(fixture.ridge.cases)('comes to the weights of Ridge, C = $C', async ({ C, kernel, bias }) => {
  const { weights, steps } = await solve(fixture.ridge, 0, C);
  expect(steps).toBeLessThanOrEqual(3);
  for (const [i, weight] of [...kernel, bias].entries()) expect(weights[i]).toBeCloseTo(weight, 6);
});
