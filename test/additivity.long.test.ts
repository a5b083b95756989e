/**
 * Whether explanations add up, of every family that a kind of data offers: trained for an epoch, exported models opened
 * again and ensembles among them. Shapley values add up to 1e-5 of the answer; what gradients add up to is an integral in
 * steps: its gap is measured and stands beside each explanation (*Adds up*).
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandInput, run } from '#/app/run';
import { provideServices } from '#/app/services';
import { type Attribution, parseAttribution } from '#/core/explain/attribution';
import { explainersFor } from '#/core/explain/explainersFor';
import { additivityError } from '#/core/explain/summarize';
import { createGraphBuilder } from '#/core/onnx/createGraphBuilder';
import { writeModel } from '#/core/onnx/writeModel';
import { normals, uniforms } from '#/core/random/random';
import { targetsOf } from '#/core/train/targets';
import { openNodeWasm } from '#/engine/train/fixtures/nodeWasm';
import { storeGrid } from '#/engine/train/fixtures/gridDataset';
import { storeImages } from '#/engine/train/fixtures/storeImages';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

/** `ONLY=lstm,gru` for less. */
const { ONLY } = process.env;

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`adds-${crypto.randomUUID()}`, { open: openNodeWasm });
  provideServices(studio.services);
});
afterAll(() => studio.close());

const range = (count: number) => Array.from({ length: count }, (_, i) => i);

async function ended(jobId: string) {
  const job = await run('jobs.wait', { id: jobId });
  expect(job.status, `${job.title}: ${job.error?.message} ${job.error?.hint}`).toBe('completed');
  return job;
}

async function table(): Promise<string> {
  const draws = uniforms(1, 'table', 0, 700);
  const lines = range(120).map((i) => {
    const [a = 0, b = 0, c = 0] = draws.slice(5 * i);
    const [colour, wanted] = [
      ['red', 'green', 'blue'][Math.floor(3 * c)],
      c > 0.5 === a > 0.3 ? 'yes' : 'no',
    ];
    return [
      a < 0.1 ? '' : (100 + 50 * a).toFixed(3),
      (1e-3 * b).toFixed(6),
      colour,
      wanted,
      (3 * a - b + c).toFixed(4),
    ];
  });
  const text = ['width,depth,colour,wanted,price', ...lines.map((line) => line.join(','))].join('\n');
  const { jobId, datasetId } = await run('datasets.import', { files: [new File([text], 'things.csv')] });
  await ended(jobId);
  return datasetId;
}

async function pictures(): Promise<string> {
  const stored = await storeImages(studio.services.storage, 'pictures', {
    pixels: { height: 16, width: 16, channels: 1 },
    images: range(40).map((i) =>
      Uint8Array.from(uniforms(5, 'pictures', i, 16 * 16), (u, at) =>
        Math.floor(u * 90 + (at % 16 < 8 === (i % 2 === 0) ? 150 : 0)),
      ),
    ),
    labels: range(40).map((i) => ['left', 'right'][i % 2] ?? ''),
  });
  return stored.datasetId;
}

async function field(): Promise<string> {
  const size: [number, number, number, number, number] = [4, 12, 4, 4, 2];
  const stored = await storeGrid(studio.services.storage, 'field', {
    field: normals(2, 'field', 0, 4 * 12 * 4 * 4 * 2),
    size,
    windowing: { length: 4, stride: 1, horizon: 1 },
    labels: [
      {
        field: { name: 'way', type: 'categorical', role: 'target' },
        cells: range(4 * 8).map((i) => (Math.floor(i / 8) % 2 ? 'up' : 'down')),
      },
    ],
  });
  return stored.datasetId;
}

async function sample(sampleId: CommandInput<'datasets.sample'>['sampleId']): Promise<string> {
  const { jobId, datasetId } = await run('datasets.sample', { sampleId });
  await ended(jobId);
  return datasetId;
}

const datasets: Record<string, () => Promise<string>> = {
  table,
  pictures,
  field,
  passengers: () => sample('airline'),
  'what somebody does': () => sample('activity'),
};

/** Explained with few questions: whether they add up does not hang on how many there are. */
const methods: Record<string, Record<string, unknown>> = {
  shapley: { background: 10, coalitions: 64 },
  shapleySummary: { rows: 3, background: 10, coalitions: 64 },
  treeShapley: {},
  treeShapleySummary: { rows: 5 },
  integratedGradients: { checks: false },
  expectedGradients: { checks: false },
};

/** How far an explanation misses what it should add up to, relative to that. */
function gapOf(found: Attribution): number | undefined {
  if (found.form === 'contributions' && !found.checks)
    return additivityError(found) / Math.max(1, ...found.answers.map(Math.abs));
  const added = found.checks?.added;
  return added && Math.abs(added.sum - added.whole) / Math.max(1, Math.abs(added.whole));
}

const told: { data: string; family: string; task: string; method: string; gap: number }[] = [];
const exact = new Set(['shapley', 'shapleySummary', 'treeShapley', 'treeShapleySummary']);

async function explained(
  data: string,
  family: string,
  task: string,
  modelId: string,
  datasetId?: string,
): Promise<void> {
  const version = await newest(modelId);
  for (const { type, of } of explainersFor(version)) {
    const params = methods[type];
    if (!params) continue;
    const asked = await run('explain.run', {
      modelId,
      method: type,
      params,
      ...(datasetId !== undefined && { datasetId }),
      ...(of === 'sample' && { sampleIndices: [1] }),
    });
    await ended(asked.jobId);
    const { file } = await run('jobs.download', { id: asked.jobId });
    const gap = gapOf(parseAttribution(new Uint8Array(await file.arrayBuffer())));
    // Either it adds up and says so, or it says by how much it does not.
    expect(gap, `${family}, ${type}: nothing is said`).toBeDefined();
    told.push({ data, family, task, method: type, gap: gap as number });
    if (exact.has(type)) expect(gap, `${family}, ${type}`).toBeLessThan(1e-5);
  }
}

