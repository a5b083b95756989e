/**
 * Every family that makes a network, the whole road: learnt from a dataset, exported, the file imported again, equal
 * to 1e-6, and trained further on that dataset. What is exported has the preprocessing in it.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandInput, run } from '#/app/run';
import { provideServices } from '#/app/services';
import { bodyOf } from '#/core/bodies/registry';
import { families } from '#/core/families/registry';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { targetsOf } from '#/core/train/targets';
import type { ModelVersion } from '#/core/protocol/model';
import { normals, uniforms } from '#/core/random/random';
import { openModel } from '#/engine/predict/openModel';
import { openNodeWasm } from '#/engine/train/fixtures/nodeWasm';
import { storeGrid } from '#/engine/train/fixtures/gridDataset';
import { storeImages } from '#/engine/train/fixtures/storeImages';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

/** `ONLY=resnet,gru` for less. */
const { ONLY } = process.env;

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`round-trip-${crypto.randomUUID()}`, { open: openNodeWasm });
  provideServices(studio.services);
});
afterAll(() => studio.close());

const range = (count: number) => Array.from({ length: count }, (_, i) => i);

async function ended(jobId: string): Promise<void> {
  const job = await run('jobs.wait', { id: jobId });
  expect(job.status, `${job.title}: ${job.error?.message} ${job.error?.place} ${job.error?.hint}`).toBe(
    'completed',
  );
}
const newest = async (modelId: string): Promise<ModelVersion> =>
  (await run('models.get', { id: modelId })).versions.toSorted(
    (a, b) => b.number - a.number,
  )[0] as ModelVersion;

async function imported(
  files: File[],
  kind?: 'text' | 'graphs',
  options?: Record<string, unknown>,
): Promise<string> {
  const { jobId, datasetId } = await run('datasets.import', {
    files,
    ...(kind && { kind }),
    ...(options && { options }),
  });
  await ended(jobId);
  return datasetId;
}
async function sample(sampleId: CommandInput<'datasets.sample'>['sampleId']): Promise<string> {
  const { jobId, datasetId } = await run('datasets.sample', { sampleId });
  await ended(jobId);
  return datasetId;
}

/** Numbers, words and gaps. */
function table(): string {
  const draws = uniforms(1, 'table', 0, 300);
  const lines = range(60).map((i) => {
    const [a = 0, b = 0, c = 0] = draws.slice(5 * i);
    return [
      a < 0.1 ? '' : (100 + 50 * a).toFixed(3),
      (1e-3 * b).toFixed(6),
      ['red', 'green', 'blue'][Math.floor(3 * c)],
      c > 0.5 === a > 0.3 ? 'yes' : 'no',
      (3 * a - b + c).toFixed(4),
    ].join(',');
  });
  return ['width,depth,colour,wanted,price', ...lines].join('\n');
}

async function pictures(): Promise<string> {
  const bright = (i: number) =>
    Uint8Array.from(uniforms(5, 'pictures', i, 16 * 16), (u, at) =>
      Math.floor(u * 90 + (at % 16 < 8 === (i % 2 === 0) ? 150 : 0)),
    );
  const stored = await storeImages(studio.services.storage, 'pictures', {
    pixels: { height: 16, width: 16, channels: 1 },
    images: range(40).map(bright),
    labels: range(40).map((i) => ['left', 'right'][i % 2] ?? ''),
    marks: range(40).map((i) => ({
      boxes: [{ label: 'lit', x: i % 2 === 0 ? 0 : 8, y: 0, width: 8, height: 16 }],
    })),
  });
  return stored.datasetId;
}

