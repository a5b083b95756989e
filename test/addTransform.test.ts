/** Adding a preprocessing step is one file and one line: shown with a step this repository does not have. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { looseNetwork } from '#/core/bodies/fixtures/looseNetwork';
import { exportModel } from '#/core/onnx/exportModel';
import { toFeeds } from '#/core/onnx/feeds';
import type { Column } from '#/core/protocol/dataset';
import { applyPipeline } from '#/core/transforms/applyPipeline';
import { fitPipeline } from '#/core/transforms/fitPipeline';
import { transforms } from '#/core/transforms/registry';
import type { TransformDef, Values } from '#/core/transforms/transformDef';
import { onnxRuntimes } from './support/onnxRuntimes';

// The one file.
const clip: TransformDef<{ share: number }, { low: number; high: number }> = {
  type: 'clip',
  title: 'Clip',
  summary: 'Keeps a share of the training range around its middle.',
  accepts: ['numeric', 'integer'],
  input: 'number',
  output: 'number',
  params: z.object({ share: z.number().min(0).max(1).default(0.5) }),
  fit(values, { share }) {
    const data = values.kind === 'number' ? values.data : new Float64Array();
    const [low, high] = [Math.min(...data), Math.max(...data)];
    const cut = ((high - low) * (1 - share)) / 2;
    return { low: low + cut, high: high - cut };
  },
  apply: (values, { low, high }) =>
    values.kind === 'number'
      ? { ...values, data: values.data.map((value) => Math.min(high, Math.max(low, value))) }
      : values,
  outputNames: (name) => [name],
  toOnnx: (graph, input, { low, high }) =>
    graph.node('Clip', [
      input,
      graph.constant('double', [], Float64Array.of(low)),
      graph.constant('double', [], Float64Array.of(high)),
    ]),
  examples: [{ values: { kind: 'number', width: 1, data: Float64Array.of(0, 10) }, params: {} }],
};

// The one line.
const withClip = transforms.with(clip);

it('is then fitted, applied and exported like any other', async () => {
  const field: Column = { name: 'x', type: 'numeric', role: 'feature' };
  const columns = new Map<string, Values>([
    ['x', { kind: 'number', width: 1, data: Float64Array.of(0, 4, 10) }],
  ]);
  const steps = new Map([['x', [{ type: 'clip' }, { type: 'minMax' }]]]);
  const pipeline = fitPipeline([field], columns, { steps, transforms: withClip });
  const expected = [0, expect.closeTo(0.3, 6), 1];
  expect(Array.from(applyPipeline(pipeline, columns, withClip))).toEqual(expected);

  const { bytes, inputs } = exportModel({
    ...looseNetwork(
      {
        version: 1,
        inputs: [{ name: 'input', shape: [1] }],
        nodes: [
          {
            id: 'output',
            type: 'dense',
            inputs: ['input'],
            params: { units: 1, useBias: false, init: 'zeros' },
          },
        ],
        outputs: [{ name: 'output', node: 'output' }],
      },
      new Map([['output/kernel', { shape: [1, 1], data: Float32Array.of(1) }]]),
    ),
    input: { kind: 'tabular', fitted: pipeline },
    task: { type: 'regression', target: 'y' },
    inputs: [field],
    transforms: withClip,
  });
  for (const runtime of onnxRuntimes) {
    const result = await runtime.run(bytes, toFeeds(inputs, columns));
    expect(Array.from(result.get('value')?.data as ArrayLike<number>)).toEqual(expected);
  }
});

it('is how every step in the folder is added', () => {
  const folder = new URL('../src/core/transforms/', import.meta.url);
  const defining = readdirSync(folder)
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => ({ file, text: readFileSync(new URL(file, folder), 'utf8') }))
    .filter(({ text }) => /^export const \w+: TransformDef</m.test(text))
    .map(({ file, text }) => {
      const name = /^export const (\w+): TransformDef</m.exec(text)?.[1];
      return `export { ${name} } from './${file.replace('.ts', '')}';`;
    });
  const lines = readFileSync(new URL('index.ts', folder), 'utf8').trim().split('\n');
  expect(lines.toSorted()).toEqual(defining.toSorted());
  expect(lines).toHaveLength(transforms.all.length);
});
