import { expect, it } from 'vitest';
import type { FittedPipeline } from '../transforms/pipeline';
import { joinPipelines } from '../transforms/joinPipelines';
import { uniforms } from '../random/random';
import { probabilities } from '../train/probabilities';
import { combineRows, readMember } from './combine';
import { crossFitted } from './crossFitted';
import { diversityOf } from './diversity';
import { fitStack } from './fitStack';
import { greedySelection, type Known, lossOf } from './greedySelection';
import { fitSharpness } from './sharpness';

const rows = 400;
const noise = (of: string, size: number) =>
  Float32Array.from(uniforms(3, of, 0, rows), (u) => (u - 0.5) * size);

it('maps labels of another order, and one that a member does not know', () => {
  const raw = Float32Array.of(Math.log(0.7), Math.log(0.3));
  expect([...readMember(raw, 1, { order: [1, -1, 0] })].map((share) => Math.round(share * 10) / 10)).toEqual([
    0.3, 0, 0.7,
  ]);
  // One logit is of two labels.
  expect(readMember(Float32Array.of(0), 1, { order: [1, 0] })).toEqual(Float32Array.of(0.5, 0.5));
});

it('answers with the weighted mean of shares and of numbers', () => {
  const [a, b] = [Float32Array.of(0.9, 0.1), Float32Array.of(0.5, 0.5)];
  const raw = combineRows({ how: 'mean', weights: [0.75, 0.25] }, [a, b], { width: 2, areShares: true });
  expect(probabilities(raw, 2)[0]).toBeCloseTo(0.8, 6);
  const number = combineRows(
    { how: 'mean', weights: [0.5, 0.5], bias: [1] },
    [Float32Array.of(2), Float32Array.of(4)],
    { width: 1, areShares: false },
  );
  expect(number[0]).toBe(4);
});

it('answers rows far away alike in every runtime', () => {
  // Scores of hundreds differ by their rounding; what is sure of different labels ties.
  const [here, there] = [Float32Array.of(2000, 1998, -3000), Float32Array.of(2000.0002, 1998, -3000)];
  const shares = [here, there].map((raw) => readMember(raw, 1, { order: [0, 1, 2] }));
  for (const [i, share] of (shares[0] ?? []).entries())
    expect(Math.abs(share - (shares[1]?.[i] as number))).toBeLessThan(1e-5);
  const [first, ...others] = shares[0] ?? [];
  expect(first).toBeGreaterThan(others[0] as number);
  const sure = (label: number, share: number) =>
    Float32Array.from({ length: 3 }, (_, i) => (i === label ? share : (1 - share) / 2));
  for (const off of [0, 2e-7]) {
    const members = [sure(2, 1), sure(1, 1 - off), sure(0, 1 - off)];
    const raw = combineRows({ how: 'mean', weights: [1 / 3, 1 / 3, 1 / 3] }, members, {
      width: 3,
      areShares: true,
    });
    expect(raw.indexOf(Math.max(...raw))).toBe(0);
  }
});

it('stacks numbers as least squares says where rows are many, and never with a weight below 0', () => {
  const truth = noise('truth', 2);
  const [near, far] = [noise('near', 0.2), noise('far', 0.4)];
  const add = (own: Float32Array, times: number) =>
    truth.map((value, i) => value * times + (own[i] as number));
  const members = [add(near, 1), add(far, 1), add(noise('against', 1), -1)];
  const { weights, bias } = fitStack(members, { truth, labels: 0 });
  // Of two with independent errors the weights are as one over their variances: 4 to 1.
  expect((weights[0] as number) / (weights[1] as number)).toBeGreaterThan(2.5);
  expect((weights[0] as number) / (weights[1] as number)).toBeLessThan(5);
  expect(weights[2]).toBeGreaterThanOrEqual(0);
  expect(weights[2]).toBeLessThan(0.02);
  expect(Math.abs(bias?.[0] as number)).toBeLessThan(0.02);
});

