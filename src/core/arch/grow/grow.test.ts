import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import '../../../../test/support/ndKernels';
import { describe, expect, it } from 'vitest';
import { buildArch } from '../../families/buildArch';
import { cnn2d } from '../../families/cnn2d';
import { customNetwork } from '../../families/customNetwork';
import { mlp } from '../../families/mlp';
import type { HostWeight, Tensor } from '../../layers/layerDef';
import { layers } from '../../layers/registry';
import { normals } from '../../random/random';
import type { ArchSpec } from '../archSpec';
import { compileForward } from '../compileForward';
import { initWeights } from '../initWeights';
import { inferShapes } from '../shapes';
import { sizeOf } from '../sizeOf';
import { deepen, widen } from './grow';

const rows = 5;

/** Also statistics and biases, which begin at nought, drawn at random. */
function drawn(arch: ArchSpec): Map<string, HostWeight> {
  return new Map(
    [...initWeights(arch, 7)].map(([name, { shape, data }]) => {
      const more = normals(3, name, 0, data.length);
      return [name, { shape, data: data.map((value, i) => value + 0.1 * Math.abs(more[i] as number)) }];
    }),
  );
}

async function answer(arch: ArchSpec, weights: ReadonlyMap<string, HostWeight>): Promise<Float32Array> {
  const shape = arch.inputs[0]?.shape ?? [];
  const output = tf.tidy(() => {
    const input = tf.tensor(normals(1, 'rows', 0, rows * sizeOf(shape)), [rows, ...shape]);
    const tensors = new Map([...weights].map(([name, one]) => [name, tf.tensor(one.data, one.shape)]));
    return compileForward(arch, tf)([input], tensors, { training: false })[0] as Tensor;
  });
  return await output.data<'float32'>();
}

const mlpArch = () =>
  buildArch(
    mlp,
    { inputShape: [6], outputWidth: 3 },
    { hiddenLayers: [8, 5], normalization: 'batchNorm', dropout: 0.2 },
  );
const cnnArch = (params: Record<string, unknown>) =>
  buildArch(cnn2d, { inputShape: [8, 8, 2], outputWidth: 3 }, { filters: [4, 6], ...params });
/** A dense layer reads every place of every channel. */
const flatArch = () =>
  buildArch(
    customNetwork,
    { inputShape: [4, 5, 2], outputWidth: 3 },
    {
      nodes: [
        { id: 'conv', type: 'conv2d', inputs: ['input'], params: { filters: 3, kernel: [3, 3] } },
        { id: 'flat', type: 'flatten', inputs: ['conv'], params: {} },
        { id: 'dense', type: 'dense', inputs: ['flat'], params: { units: 4 } },
      ],
      output: 'dense',
      head: true,
    },
  );

describe.each([
  ['mlp', mlpArch],
  ['cnn2d', () => cnnArch({ convolutions: 2, normalization: 'batchNorm' })],
  ['flattened', flatArch],
])('%s', (_name, build) => {
  const arch = build();
  const grows = arch.nodes.filter(({ type }) => type === 'dense' || type === 'conv2d').slice(0, -1);

  it('is wider and says the same', async () => {
    const weights = drawn(arch);
    const before = await answer(arch, weights);
    // In float32: of the largest value.
    const bound = 1e-5 * before.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    expect(grows.length).toBeGreaterThan(1);
    for (const { id, params } of grows) {
      const units = Math.ceil(1.7 * Number(params.units ?? params.filters));
      const wider = widen(arch, weights, { layer: id, units, seed: 1 });
      expect(inferShapes(wider.arch).get(id)?.at(-1)).toBe(units);
      for (const [i, value] of (await answer(wider.arch, wider.weights)).entries())
        expect(Math.abs(value - (before[i] as number))).toBeLessThan(bound);
    }
  });

  it('is deeper and says the same', async () => {
    const weights = drawn(arch);
    const before = await answer(arch, weights);
    for (const { id } of arch.nodes.slice(0, -1)) {
      const deeper = deepen(arch, weights, { after: id });
      expect(deeper.arch.nodes).toHaveLength(arch.nodes.length + 2);
      expect(await answer(deeper.arch, deeper.weights)).toEqual(before);
    }
  });
});

it('does not give the copies of a unit the same outgoing weights', () => {
  const arch = mlpArch();
  const [first, second] = arch.nodes.filter(({ type }) => type === 'dense');
  const wider = widen(arch, drawn(arch), { layer: first?.id ?? '', units: 16, seed: 1 });
  const kernel = wider.weights.get(`${second?.id}/kernel`);
  const rowsOf = Array.from({ length: 16 }, (_, row) =>
    [...(kernel?.data.slice(row * 5, row * 5 + 5) ?? [])].join(),
  );
  expect(new Set(rowsOf).size).toBe(16);
});

it('refuses by name what would change the answer', () => {
  const arch = mlpArch();
  const weights = drawn(arch);
  const dense = arch.nodes.filter(({ type }) => type === 'dense');
  const last = dense.at(-1)?.id ?? '';
  expect(() => widen(arch, weights, { layer: last, units: 9, seed: 1 })).toThrow('reaches the answer');
  expect(() => widen(arch, weights, { layer: dense[0]?.id ?? '', units: 8, seed: 1 })).toThrow(
    '8 units already',
  );
  expect(() => widen(arch, weights, { layer: 'nowhere', units: 8, seed: 1 })).toThrow('no layer “nowhere”');
  expect(() => deepen(arch, weights, { after: last })).toThrow('is the answer itself');
  const normed = buildArch(
    mlp,
    { inputShape: [6], outputWidth: 3 },
    { hiddenLayers: [8, 5], normalization: 'layerNorm' },
  );
  expect(() => widen(normed, drawn(normed), { layer: 'dense1', units: 9, seed: 1 })).toThrow(
    'mixes its units',
  );
});

it('knows of each layer whether it goes channel by channel', () => {
  for (const def of layers.all)
    for (const { inputs, params: given } of def.examples) {
      const params = def.params.parse(given);
      if (!def.channelwise?.(params) || inputs.length !== 1) continue;
      const [shape = []] = inputs;
      const channels = shape.at(-1) ?? 1;
      expect(def.inferShape(inputs, params).at(-1), def.type).toBe(channels);
      for (const weight of def.weights(inputs, params)) expect(weight.shape, def.type).toEqual([channels]);
    }
});
