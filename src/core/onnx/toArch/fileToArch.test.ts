/** What becomes of operators; that answers are equal is fileToArch.long.test.ts. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readOnnxFile } from '../../onnxFile/readOnnxFile';
import type { OnnxGraph } from '../graphBuilder';
import { graphOfFile } from '../graphOfFile';
import { erf } from './erf';
import { fileToArch } from './fileToArch';
import { forTask } from './forTask';

const folder = new URL('../../../../test/fixtures/onnxNetworks/', import.meta.url);
const graphOf = (name: string): { graph: OnnxGraph; opset: number } => {
  const file = readOnnxFile(new Uint8Array(readFileSync(new URL(`${name}.onnx`, folder))));
  return { graph: graphOfFile(file, { reading: true }), opset: file.opsets.get('') ?? 0 };
};
const mobile = graphOf('mobile-old');
const how = { opset: mobile.opset, axes: [1, 8, 7], channelsFirst: true };

it('layers are those that a person would draw, named as their weights are', () => {
  const { arch } = fileToArch(mobile.graph, how);
  expect(arch.inputs).toEqual([{ name: 'input', shape: [8, 7, 1] }]);
  expect(arch.nodes.map(({ id, type, params }) => `${id} ${type} ${params.kind ?? ''}`.trim())).toEqual([
    'net.0 conv2d',
    'silu1 activation silu',
    'net.2 depthwiseConv2d',
    'gelu1 activation gelu',
    'net.4 conv2d',
    'hardSwish1 activation hardSwish',
    'pool1 pool2d average',
    'prelu1 prelu',
    'mish1 activation mish',
    'leakyRelu1 activation leakyRelu',
    'permute1 permute',
    'flatten1 flatten',
    'head.0 dense',
    'elu1 activation elu',
    'head.3 dense',
    'softmax1 activation softmax',
  ]);
});

it('names the first operator that has no layer, and where sizes of a picture do not go through', () => {
  const nodes = mobile.graph.nodes.map((node) =>
    node.opType === 'Softmax' ? { ...node, opType: 'Hardmax' } : node,
  );
  expect(() => fileToArch({ ...mobile.graph, nodes }, how)).toThrow(
    'the operator Hardmax (“/head/head.4/Softmax”) has no layer of ours',
  );
  expect(() => fileToArch(mobile.graph, { ...how, axes: [1, 12, 7] })).toThrow('the operator Gemm');
  expect(() => fileToArch(mobile.graph, { ...how, axes: [3, 8, 7] })).toThrow('the operator Conv');
});

it('probabilities become logits in the order of the labels', () => {
  const network = fileToArch(mobile.graph, how);
  const made = forTask(network, { as: 'probabilities', values: 3, order: [2, 0, 1], width: 3 });
  expect(made?.arch.outputs[0]?.node).toBe('head.3');
  const [bias, turned] = [network, made].map((one) =>
    Array.from(one?.weights.get('head.3/bias')?.data ?? []),
  );
  expect(turned).toEqual([bias?.[2], bias?.[0], bias?.[1]]);
  const two = forTask(network, { as: 'probabilities', values: 3, order: [1, 2], width: 1 });
  expect(two?.weights.get('head.3/bias')?.data[0]).toBeCloseTo((bias?.[2] ?? 0) - (bias?.[1] ?? 0), 6);
  expect(forTask(network, { as: 'logits', values: 3, order: [0, 1, 2], width: 3 })).toBeUndefined();
});

it.each([
  // DLMF and Abramowitz and Stegun, table 7.1.
  [0, 0],
  [0.5, 0.5204998778],
  [-1, -0.8427007929],
  [2, 0.995322265],
])('erf(%d)', (x, y) => {
  expect(erf(x)).toBeCloseTo(y, 9);
});
