import { expect, it } from 'vitest';
import { blocksOf, firstClosed, shownGraph } from './collapse';
import { layered } from './layered';
import type { GraphNode, ModelGraph } from './modelGraph';

const sizes = (count: number) => ({
  widths: new Array<number>(count).fill(80),
  heights: new Array<number>(count).fill(30),
});

it('a chain runs straight down, and a branch stands beside it', () => {
  const { x, y, bends } = layered(sizes(4), [
    [0, 1],
    [1, 2],
    [2, 3],
    [0, 3],
  ]);
  expect([...y]).toEqual([...y].sort((a, b) => a - b));
  expect(Math.abs((x[0] as number) - (x[3] as number))).toBeLessThan(60);
  expect(bends.map(({ length }) => length)).toEqual([0, 0, 0, 4]);
});

it('no two items of a rank overlap, whatever the graph', () => {
  let seed = 1;
  const random = () => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647;
  };
  const edges: [number, number][] = [];
  for (let to = 1; to < 300; to++) for (let k = 0; k < 2; k++) edges.push([Math.floor(random() * to), to]);
  const { x, y, width, height } = layered(sizes(300), edges);
  for (let i = 0; i < 300; i++)
    for (let j = 0; j < i; j++)
      if (y[i] === y[j]) expect(Math.abs((x[i] as number) - (x[j] as number))).toBeGreaterThanOrEqual(80);
  expect(Math.max(...x)).toBeLessThanOrEqual(width);
  expect(Math.max(...y)).toBeLessThanOrEqual(height);
});

it('a circle, as closed blocks may make, ends', () => {
  expect(
    layered(sizes(2), [
      [0, 1],
      [1, 0],
    ]).height,
  ).toBeGreaterThan(0);
  expect(layered(sizes(0), []).width).toBe(0);
});

const node = (name: string, block: string[], ...from: number[]): GraphNode => ({
  kind: 'node',
  op: 'Op',
  name,
  block,
  inputs: from.map((one) => ({ name: '', from: one, type: '' })),
  outputs: [],
  attributes: [],
  weights: [],
});

it('closed blocks are one item, and open ones show what is in them', () => {
  const graph: ModelGraph = {
    nodes: [
      node('a', []),
      node('b', ['x'], 0),
      node('c', ['x', 'y'], 1),
      node('d', ['x', 'y'], 2),
      node('e', ['z'], 3),
    ],
    weights: [],
    facts: [],
  };
  expect([...blocksOf(graph).values()]).toEqual([3, 2]);
  expect(firstClosed(graph).size).toBe(0);
  const closed = firstClosed(graph, 1);
  const shown = shownGraph(graph, closed);
  expect(shown.items.map(({ block }) => block?.name)).toEqual([undefined, 'x', undefined]);
  expect(shown.edges.map(({ from, to }) => [from, to])).toEqual([
    [0, 1],
    [1, 2],
  ]);
  const [outer] = closed;
  closed.delete(outer ?? '');
  expect(shownGraph(graph, closed).items.map(({ block }) => block?.name)).toEqual([
    undefined,
    undefined,
    'y',
    undefined,
  ]);
});
