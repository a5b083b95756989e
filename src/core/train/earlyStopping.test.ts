import { describe, expect, it } from 'vitest';
import { observeEpoch, startEarlyStopping } from './earlyStopping';
import { largestPerRow, probabilities } from './probabilities';

const run = (losses: number[], patience: number) => {
  let state = startEarlyStopping();
  for (const [i, loss] of losses.entries()) {
    const result = observeEpoch(JSON.parse(JSON.stringify(state)), i + 1, loss, patience);
    state = result.state;
    if (result.stop) return { stoppedAt: i + 1, state };
  }
  return { state };
};

describe('early stopping', () => {
  it('stops after patience epochs without a better loss and knows the best', () => {
    expect(run([3, 2, 2.5, 2, 2.1], 3)).toEqual({
      stoppedAt: 5,
      state: { best: 2, bestEpoch: 2, epochsSinceBest: 3 },
    });
  });

  it('goes on while it improves', () => {
    expect(run([5, 4, 4.5, 3, 3.5, 2], 2).stoppedAt).toBeUndefined();
  });

  it('never takes a loss that is not finite for the best', () => {
    expect(run([Number.NaN, Number.POSITIVE_INFINITY, 1, Number.NaN], 3).state).toMatchObject({
      best: 1,
      bestEpoch: 3,
    });
  });
});

describe('probabilities', () => {
  it('are a stable softmax', () => {
    const values = probabilities([1, 2, 3, 1000, -1000, 0], 3);
    const sum = Math.exp(1) + Math.exp(2) + Math.exp(3);
    expect(values[2]).toBeCloseTo(Math.exp(3) / sum, 14);
    expect(Array.from(values.slice(3))).toEqual([1, 0, 0]);
    expect([...largestPerRow(values, 3)]).toEqual([2, 0]);
  });

  it('of one log-odds are a pair', () => {
    expect([...probabilities([0, 800, -800], 1)]).toEqual([0.5, 0.5, 0, 1, 1, 0]);
  });

  it('show NaN rather than hide it', () => {
    expect(probabilities([Number.NaN, 1], 2).every(Number.isNaN)).toBe(true);
  });
});
