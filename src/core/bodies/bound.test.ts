import { expect, it } from 'vitest';
import { takenRows } from '../kinds/takenRows';
import { axesFor, readAnswers } from './bound';

const softmax = (logits: number[]) => {
  const shares = logits.map(Math.exp);
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => share / sum);
};

it('reads probabilities as logits that give them back, in the order of the labels', () => {
  const shares = [0.2, 0.5, 0.3];
  const raw = readAnswers(shares, 1, { as: 'probabilities', values: 3, order: [2, 0, 1], width: 3 });
  for (const [i, share] of softmax([...raw]).entries())
    expect(share).toBeCloseTo([0.3, 0.2, 0.5][i] as number, 6);
});

it('reads one value of two labels as that of the second', () => {
  const one = (as: 'logits' | 'probabilities', value: number, order = [0, 1]) =>
    softmax([...readAnswers([value], 1, { as, values: 1, order, width: 2 })])[1];
  expect(one('probabilities', 0.8)).toBeCloseTo(0.8, 6);
  expect(one('probabilities', 0.8, [1, 0])).toBeCloseTo(0.2, 6);
  expect(one('logits', 2)).toBeCloseTo(1 / (1 + Math.exp(-2)), 6);
});

it('reads a number in its own unit as the task has it', () => {
  const scale = { mean: 10, std: 4 };
  expect([...readAnswers([18, 6], 2, { as: 'numbers', values: 1, scale, width: 1 })]).toEqual([2, -1]);
});

it('finds the axis that a file leaves free', () => {
  expect(axesFor(['batch', 3, 'height', 8], [8, 8, 3])).toEqual([3, 8, 8]);
  expect(axesFor(undefined, [4])).toEqual([4]);
});

it('takes columns in the order of the model, and refuses by name what is no number', () => {
  const column = (name: string, type: 'numeric' | 'categorical') => ({
    name,
    type,
    role: 'feature' as const,
  });
  const source = {
    schema: {
      kind: 'tabular' as const,
      columns: [column('a', 'numeric'), column('b', 'numeric'), column('c', 'categorical')],
    },
    stats: [],
  };
  const port = { name: 'row', dtype: 'float', shape: ['batch', 2] };
  const { inputs, fitted } = takenRows(source, port, { features: ['b', 'a'] });
  expect(inputs.map(({ name }) => name)).toEqual(['b', 'a']);
  expect(fitted.features.map(({ column: name }) => name)).toEqual(['b', 'a']);
  expect(() => takenRows(source, port, { features: ['a', 'c'] })).toThrow('“c” is categorical');
  expect(() => takenRows(source, port, { features: ['a'] })).toThrow('takes 2 numbers of a row; 1 columns');
});
