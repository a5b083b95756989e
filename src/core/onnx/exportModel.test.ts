/**
 * The promise of the export: raw rows in, the studio's own answer out, in two runtimes and past the
 * official checker. The reference is the studio's forward function on tfjs's CPU backend.
 */
import { taskOf } from '#/core/tasks/registry';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { compileForward } from '#/core/arch/compileForward';
import { inferShapes, weightSpecs } from '#/core/arch/shapes';
import { families } from '#/core/families/registry';
import { buildArch } from '#/core/families/buildArch';
import type { HostWeight } from '#/core/layers/layerDef';
import type { Prediction } from '#/core/protocol/predict';
import type { TaskSpec } from '#/core/protocol/train';
import { applyPipeline } from '#/core/transforms/applyPipeline';
import { fitPipeline } from '#/core/transforms/fitPipeline';
import type { FittedPipeline } from '#/core/transforms/pipeline';
import { rowsToValues } from '#/core/transforms/rowsToValues';
import { mixedFields, mixedRows, uniform } from '../../../test/support/mixedTable';
import type { Values } from '#/core/transforms/transformDef';
import { howToInstall, python, runOnnxChecker } from '../../../test/support/onnxChecker';
import { onnxRuntimes } from '../../../test/support/onnxRuntimes';
import { sizeOf } from '../arch/sizeOf';
import { looseNetwork } from '../bodies/fixtures/looseNetwork';
import type { NetworkBody } from '../bodies/network';
import { exportModel } from './exportModel';
import type { ExportRequest } from './exportRequest';
import { toFeeds } from './feeds';
import { readModel } from './readModel';

const threeLabels = ['setosa', 'versi color', 'naïve'];

interface Case {
  title: string;
  family: string;
  params: Record<string, unknown>;
  task: TaskSpec;
  outputWidth: number;
  options?: ExportRequest['options'];
}
const classify = (labels: string[]): Pick<Case, 'task'> => ({
  task: { type: 'classification', target: 'species', labels },
});
const regress: Pick<Case, 'task'> = {
  task: { type: 'regression', target: 'price', scales: [{ mean: 5e8, std: 1234.5 }] },
};
const cases: Case[] = [
  { title: 'mlp, three classes', family: 'mlp', params: {}, ...classify(threeLabels), outputWidth: 3 },
  {
    title: 'mlp with batch normalisation, opset 21',
    family: 'mlp',
    params: { normalization: 'batchNorm', activation: 'gelu' },
    ...classify(threeLabels),
    outputWidth: 3,
    options: { opset: 21, labelName: 'species', probabilitiesName: 'p' },
  },
  {
    title: 'mlp with layer normalisation, one logit',
    family: 'mlp',
    params: { normalization: 'layerNorm', activation: 'silu' },
    ...classify(['no', 'yes']),
    outputWidth: 1,
  },
  { title: 'linear, two classes', family: 'linear', params: {}, ...classify(['0', '1']), outputWidth: 2 },
  { title: 'mlp, regression', family: 'mlp', params: {}, ...regress, outputWidth: 1 },
  {
    title: 'linear, regression',
    family: 'linear',
    params: {},
    ...regress,
    outputWidth: 1,
    options: { opset: 18 },
  },
];

/** Everything of one case: pipeline fitted on 300 rows, a network with random weights, the exported file. */
function prepare({ family, params, task, outputWidth, options }: Case) {
  const train = rowsToValues(mixedRows(300, 1, false), mixedFields).columns;
  const pipeline = fitPipeline(mixedFields, train);
  const arch = buildArch(families.get(family), { inputShape: [pipeline.width], outputWidth }, params);
  const next = uniform(7);
  const weights = new Map<string, HostWeight>(
    weightSpecs(arch).map(({ name, shape }) => {
      const size = sizeOf(shape);
      const fan = shape.length > 1 ? Math.sqrt(shape[0] ?? 1) : 1;
      // Positive for variances; the rest around zero.
      const draw = () => (name.includes('ariance') ? 0.5 + next() : (2 * next() - 1) * (4 / fan));
      return [name, { shape, data: Float32Array.from({ length: size }, draw) }];
    }),
  );
  const request: ExportRequest = {
    ...looseNetwork(arch, weights),
    input: { kind: 'tabular', fitted: pipeline },
    task,
    inputs: mixedFields,
    options,
    metadata: { tetradVersion: '1.2.3', datasetHash: 'abc' },
  };
  return { request, exported: exportModel(request) };
}

