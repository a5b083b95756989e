/** What runs where: forms of a 4-D convolution (why only a folded file is compared on WebGPU), and labels as text. */
import { describe, expect, it } from 'vitest';
import { convGeometry, inputCount, weightCount } from '#/core/arch/convGeometry';
import { onnxShape } from '#/core/arch/deviceShape';
import { lowerConv } from '#/core/layers/convOnnx';
import { createGraphBuilder } from '#/core/onnx/createGraphBuilder';
import { writeModel } from '#/core/onnx/writeModel';
import type { Conv4dForm } from '#/core/protocol/predict';
import { normals } from '#/core/random/random';
import { convForward } from '#/core/reference/convNd';
import { canRunOnWebgpu, onWebgpu, runOnnx } from './runOnnx';

const geometry = convGeometry({
  batch: 2,
  inSize: [5, 4, 3, 3],
  inChannels: 2,
  outChannels: 3,
  kernel: [3, 2, 3, 1],
  stride: [2, 1, 1, 1],
  padBegin: [1, 0, 1, 0],
  padEnd: [1, 1, 1, 0],
});
const { inSize, inChannels, outSize, outChannels, batch } = geometry;
const x = normals(1, 'x', 0, inputCount(geometry));
const kernel = normals(1, 'kernel', 0, weightCount(geometry));
const expected = convForward(geometry, x, kernel);

function fileOf(form: Conv4dForm): Uint8Array {
  const graph = createGraphBuilder(['y'], form);
  const field = graph.input('x', 'float', [null, ...inSize, inChannels]);
  const frames = onnxShape([...inSize, inChannels]);
  const target = graph.constant('int64', [frames.length], BigInt64Array.from(frames, BigInt));
  const result = lowerConv(graph, graph.node('Reshape', [field, target]), geometry, { kernel });
  graph.output(result, 'y', 'float', [null, ...outSize.slice(1), outChannels]);
  return writeModel(graph.build(), { name: 'conv4d', opset: 17 });
}

async function largestDifference(form: Conv4dForm, build?: typeof onWebgpu): Promise<number> {
  const feed = { name: 'x', type: 'float32' as const, data: x, dims: [batch, ...inSize, inChannels] };
  const [run] = await runOnnx(fileOf(form), [[feed]], build);
  const values = Array.from(run?.outputs.get('y')?.data ?? [], Number);
  expect(values).toHaveLength(expected.length);
  return Math.max(...values.map((value, i) => Math.abs(value - (expected[i] as number))));
}

describe('a 4-D convolution in ONNX Runtime', () => {
  it('is right in both forms on WASM', async () => {
    expect(await largestDifference('folded')).toBeLessThan(1e-5);
    expect(await largestDifference('native')).toBeLessThan(1e-5);
  });

  it('is right folded on WebGPU, and refused native', async () => {
    expect(canRunOnWebgpu()).toBe(true);
    expect(await largestDifference('folded', onWebgpu)).toBeLessThan(1e-5);
    await expect(largestDifference('native', onWebgpu)).rejects.toThrow(/Conv1d, Conv2d, and Conv3d/);
  });
});

it.each(['WASM', 'WebGPU'])('labels are looked up on %s', async (build) => {
  const graph = createGraphBuilder(['label']);
  const scores = graph.input('scores', 'float', [null, 3]);
  const index = graph.node('ArgMax', [scores], { axis: 1n, keepdims: 0n });
  const texts = graph.constant('string', [3], ['noise', 'Erdös', '']);
  graph.output(graph.node('Gather', [texts, index], { axis: 0n }), 'label', 'string', [null]);
  const bytes = writeModel(graph.build(), { name: 'labels', opset: 17 });
  const feed = {
    name: 'scores',
    type: 'float32' as const,
    data: Float32Array.of(0, 2, 1, 3, 0, 0, 0, 0, 1),
    dims: [3, 3],
  };
  const [run] = await runOnnx(bytes, [[feed]], build === 'WebGPU' ? onWebgpu : undefined);
  expect(run?.outputs.get('label')?.data).toEqual(['Erdös', 'noise', '']);
});