async function trained(
  datasetId: string,
  family: string,
  target: string,
  task: string,
  more: object = {},
): Promise<string> {
  const training = {
    epochs: 1,
    batchSize: 16,
    seed: 3,
    backend: 'wasm' as const,
    replay: 'off' as const,
    ...more,
  };
  const { jobId, modelId } = await run('training.submit', { datasetId, target, task, family, training });
  await ended(jobId);
  return modelId;
}

describe.each(Object.keys(datasets))('%s', (name) => {
  it('adds up, or says by how much it does not', { timeout: 30 * 60_000 }, async () => {
    const datasetId = await (datasets[name] as () => Promise<string>)();
    const wrong: string[] = [];
    const seen = new Set<string>();
    const targets = targetsOf(await run('datasets.describe', { id: datasetId })).filter(
      ({ refused }) => !refused,
    );
    for (const { name: target } of targets)
      for (const { type: task } of (await run('training.options', { datasetId, target })).tasks)
        for (const { type } of (await run('training.options', { datasetId, target, task })).families) {
          if (seen.has(`${type} ${task}`) || (ONLY && !ONLY.split(',').includes(type))) continue;
          seen.add(`${type} ${task}`);
          try {
            await explained(name, type, task, await trained(datasetId, type, target, task));
          } catch (thrown) {
            wrong.push(`${type}, ${task}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
          }
        }
    expect(wrong).toEqual([]);
  });
});

/** sin(a) b + c: no layers of ours, so that it stays a file. */
function foreign(): Uint8Array<ArrayBuffer> {
  const graph = createGraphBuilder(['value']);
  const input = graph.input('row', 'float', [null, 3]);
  const column = (at: number) =>
    graph.node('MatMul', [
      input,
      graph.constant(
        'float',
        [3, 1],
        Float32Array.from(range(3), (i) => Number(i === at)),
        `column${at}`,
      ),
    ]);
  const product = graph.node('Mul', [graph.node('Sin', [column(0)]), column(1)]);
  graph.output(graph.node('Add', [product, column(2)]), 'value', 'float', [null, 1]);
  return writeModel(graph.build(), { name: 'others', opset: 17 });
}

async function opened(bytes: Uint8Array<ArrayBuffer>, name: string) {
  const { jobId, modelId } = await run('models.import', { files: [new File([bytes], name)] });
  await ended(jobId);
  return modelId;
}
const newest = async (modelId: string) => {
  const [version] = (await run('models.get', { id: modelId })).versions.toSorted(
    (a, b) => b.number - a.number,
  );
  if (!version) throw new Error('no version');
  return version;
};

describe('imported', () => {
  it('a file of our own opens as a network', { timeout: 300_000 }, async () => {
    if (ONLY) return;
    const datasetId = await table();
    const modelId = await trained(datasetId, 'mlp', 'wanted', 'classification');
    const { files } = await run('models.export', { modelId });
    const again = await opened(files[0]?.bytes ?? new Uint8Array(), files[0]?.name ?? '');
    expect((await newest(again)).body.type).toBe('network');
    await explained('imported', 'mlp', 'classification', again, datasetId);
  });

  it('a file of somebody else stays one, and is asked', { timeout: 300_000 }, async () => {
    if (ONLY) return;
    const draws = range(3).map((i) => normals(9, `f${i}`, 0, 80));
    const lines = range(80).map((row) => {
      const [a = 0, b = 0, c = 0] = draws.map((draw) => draw[row] as number);
      return [a, b, c, Math.sin(a) * b + c].map((value) => value.toFixed(5)).join(',');
    });
    const file = new File([['a,b,c,value', ...lines].join('\n')], 'numbers.csv');
    const { jobId, datasetId } = await run('datasets.import', { files: [file] });
    await ended(jobId);
    const modelId = await opened(foreign(), 'others.onnx');
    const { id: modelVersionId } = await newest(modelId);
    const judged = await run('models.evaluate', {
      modelVersionId,
      datasetId,
      target: 'value',
      features: ['a', 'b', 'c'],
    });
    await ended(judged.jobId);
    expect((await newest(judged.modelId)).body.type).not.toBe('network');
    await explained('imported', 'onnx', 'regression', judged.modelId);
  });
});

it('of several together', { timeout: 600_000 }, async () => {
  if (ONLY) return;
  const datasetId = await table();
  const members: { modelId: string; version: number }[] = [];
  for (const family of ['mlp', 'boostedTrees', 'linear'])
    members.push({
      modelId: await trained(datasetId, family, 'wanted', 'classification', {
        testSplit: 0.25,
        validationSplit: 0.2,
      }),
      version: 1,
    });
  const { jobId, modelId } = await run('ensembles.create', { members, method: 'voting' });
  await ended(jobId);
  await explained('together by voting', 'ensemble', 'classification', modelId);
});

it('is told', () => {
  const lines = told.map(({ data, family, task, method, gap }) =>
    [data, family, task, method, gap.toExponential(1)].join(' | '),
  );
  console.log(lines.join('\n'));
  expect(told.length).toBeGreaterThan(0);
});