async function studioAnswer(
  { body, tensors: weights, input, task }: ExportRequest,
  columns: ReadonlyMap<string, Values>,
): Promise<Prediction[]> {
  const { arch } = body.spec as NetworkBody;
  const pipeline = input.fitted as FittedPipeline;
  const table = applyPipeline(pipeline, columns);
  const rows = table.length / pipeline.width;
  const output = tf.tidy(() => {
    const tensors = new Map(Array.from(weights, ([name, { shape, data }]) => [name, tf.tensor(data, shape)]));
    const forward = compileForward(arch, tf);
    const [result] = forward([tf.tensor2d(table, [rows, pipeline.width])], tensors, { training: false });
    if (!result) throw new Error('The network has no output.');
    return result;
  });
  const width =
    inferShapes(arch)
      .get(arch.outputs[0]?.node ?? '')
      ?.at(-1) ?? 0;
  return taskOf(task).decode(task, Float32Array.from(await output.data()), width);
}

describe.each(cases)('$title', (example) => {
  const { request, exported } = prepare(example);
  const { columns, warnings } = rowsToValues(
    mixedRows(100, 99, true),
    mixedFields,
    request.input.fitted as FittedPipeline,
  );

  it.each(onnxRuntimes)('answers 100 raw rows as the studio does, in $name', async (runtime) => {
    const expected = await studioAnswer(request, columns);
    const results = await runtime.run(exported.bytes, toFeeds(exported.inputs, columns));
    const label = results.get(exported.outputs.label);
    expect(label?.dims).toEqual([100]);
    if (example.task.type === 'regression') {
      expect(label?.type).toBe('float64');
      expected.forEach(({ value }, row) => {
        // 1e-5 of the standard deviation, on an offset of 5e8.
        expect(Math.abs(Number(label?.data[row]) - Number(value))).toBeLessThan(1e-5 * 1234.5);
      });
      return;
    }
    expect(Array.from(label?.data as ArrayLike<string>)).toEqual(expected.map(({ value }) => value));
    const shares = results.get(exported.outputs.probabilities ?? '')?.data as ArrayLike<number>;
    const wanted = expected.flatMap(({ probabilities }) => probabilities ?? []);
    expect(shares.length).toBe(wanted.length);
    wanted.forEach((share, i) => {
      expect(Math.abs((shares[i] ?? Number.NaN) - share)).toBeLessThan(1e-5);
    });
    expect(new Set(expected.map(({ value }) => value)).size).toBeGreaterThan(1);
  });

  it.each(onnxRuntimes)('answers numbers beyond all bounds as the studio does, in $name', async (runtime) => {
    const far = new Map(rowsToValues(mixedRows(4, 3, false), mixedFields).columns);
    const beyond = [1e300, -1e300, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const { name, type } of mixedFields)
      if (['numeric', 'integer', 'datetime'].includes(type))
        far.set(name, { kind: 'number', width: 1, data: Float64Array.from(beyond) });
    const heard = new Set<string>();
    applyPipeline(request.input.fitted as FittedPipeline, far, undefined, (field) => heard.add(field));
    expect(heard.size).toBeGreaterThan(1);
    const expected = await studioAnswer(request, far);
    const results = await runtime.run(exported.bytes, toFeeds(exported.inputs, far));
    const label = results.get(exported.outputs.label);
    const shares = exported.outputs.probabilities && results.get(exported.outputs.probabilities)?.data;
    for (const [row, { value, probabilities }] of expected.entries()) {
      if (!example.task.labels) {
        expect(Number.isFinite(value)).toBe(true);
        expect(Math.abs(Number(label?.data[row]) / Number(value) - 1)).toBeLessThan(1e-3);
        continue;
      }
      expect(label?.data[row]).toBe(value);
      probabilities?.forEach((share, i) => {
        expect(Math.abs(Number(shares?.[row * probabilities.length + i]) - share)).toBeLessThan(1e-3);
      });
    }
  });

  it('keeps unseen categories and bad cells visible as warnings', () => {
    expect(warnings.join('\n')).toMatch(/label: "(mauve|Red)".*never seen/);
  });

  it('names one valid input per used field', () => {
    expect(exported.inputs.map(({ column: field }) => field)).toEqual(
      mixedFields.slice(0, -1).map(({ name }) => name),
    );
    for (const { name } of exported.inputs) expect(name).toMatch(/^[A-Za-z_][A-Za-z0-9_]*$/);
    expect(new Set(exported.inputs.map(({ name }) => name)).size).toBe(exported.inputs.length);
  });

  it('can be read back, with metadata', () => {
    const { graph, metadata, opsets, irVersion } = readModel(exported.bytes);
    expect(graph.inputs.map(({ name }) => name)).toEqual(exported.inputs.map(({ name }) => name));
    expect(graph.outputs.map(({ name }) => name).toSorted()).toEqual(
      Object.values(exported.outputs).toSorted((a, b) => (a < b ? -1 : 1)),
    );
    expect(metadata.get('tetrad.datasetHash')).toBe('abc');
    expect(JSON.parse(metadata.get('tetrad.inputs') ?? '')).toMatchObject(exported.inputs);
    expect(opsets.get('')).toBe(example.options?.opset ?? 17);
    expect(irVersion).toBe(8);
    expect(graph.nodes.some(({ opType }) => opType === 'Identity')).toBe(false);
  });

  it('turns every MatMul + Add into Gemm', () => {
    expect(exported.nodeCounts.Gemm).toBe(
      (request.body.spec as NetworkBody).arch.nodes.filter(({ type }) => type === 'dense').length,
    );
    expect(exported.nodeCounts.MatMul).toBeUndefined();
    expect(exported.fusions.join()).toMatch(/MatMul \+ Add/);
  });
});

