/** Against scikit-learn's ElasticNet (the lasso where all of the penalty is on absolute sizes). */
import { expect, it } from 'vitest';
import fixture from '../../../test/fixtures/sklearnElasticNet.json';
import learners from '../../../test/fixtures/sklearnLearners.json';
import { ElasticNet } from './elasticNet';

const { features, target } = learners.ridge;
const [rows, width] = [features.length, features[0]?.length ?? 0];
const open = () =>
  new ElasticNet({ rows, width, features: Float32Array.from(features.flat()), target }, async () => {});

it.each(fixture.cases)('comes to its weights: strength $strength, share $share', async (wanted) => {
  const net = open();
  await net.fit(wanted);
  for (const [i, weight] of wanted.weights.entries()) expect(net.weights[i]).toBeCloseTo(weight, 5);
  expect(net.bias).toBeCloseTo(wanted.bias, 5);
  // What is nothing there is nothing here, not nearly nothing.
  for (const [i, weight] of wanted.weights.entries()) if (weight === 0) expect(net.weights[i]).toBe(0);
});

it('has no weights from the greatest strength on, and some below; a column without spread has none', async () => {
  const net = open();
  const most = net.mostStrength(0.5);
  await net.fit({ strength: most * 1.000001, share: 0.5 });
  expect([...net.weights].every((weight) => weight === 0)).toBe(true);
  await net.fit({ strength: most * 0.9, share: 0.5 });
  expect([...net.weights].some((weight) => weight !== 0)).toBe(true);
  const flat = new ElasticNet(
    { rows: 3, width: 2, features: Float32Array.of(1, 5, 2, 5, 3, 5), target: [1, 2, 3] },
    async () => {},
  );
  await flat.fit({ strength: 0, share: 1 });
  expect(flat.weights[0]).toBeCloseTo(1, 6);
  expect(flat.weights[1]).toBe(0);
});
