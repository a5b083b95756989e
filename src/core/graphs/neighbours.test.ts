/** Surroundings of a node, and that a network over them answers as one over the whole graph would. */
import '@tensorflow/tfjs'; // registers the CPU backend
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { compileForward } from '../arch/compileForward';
import { weightSpecs } from '../arch/shapes';
import { sizeOf } from '../arch/sizeOf';
import { buildArch } from '../families/buildArch';
import { families } from '../families/registry';
import { normals, uniforms } from '../random/random';
import { enterNodes, type FittedGraph, fitNodes, rawNodes } from './fittedGraph';
import { Neighbours } from './neighbours';

const path = new Neighbours({
  nodes: 6,
  source: Int32Array.of(0, 1, 2, 3, 1, 1, 2),
  target: Int32Array.of(1, 2, 3, 4, 0, 1, 0),
});

it('are those within so many edges, whichever way these go, each once', () => {
  expect([...path.of(1)]).toEqual([0, 2]);
  expect(path.around(4, 2, 10)).toEqual({ nodes: [4, 3, 2], isCut: false });
  expect(path.around(5, 3, 10)).toEqual({ nodes: [5], isCut: false });
  expect(path.around(0, 9, 10)).toEqual({ nodes: [0, 1, 2, 3, 4], isCut: false });
});

it('keep those with the most edges to nearer ones where there is no room for all', () => {
  const graph = new Neighbours({
    nodes: 7,
    source: Int32Array.of(0, 0, 1, 1, 2, 2),
    target: Int32Array.of(1, 2, 3, 5, 5, 6),
  });
  expect(graph.around(0, 2, 4)).toEqual({ nodes: [0, 1, 2, 5], isCut: true });
  const edges = new Float32Array(16);
  graph.edgesInto([0, 1, 2, 5], edges, 0, 4);
  expect([...edges]).toEqual([0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0, 1, 1, 0]);
});

it('values are fitted on training nodes, categories told apart, what is missing is the mean', () => {
  const columns = [
    { name: 'kind', type: 'categorical', role: 'feature' },
    { name: 'age', type: 'numeric', role: 'feature' },
    { name: 'gone', type: 'numeric', role: 'feature' },
  ] as const;
  const values = new Map([
    ['kind', { kind: 'string' as const, data: ['b', 'a', null, 'c'] }],
    ['age', { kind: 'number' as const, width: 1, data: Float64Array.of(1, 3, Number.NaN, 7) }],
    ['gone', { kind: 'number' as const, width: 1, data: new Float64Array(4).fill(Number.NaN) }],
  ]);
  const known = fitNodes(
    [...columns],
    new Map([...values].map(([name, all]) => [name, { ...all, data: all.data.slice(0, 3) } as typeof all])),
  );
  expect(known).toEqual({
    numbers: [{ column: 'age', mean: 2, std: 1 }],
    categories: [{ column: 'kind', categories: ['a', 'b'] }],
  });
  const fitted: FittedGraph = { ...known, places: 1, hops: 1 };
  const raw = rawNodes(fitted, values, 4);
  expect([...raw]).toEqual([1, 1, 3, 0, Number.NaN, Number.NaN, 7, Number.NaN]);
  const samples = Float32Array.from(
    [0, 1, 2, 3].flatMap((node) => [0, ...raw.subarray(2 * node, 2 * node + 2)]),
  );
  expect([...enterNodes(fitted, samples, 4)]).toEqual([0, -1, 0, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 5, 0, 0]);
});

it('a network over all within reach answers as Kipf and Welling do over the whole graph', async () => {
  const [nodes, width, units] = [9, 3, 4];
  const chance = uniforms(3, 'edges', 0, nodes * nodes);
  const [source, target]: [number[], number[]] = [[], []];
  for (let a = 0; a < nodes; a++)
    for (let b = 0; b < a; b++)
      if ((chance[a * nodes + b] as number) < 0.3) {
        source.push(a);
        target.push(b);
      }
  const graph = new Neighbours({ nodes, source: Int32Array.from(source), target: Int32Array.from(target) });
  const values = normals(3, 'values', 0, nodes * width);
  // So far that no edge lacks.
  const [hops, places] = [nodes, nodes];
  const arch = buildArch(
    families.get('gcn'),
    { inputShape: [places, places + width], outputWidth: 2 },
    { hidden: [units, units], dropout: 0 },
  );
  const weights = new Map(
    weightSpecs(arch).map(({ name, shape }) => [name, tf.tensor(normals(3, name, 0, sizeOf(shape)), shape)]),
  );
  const samples = new Float32Array(nodes * places * (places + width));
  for (let node = 0; node < nodes; node++) {
    const at = node * places * (places + width);
    const around = graph.around(node, hops, places).nodes;
    graph.edgesInto(around, samples, at, places + width);
    for (const [place, other] of around.entries())
      samples.set(
        values.subarray(other * width, (other + 1) * width),
        at + place * (places + width) + places,
      );
  }
  const [ours] = compileForward(arch, tf)([tf.tensor(samples, [nodes, places, places + width])], weights, {
    training: false,
  });

  const numbers = async (name: string) => [...(await (weights.get(name) as tf.Tensor).data())];
  const normal = Array.from({ length: nodes }, (_, a) =>
    Array.from({ length: nodes }, (_, b) => {
      const joined = a === b || graph.of(a).includes(b);
      return joined ? 1 / Math.sqrt((graph.of(a).length + 1) * (graph.of(b).length + 1)) : 0;
    }),
  );
  const product = (a: number[][], b: number[][]) =>
    a.map((row) =>
      (b[0] as number[]).map((_, j) =>
        row.reduce((sum, x, k) => sum + x * ((b[k] as number[])[j] as number), 0),
      ),
    );
  const matrix = (flat: ArrayLike<number>, columns: number) =>
    Array.from({ length: flat.length / columns }, (_, i) =>
      Array.from({ length: columns }, (_, j) => flat[i * columns + j] as number),
    );
  let state = matrix(values, width);
  for (const layer of ['graph1', 'graph2']) {
    const bias = await numbers(`${layer}/bias`);
    const made = product(product(normal, state), matrix(await numbers(`${layer}/kernel`), units));
    state = made.map((row) => row.map((x, j) => Math.max(0, x + (bias[j] as number))));
  }
  const bias = await numbers('output/bias');
  const expected = product(state, matrix(await numbers('output/kernel'), 2)).flatMap((row) =>
    row.map((x, j) => x + (bias[j] as number)),
  );
  const found = (await ours?.data()) ?? [];
  for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value, 4);
});