describe('the official checker', () => {
  it('is there when it must be', () => {
    if (!python && process.env.CI) expect.fail(howToInstall);
    if (!python) console.warn(howToInstall);
  });

  it.runIf(python)('accepts every exported file, full check', () => {
    const at17 = cases.map((example) => ({ ...example, options: { ...example.options, opset: 17 } }));
    const files = new Map(at17.map((example, i) => [`case${i}.onnx`, prepare(example).exported.bytes]));
    const fixed = prepare({ ...(cases[0] as Case), options: { dynamicBatch: false, metadata: false } });
    files.set('fixed.onnx', fixed.exported.bytes);
    const lines = runOnnxChecker(files);
    expect(lines).toHaveLength(cases.length + 1);
    expect(lines.filter((line) => !line.startsWith('ok '))).toEqual([]);
  });
});

describe('options', () => {
  const first = cases[0] as Case;

  it('are refused with a way out', () => {
    const withOptions = (options: ExportRequest['options']) => () => prepare({ ...first, options });
    expect(withOptions({ opset: 16 })).toThrow(/opset 16/);
    expect(withOptions({ opset: 22 })).toThrow(/opset 22/);
    expect(withOptions({ labelName: 'my label' })).toThrow(/"my label" cannot be the name/);
    expect(withOptions({ labelName: 'x', probabilitiesName: 'x' })).toThrow(/Both outputs/);
  });

  it('leave out metadata and fix the batch', () => {
    const { exported } = prepare({ ...first, options: { dynamicBatch: false, metadata: false } });
    const { graph, metadata } = readModel(exported.bytes);
    expect(metadata.size).toBe(0);
    expect(graph.inputs.every(({ shape }) => shape[0] === 1)).toBe(true);
  });
});
