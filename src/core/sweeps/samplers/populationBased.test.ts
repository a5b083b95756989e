import { expect, it } from 'vitest';
import type { TrialParams } from '../../protocol/sweep';
import { parseSpace } from '../space';
import { populationBased } from './populationBased';
import type { SweepTrial } from './samplerDef';

const space = parseSpace({
  learningRate: { type: 'log', min: 1e-5, max: 1 },
  batchSize: { type: 'categorical', values: [16, 32, 64, 128] },
  steps: { type: 'integer', min: 1, max: 9 },
  dropout: { type: 'continuous', min: 0, max: 0.5 },
});
const population = 8;
const ask = (trials: readonly SweepTrial[], seed = 1) => {
  const asked = { space, trials, seed, number: trials.length, population };
  return {
    params: populationBased.ask(asked) as TrialParams,
    from: populationBased.inheritsFrom?.(asked),
  };
};
const complete = (number: number, params: TrialParams, value: number): SweepTrial => ({
  number,
  params,
  state: 'complete',
  values: [value],
});

/** A first generation: member 0 is the best, member 7 the worst. */
function firstGeneration(): SweepTrial[] {
  const trials: SweepTrial[] = [];
  while (trials.length < population)
    trials.push(complete(trials.length, ask(trials).params, trials.length / 10));
  return trials;
}

it('begins anew, then each goes on as it was, and the worst quarter from the best with settings near theirs', () => {
  const trials = firstGeneration();
  expect(new Set(trials.map(({ params }) => JSON.stringify(params))).size).toBe(population);
  for (let member = 0; member < population; member++) {
    const asked = ask(trials);
    if (member < 6) expect(asked).toEqual({ params: trials[member]?.params, from: member });
    else {
      expect([8, 9]).toContain(asked.from);
      expect(asked.params).not.toEqual(trials[asked.from as number]?.params);
    }
    // As after a reload: of the same past the same is asked.
    expect(ask(trials)).toEqual(asked);
    trials.push(complete(trials.length, asked.params, member / 10));
  }
});

it('moves a setting by a fifth or draws it anew, within its bounds', () => {
  const first = firstGeneration();
  const params = { learningRate: 1, batchSize: 128, steps: 9, dropout: 0 };
  const trials = first.map((trial) => (trial.number < 2 ? { ...trial, params } : trial));
  const seen = Array.from({ length: 200 }, (_, seed) => {
    const later = [...trials, ...trials.slice(0, 6).map((trial, i) => ({ ...trial, number: 8 + i }))];
    return ask(later, seed).params;
  });
  const rates = seen.map(({ learningRate }) => learningRate as number);
  expect(Math.max(...rates)).toBe(1);
  const moved = rates.filter((rate) => rate === 1 || Math.abs(rate - 0.8) < 1e-12).length;
  expect(moved / rates.length).toBeGreaterThan(0.65);
  expect(moved).toBeLessThan(200);
  expect(new Set(seen.map(({ batchSize }) => batchSize))).toEqual(new Set([16, 32, 64, 128]));
  for (const { steps, dropout } of seen) {
    expect(Number.isInteger(steps) && (steps as number) >= 1 && (steps as number) <= 9).toBe(true);
    expect(dropout).toBeGreaterThanOrEqual(0);
    expect(dropout).toBeLessThanOrEqual(0.5);
  }
  expect(seen.some(({ dropout }) => dropout !== 0)).toBe(true);
});

it('a member whose trial failed goes on from the best; with nothing complete it begins anew', () => {
  const trials = firstGeneration();
  trials[0] = { ...(trials[0] as SweepTrial), state: 'failed', values: undefined };
  expect([1]).toContain(ask(trials).from);
  const failed = trials.map((trial): SweepTrial => ({ ...trial, state: 'failed', values: undefined }));
  expect(ask(failed).from).toBeUndefined();
  expect(Object.keys(ask(failed).params).sort()).toEqual(space.params.map(({ name }) => name).sort());
});
