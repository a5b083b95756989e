/** Adding an optimiser, a layer or a loss is one file and one line: shown with ones this repository does not have. */
import '@tensorflow/tfjs'; // registers every gradient and the CPU backend
import * as tf from '@tensorflow/tfjs-core';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { compileForward } from '#/core/arch/compileForward';
import { initWeights } from '#/core/arch/initWeights';
import { parseArch } from '#/core/arch/parseArch';
import { inferShapes, weightCount, weightSpecs } from '#/core/arch/shapes';
import { toOnnxNodes } from '#/core/arch/toOnnxNodes';
import { families } from '#/core/families/registry';
import type { LayerDef } from '#/core/layers/layerDef';
import { layers } from '#/core/layers/registry';
import type { LossDef } from '#/core/losses/lossDef';
import { meanLoss } from '#/core/losses/meanLoss';
import { losses, lossFor } from '#/core/losses/registry';
import { metrics } from '#/core/metrics/registry';
import { createGraphBuilder } from '#/core/onnx/createGraphBuilder';
import { writeModel } from '#/core/onnx/writeModel';
import type { OptimizerDef } from '#/core/optimizers/optimizerDef';
import { optimizers } from '#/core/optimizers/registry';
import { schedules } from '#/core/schedules/registry';
import { onnxRuntimes } from './support/onnxRuntimes';

// One file each.
const scale: LayerDef<{ start: 'ones' | 'zeros' }> = {
  type: 'scale',
  title: 'Scale',
  summary: 'Multiplies each channel by a learnt factor.',
  params: z.strictObject({ start: z.enum(['ones', 'zeros']).default('ones') }),
  inferShape: ([shape]) => [...(shape ?? [])],
  weights: ([shape], { start }) => [
    { name: 'factor', shape: [shape?.at(-1) ?? 0], init: { kind: start }, trainable: true, decay: false },
  ],
  forward: ({ tf }, [x], { factor }) => tf.mul(x as tf.Tensor, factor as tf.Tensor),
  toOnnx: (graph, [x], { factor }) =>
    graph.node('Mul', [
      x ?? '',
      graph.constant('float', factor?.shape ?? [], factor?.data ?? new Float32Array(), 'factor'),
    ]),
  examples: [{ inputs: [[3]], params: {} }],
};
const signDescent: OptimizerDef<Record<string, never>> = {
  type: 'signDescent',
  title: 'Sign descent',
  summary: 'Steps of one size in the direction of the sign.',
  params: z.object({}),
  slots: [],
  update: (tf, { weight, gradient, learningRate }) => ({
    weight: tf.sub(weight, tf.mul(tf.sign(gradient), learningRate)),
    slots: {},
  }),
};
const quartic: LossDef<Record<string, never>> = {
  type: 'quartic',
  title: 'Mean fourth power',
  summary: 'Mean of the fourth powers of the differences.',
  value: 'number',
  params: z.object({}),
  outputWidth: () => 1,
  perRow: (tf, output, target) =>
    tf.square(tf.square(tf.sub(tf.reshape(output, [-1]), tf.reshape(target, [-1])))),
  examples: [{ output: [[2]], target: [0], expected: 16 }],
};

// One line each.
const withScale = layers.with(scale);
const withSignDescent = optimizers.with(signDescent);
const withQuartic = losses.with(quartic);

const description = {
  version: 1,
  inputs: [{ name: 'input', shape: [2] }],
  nodes: [
    { id: 'scale1', type: 'scale', inputs: ['input'], params: {} },
    { id: 'output', type: 'dense', inputs: ['scale1'], params: { units: 1 } },
  ],
  outputs: [{ name: 'output', node: 'output' }],
};