async function field(): Promise<string> {
  const size: [number, number, number, number, number] = [4, 12, 4, 4, 2];
  const stored: DatasetVersion = await storeGrid(studio.services.storage, 'field', {
    field: normals(
      2,
      'field',
      0,
      size.reduce((all, n) => all * n, 1),
    ),
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

const messages = () =>
  `message,intent\n${range(60)
    .map(
      (i) =>
        `"${i % 2 ? 'will it rain or snow' : 'play the song again'} ${i % 7}",${i % 2 ? 'weather' : 'music'}`,
    )
    .join('\n')}\n`;

const datasets: Record<string, () => Promise<string>> = {
  table: () => imported([new File([table()], 'things.csv')]),
  pictures,
  field,
  passengers: () => sample('airline'),
  'what somebody does': () => sample('activity'),
  spectra: () => sample('gammaSpectra'),
  messages: () =>
    imported([new File([messages()], 'messages.csv')], 'text', {
      text: { column: 'message', label: 'intent' },
    }),
  'a club': () =>
    imported(
      ['karate.edges.csv', 'karate.nodes.csv'].map(
        (name) =>
          new File([readFileSync(new URL(`../src/core/graphs/fixtures/${name}`, import.meta.url))], name),
      ),
      'graphs',
    ),
  clips: () => sample('movingShapes'),
  'a text': () =>
    imported([new File(['abcabcabc acbacbacb '.repeat(150)], 'letters.txt')], 'text', {
      text: { samples: 'documents' },
    }),
};

/** What was tried; every family is. */
const seen = new Set<string>();

describe.each(Object.keys(datasets))('%s', (name) => {
  it('goes out and comes back as what it was', { timeout: 30 * 60_000 }, async () => {
    const datasetId = await (datasets[name] as () => Promise<string>)();
    const wrong: string[] = [];
    const targets = targetsOf(await run('datasets.describe', { id: datasetId })).filter(
      ({ refused }) => !refused,
    );
    const tasks = [];
    for (const { name: target } of targets)
      tasks.push(...(await run('training.options', { datasetId, target })).tasks);
    for (const task of tasks) {
      const options = await run('training.options', { datasetId, target: task.target, task: task.type });
      for (const { type } of options.families) {
        const { build, drawn } = families.get(type);
        // One of a person's own is the same on every task; its standard one is large on many values.
        if (!build || (drawn && seen.has(type)) || (ONLY && !ONLY.split(',').includes(type))) continue;
        try {
          await there(datasetId, type, task.target, task.type);
          seen.add(type);
        } catch (thrown) {
          wrong.push(`${type}, ${task.type}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});

async function there(datasetId: string, family: string, target: string, task: string): Promise<void> {
  const training = { epochs: 1, batchSize: 16, seed: 3, backend: 'wasm', replay: 'off' } as const;
  const trained = await run('training.submit', {
    datasetId,
    target,
    task,
    family,

    training,
  });
  await ended(trained.jobId);
  const version = await newest(trained.modelId);
  const { files } = await run('models.export', { modelId: trained.modelId });
  const [file] = files;
  const { jobId, modelId } = await run('models.import', {
    files: [new File([file?.bytes ?? new Uint8Array()], file?.name ?? '')],
  });
  await ended(jobId);
  const again = await newest(modelId);
  expect(again.notes ?? '', again.notes).toBe('');
  expect(again.body.type).toBe(version.body.type);
  expect((await run('models.get', { id: modelId })).model.family).toBe(family);
  expect(await apart(version, again)).toBeLessThan(1e-6);
  const further = await run('training.goOn', { modelVersionId: again.id, datasetId, training });
  await ended(further.jobId);
  expect((await newest(modelId)).number).toBe(2);
}

/** The largest difference of the raw answers to the same samples, relative to the largest of them. */
async function apart(before: ModelVersion, after: ModelVersion): Promise<number> {
  expect(after.input).toEqual(before.input);
  expect(bodyOf(after.body).inputShape(after.body.spec)).toEqual(
    bodyOf(before.body).inputShape(before.body.spec),
  );
  const rows = 3;
  const size = bodyOf(before.body)
    .inputShape(before.body.spec)
    .reduce((all, n) => all * n, 1);
  const tokens = /token|text/i.test(before.input.kind);
  const features = tokens
    ? Float32Array.from(uniforms(4, 'ids', 0, rows * size), (u) => Math.floor(u * 4))
    : Float32Array.from(normals(4, 'x', 0, rows * size));
  const answers: Float32Array[] = [];
  for (const { id } of [before, after]) {
    const model = await openModel(id, studio.services.storage);
    answers.push(await model.run(features, rows));
    model.dispose();
  }
  const [a = new Float32Array(), b = new Float32Array()] = answers;
  expect(b.length).toBe(a.length);
  expect(a.length).toBeGreaterThan(0);
  const largest = Math.max(1e-12, ...a.map(Math.abs));
  return Math.max(...a.map((value, i) => Math.abs(value - (b[i] as number)))) / largest;
}

it('every family was tried', () => {
  const all = families.all.filter(({ build, enters }) => build && !enters).map(({ type }) => type);
  if (!ONLY) expect(all.filter((type) => !seen.has(type))).toEqual([]);
});
