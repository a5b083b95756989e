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

async function explained(data: string, family: string, task: string, modelId: string): Promise<void> {
  const [version] = (await run('models.get', { id: modelId })).versions;
  if (!version) throw new Error('no version');
  for (const { type, of } of explainersFor(version)) {
    const params = methods[type];
    if (!params) continue;
    const asked = await run('explain.run', {
      modelId,
      method: type,
      params,
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

async function trained(datasetId: string, family: string, target: string, task: string): Promise<string> {
  const training = { epochs: 1, batchSize: 16, seed: 3, backend: 'wasm', replay: 'off' } as const;
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

it('of models that were imported, and of several together', { timeout: 600_000 }, async () => {
  if (ONLY) return;
  const datasetId = await table();
  const members: { modelId: string; version: number }[] = [];
  for (const family of ['mlp', 'boostedTrees', 'linear']) {
    const modelId = await trained(datasetId, family, 'wanted', 'classification');
    members.push({ modelId, version: 1 });
    const { files } = await run('models.export', { modelId });
    const [file] = files;
    const again = await run('models.import', {
      files: [new File([file?.bytes ?? new Uint8Array()], file?.name ?? '')],
    });
    await ended(again.jobId);
    const [version] = (await run('models.get', { id: again.modelId })).versions;
    const of = { datasetId, method: 'shapley', sampleIndices: [1], params: methods.shapley };
    const asked = await run('explain.run', { modelId: again.modelId, ...of });
    await ended(asked.jobId);
    const { file: found } = await run('jobs.download', { id: asked.jobId });
    const gap = gapOf(parseAttribution(new Uint8Array(await found.arrayBuffer())));
    told.push({
      data: `imported, ${version?.body.type}`,
      family,
      task: 'classification',
      method: 'shapley',
      gap: gap as number,
    });
    expect(gap).toBeLessThan(1e-5);
  }
  for (const method of ['voting', 'stacking'] as const) {
    const { jobId, modelId } = await run('ensembles.create', { members, method });
    await ended(jobId);
    await explained(`together by ${method}`, 'ensemble', 'classification', modelId);
  }
});

it('is told', () => {
  const lines = told.map(({ data, family, task, method, gap }) =>
    [data, family, task, method, gap.toExponential(1)].join(' | '),
  );
  console.log(lines.join('\n'));
  expect(told.length).toBeGreaterThan(0);
});
