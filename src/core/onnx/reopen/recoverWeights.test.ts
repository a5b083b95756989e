/** Arrays that are equal are stored once, and found again for each of the layers that they are of. */
import { expect, it } from 'vitest';
import { sizeOf } from '../../arch/sizeOf';
import { weightSpecs } from '../../arch/shapes';
import { toOnnxNodes } from '../../arch/toOnnxNodes';
import type { ArchSpec } from '../../arch/archSpec';
import { readOnnxFile } from '../../onnxFile/readOnnxFile';
import { normals } from '../../random/random';
import { createGraphBuilder } from '../createGraphBuilder';
import { writeModel } from '../writeModel';
import { recoverWeights, type Weights } from './recoverWeights';

const params = { units: 4, useBias: true, init: 'glorotUniform' };
const arch: ArchSpec = {
  version: 1,
  inputs: [{ name: 'x', shape: [4] }],
  nodes: ['first', 'second', 'third'].map((id, i) => ({
    id,
    type: 'dense',
    inputs: [['x', 'first', 'second'][i] ?? ''],
    params,
  })),
  outputs: [{ name: 'y', node: 'third' }],
};

const graphOf = (weights: Weights) => {
  const graph = createGraphBuilder(['y']);
  const input = graph.input('x', 'float', [null, 4]);
  graph.output(toOnnxNodes(graph, arch, [input], weights)[0] as string, 'y', 'float', [null, 4]);
  return readOnnxFile(writeModel(graph.build(), { name: 'net', opset: 17 })).graph;
};

it('biases of three layers, two of them equal, and a kernel twice', () => {
  const weights: Weights = new Map(
    weightSpecs(arch).map(({ name, shape }) => {
      const stream = name.replace('third/kernel', 'first/kernel');
      const isZero = name === 'first/bias' || name === 'second/bias';
      const data = isZero ? new Float32Array(4) : normals(1, stream, 0, sizeOf(shape));
      return [name, { shape: [...shape], data }];
    }),
  );
  const found = recoverWeights(arch, new Map(), graphOf, graphOf(weights));
  for (const [name, { data }] of weights)
    expect(Array.from(found.get(name)?.data ?? []), name).toEqual(Array.from(data));
});
