import { expect, it } from 'vitest';
import type { GraphNode } from './modelGraph';
import { joinGraphs } from './joinGraphs';

const node = (kind: GraphNode['kind'], name: string, from: number[], weights: number[] = []): GraphNode => ({
  kind,
  op: name,
  name,
  block: [],
  inputs: from.map((at) => ({ name: 'x', from: at, type: '' })),
  outputs: [],
  attributes: [],
  weights,
});
const weight = (name: string) => ({ name, dtype: 'float', shape: [1], size: 1 });

it('what the first makes is read by those that read the input of the second', () => {
  const { nodes, weights } = joinGraphs(
    {
      nodes: [node('input', 'picture', []), node('node', 'Conv', [0], [0]), node('output', 'seen', [1])],
      weights: [weight('kernel')],
      facts: [],
    },
    {
      nodes: [
        node('input', 'x', []),
        node('node', 'dense', [0], [0]),
        node('node', 'add', [1, 0]),
        node('output', 'y', [2]),
      ],
      weights: [weight('dense/kernel')],
      facts: [],
    },
    'imported',
  );
  expect(
    nodes.map(({ name, block, inputs, weights: own }) => [
      name,
      block.join(),
      inputs.map(({ from }) => from),
      own,
    ]),
  ).toEqual([
    ['picture', '', [], []],
    ['Conv', 'imported', [0], [0]],
    ['dense', '', [1], [1]],
    ['add', '', [2, 1], []],
    ['y', '', [3], []],
  ]);
  expect(weights.map(({ name }) => name)).toEqual(['kernel', 'dense/kernel']);
});