it('pools shares better than their mean, and leaves out what says nothing', () => {
  const truth = Int32Array.from(uniforms(1, 'label', 0, rows), (u) => (u < 0.5 ? 0 : 1));
  const sharesBy = (of: string, strength: number) => {
    const shares = new Float32Array(rows * 2);
    for (const [row, u] of uniforms(2, of, 0, rows).entries()) {
      const right = 1 / (1 + Math.exp(-strength * (u - 0.2)));
      shares[row * 2 + (truth[row] as number)] = right;
      shares[row * 2 + 1 - (truth[row] as number)] = 1 - right;
    }
    return shares;
  };
  const members = [sharesBy('a', 2), sharesBy('b', 2), new Float32Array(rows * 2).fill(0.5)];
  const known = { truth, labels: 2 };
  const stack = fitStack(members, known);
  const raw = combineRows(stack, members, { width: 2, areShares: true });
  const mean = combineRows({ how: 'mean', weights: [0.5, 0.5, 0] }, members, { width: 2, areShares: true });
  expect(lossOf(probabilities(raw, 2), 1, known)).toBeLessThan(lossOf(probabilities(mean, 2), 1, known));
  const weights = greedySelection(members, known);
  expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
  expect(weights[2]).toBe(0);
  expect(weights[0]).toBeGreaterThan(0.2);
  const { as, values } = diversityOf(members, known);
  expect(as).toBe('disagreement');
  expect(values[0]?.[1]).toBe(values[1]?.[0]);
  expect(values[0]?.[0]).toBe(0);
});

it('joins preparings: what is the same enters once', () => {
  const feature = (column: string, mean: number) => ({
    column,
    columnType: 'numeric' as const,
    steps: [{ type: 'standardize', params: {}, state: { mean } }],
    outputNames: [column],
  });
  const pipeline = (...features: FittedPipeline['features']): FittedPipeline => ({
    version: 1,
    features,
    width: features.length,
  });
  const { fitted, places } = joinPipelines([
    pipeline(feature('a', 1), feature('b', 2)),
    pipeline(feature('b', 2), feature('a', 5)),
  ]);
  expect(fitted.width).toBe(3);
  expect(places).toEqual([
    [0, 1],
    [1, 2],
  ]);
});

it('judges weights by rows that they were not learnt from', () => {
  const truth = noise('truth', 2);
  const members = Array.from({ length: 12 }, (_, i) => noise(`chance ${i}`, 2));
  const known = { truth, labels: 0 };
  const fit = (said: readonly Float32Array[], of: Known) => fitStack(said, of);
  const errorOf = (raw: Float32Array) => lossOf(raw, 1, known);
  const flattered = errorOf(combineRows(fitStack(members, known), members, { width: 1, areShares: false }));
  const honest = errorOf(crossFitted(members, known, fit));
  expect(flattered).toBeLessThan(errorOf(new Float32Array(rows)));
  expect(honest).toBeGreaterThan(flattered);
});

it('finds by how much shares are too sure, and leaves few rows alone', () => {
  const labels = 3;
  const truth = Int32Array.from({ length: 3000 }, (_, row) => row % labels);
  // Drawn with the odds that these logits say; then they are told three halves of that.
  const logits = new Float32Array(truth.length * labels);
  for (const [row, u] of uniforms(5, 'calibration', 0, truth.length).entries()) {
    const sure = 2;
    const right = Math.exp(sure) / (Math.exp(sure) + labels - 1);
    const said = u < right ? (truth[row] as number) : ((truth[row] as number) + 1 + (row % 2)) % labels;
    logits[row * labels + said] = sure * 1.5;
  }
  expect(fitSharpness(logits, { truth, labels })).toBeCloseTo(1 / 1.5, 1);
  expect(fitSharpness(logits.subarray(0, 30), { truth: truth.subarray(0, 10), labels })).toBe(1);
  const shares = Float32Array.of(0.8, 0.15, 0.05);
  const raw = combineRows({ how: 'mean', weights: [1], sharpness: 2 }, [shares], {
    width: 3,
    areShares: true,
  });
  expect(probabilities(raw, 3)[0]).toBeCloseTo(0.64 / (0.64 + 0.0225 + 0.0025), 5);
});