it('a new layer, optimiser and loss train together and are exported', async () => {
  expect(() => parseArch(description)).toThrow('no layer "scale"');
  const arch = parseArch(description, withScale);
  expect(arch.nodes[0]?.params).toEqual({ start: 'ones' });
  expect(inferShapes(arch, withScale).get('scale1')).toEqual([2]);
  expect(weightCount(arch, withScale)).toBe(2 + 3);

  const forward = compileForward(arch, tf, withScale);
  const loss = lossFor('quartic', { type: 'regression', target: 'y' }, withQuartic);
  const optimizer = withSignDescent.get('signDescent');
  const names = weightSpecs(arch, withScale).map((spec) => spec.name);
  const x = tf.tensor2d([0, 0, 1, 0, 0, 1, 1, 1], [4, 2]);
  const y = tf.tensor1d([0, 1, -1, 0]);
  let weights = [...initWeights(arch, 1, withScale).values()].map(({ data, shape }) =>
    tf.tensor(data, shape),
  );
  const run = (tensors: tf.Tensor[]) =>
    forward([x], new Map(names.map((name, i) => [name, tensors[i] as tf.Tensor])), {
      training: true,
    })[0] as tf.Tensor;
  const lossOf = (...tensors: tf.Tensor[]) =>
    meanLoss(tf, { loss, params: {} }, run(tensors), y) as tf.Scalar;
  const [before] = await lossOf(...weights).data();
  for (let step = 1; step <= 60; step++) {
    const gradients = tf.grads(lossOf)(weights);
    weights = weights.map((weight, i) => {
      const gradient = gradients[i] as tf.Tensor;
      const input = { weight, gradient, slots: {}, learningRate: 0.02, step, decay: false };
      return optimizer.update(tf, input, {}).weight;
    });
  }
  const [after] = await lossOf(...weights).data();
  expect(after).toBeLessThan((before ?? 0) / 20);

  const host = new Map(
    await Promise.all(
      weights.map(
        async (weight, i) =>
          [names[i] ?? '', { shape: weight.shape, data: (await weight.data()) as Float32Array }] as const,
      ),
    ),
  );
  const graph = createGraphBuilder(['y']);
  const input = graph.node('Cast', [graph.input('x', 'double', [null, 2])], { to: 1n });
  const [output] = toOnnxNodes(graph, arch, input, host, withScale);
  graph.output(output ?? '', 'y', 'float', [null, 1]);
  const bytes = writeModel(graph.build(), { name: 'scale', opset: 17 });
  const feed = {
    name: 'x',
    type: 'float64' as const,
    data: Float64Array.from(await x.data()),
    dims: [4, 2] as [number, number],
  };
  const expected = [...(await run(weights).data())];
  for (const runtime of onnxRuntimes) {
    const values = Array.from((await runtime.run(bytes, [feed])).get('y')?.data as ArrayLike<number>);
    for (const [i, value] of values.entries()) expect(value).toBeCloseTo(expected[i] ?? Number.NaN, 5);
  }
});

describe('every entry is one file and one line', () => {
  it.each([
    ['layers', 'LayerDef', layers.all],
    ['optimizers', 'OptimizerDef', optimizers.all],
    ['losses', 'LossDef', losses.all],
    ['metrics', 'MetricDef', metrics.all],
    ['schedules', 'ScheduleDef', schedules.all],
    ['families', 'FamilyDef', families.all],
  ] as [string, string, readonly { type: string }[]][])('in core/%s', (name, contract, entries) => {
    const folder = new URL(`../src/core/${name}/`, import.meta.url);
    const defines = new RegExp(`^export const (\\w+): ${contract}\\b`, 'gm');
    const defined = readdirSync(folder)
      .filter((file) => !file.endsWith('.test.ts'))
      .flatMap((file) =>
        [...readFileSync(new URL(file, folder), 'utf8').matchAll(defines)].map((match) => ({
          file,
          name: match[1] ?? '',
        })),
      );
    expect(defined.map(({ file }) => file).toSorted()).toEqual(
      entries.map(({ type }) => `${type}.ts`).toSorted(),
    );
    const lines = readFileSync(new URL('index.ts', folder), 'utf8').trim().split('\n');
    expect(lines.toSorted()).toEqual(
      defined
        .map((entry) => `export { ${entry.name} } from './${entry.file.replace('.ts', '')}';`)
        .toSorted(),
    );
  });
});
