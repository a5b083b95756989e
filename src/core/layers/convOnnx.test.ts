/** 4-D convolutions as ONNX, folded and native, against the float64 reference in two runtimes. */
import { describe, expect, it } from 'vitest';
import { howToInstall, python, runOnnxChecker } from '../../../test/support/onnxChecker';
import { onnxRuntimes } from '../../../test/support/onnxRuntimes';
import { type ConvSpec, convGeometry, inputCount, weightCount } from '../arch/convGeometry';
import { onnxShape } from '../arch/deviceShape';
import { createGraphBuilder } from '../onnx/createGraphBuilder';
import { readModel } from '../onnx/readModel';
import { writeModel } from '../onnx/writeModel';
import { type Conv4dForm, conv4dForms } from '../protocol/predict';
import { normals } from '../random/random';
import { convForward } from '../reference/convNd';
import { lowerConv } from './convOnnx';

const specs: [string, ConvSpec][] = [
  ['odd sizes', { batch: 2, inSize: [5, 7, 3, 5], inChannels: 3, outChannels: 4, kernel: [3, 3, 3, 3] }],
  [
    'asymmetric padding',
    {
      batch: 2,
      inSize: [4, 5, 3, 2],
      inChannels: 2,
      outChannels: 3,
      kernel: [2, 3, 2, 2],
      padBegin: [2, 0, 1, 0],
      padEnd: [0, 1, 0, 2],
    },
  ],
  [
    'strides',
    {
      batch: 1,
      inSize: [9, 6, 5, 4],
      inChannels: 2,
      outChannels: 5,
      kernel: [3, 2, 3, 1],
      stride: [3, 1, 2, 2],
      padBegin: [1, 0, 1, 0],
      padEnd: [0, 1, 1, 0],
    },
  ],
  [
    'dilations in groups',
    {
      batch: 2,
      inSize: [7, 4, 6, 5],
      inChannels: 6,
      outChannels: 9,
      groups: 3,
      kernel: [3, 2, 2, 3],
      stride: [2, 1, 1, 2],
      dilation: [2, 3, 1, 2],
      padBegin: [0, 1, 0, 1],
      padEnd: [1, 0, 0, 1],
    },
  ],
  [
    'each channel alone',
    {
      batch: 3,
      inSize: [3, 3, 4, 3],
      inChannels: 4,
      outChannels: 8,
      groups: 4,
      kernel: [2, 3, 1, 2],
      padBegin: [1, 1, 0, 0],
      padEnd: [0, 1, 0, 1],
    },
  ],
  ['time alone', { batch: 2, inSize: [6, 2, 3, 1], inChannels: 2, outChannels: 2, kernel: [6, 1, 1, 1] }],
  ['space alone', { batch: 2, inSize: [3, 4, 3, 5], inChannels: 2, outChannels: 3, kernel: [1, 3, 2, 3] }],
];

function makeCase(spec: ConvSpec) {
  const geometry = convGeometry(spec);
  const x = normals(1, 'x', 0, inputCount(geometry));
  const kernel = normals(1, 'kernel', 0, weightCount(geometry));
  const bias = normals(1, 'bias', 0, spec.outChannels);
  return { geometry, x, kernel, bias };
}

function fileOf({ geometry, kernel, bias }: ReturnType<typeof makeCase>, form: Conv4dForm) {
  const graph = createGraphBuilder(['y'], form);
  const { inSize, inChannels, outSize, outChannels } = geometry;
  const field = graph.input('x', 'float', [null, ...inSize, inChannels]);
  const target = BigInt64Array.from(onnxShape([...inSize, inChannels]), BigInt);
  const frames = graph.node('Reshape', [field, graph.constant('int64', [target.length], target)]);
  const result = lowerConv(graph, frames, geometry, { kernel, bias });
  graph.output(result, 'y', 'float', [null, ...outSize.slice(1), outChannels]);
  return writeModel(graph.build(), { name: 'conv4d', opset: 17 });
}

const files = new Map<string, Uint8Array>();

describe.each(specs)('a 4-D convolution: %s', (title, spec) => {
  const made = makeCase(spec);
  const { geometry, x, kernel, bias } = made;
  const expected = convForward(geometry, x, kernel, bias);
  const dims = [geometry.batch, ...geometry.inSize, geometry.inChannels];

  it.each(conv4dForms)('%s, as the float64 reference', async (form) => {
    const bytes = fileOf(made, form);
    files.set(`${title.replaceAll(' ', '-')}-${form}.onnx`, bytes);
    for (const runtime of onnxRuntimes) {
      const output = (await runtime.run(bytes, [{ name: 'x', type: 'float32', data: x, dims }])).get('y');
      const values = Array.from((output?.data ?? []) as ArrayLike<number>);
      expect(values, runtime.name).toHaveLength(expected.length);
      const largest = values.reduce(
        (most, value, i) =>
          Math.max(
            most,
            Math.abs(value - (expected[i] as number)) / Math.max(1, Math.abs(expected[i] as number)),
          ),
        0,
      );
      expect(largest, runtime.name).toBeLessThan(1e-5);
    }
  });

  it('is one Conv over four axes when native, and never more than five when folded', () => {
    const native = readModel(fileOf(made, 'native')).graph;
    const operators = native.nodes.map(({ opType }) => opType).filter((type) => type !== 'Identity');
    expect(operators).toEqual(['Reshape', 'Reshape', 'Transpose', 'Conv', 'Transpose', 'Reshape']);
    const attributes = native.nodes.find(({ opType }) => opType === 'Conv')?.attributes;
    expect(attributes).toMatchObject({
      kernel_shape: geometry.kernel.map(BigInt),
      strides: geometry.stride.map(BigInt),
      dilations: geometry.dilation.map(BigInt),
      pads: [...geometry.padBegin, ...geometry.padEnd].map(BigInt),
      group: BigInt(geometry.groups),
    });
    const folded = readModel(fileOf(made, 'folded')).graph;
    for (const { dtype, data } of folded.initializers)
      if (dtype === 'int64' && data[0] === -1n) expect(data.length).toBeLessThanOrEqual(5);
    expect(folded.nodes.find(({ opType }) => opType === 'Conv')?.attributes.kernel_shape).toHaveLength(3);
  });
});

describe('the official checker', () => {
  it('is there when it must be', () => {
    if (!python && process.env.CI) expect.fail(howToInstall);
  });

  it.runIf(python)('accepts both forms, shapes included', () => {
    expect(files.size).toBe(2 * specs.length);
    expect(runOnnxChecker(files).filter((line) => !line.startsWith('ok '))).toEqual([]);
  });
});
