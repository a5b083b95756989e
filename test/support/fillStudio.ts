/**
 * Fills a studio as a person would, through the public commands: a table and a field, finished runs with versions and
 * aliases, answers of a batch, and two trainings that the tab did not survive. What is learnt later of these two is
 * what a newer release has to find as well.
 */
import { readFileSync } from 'node:fs';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import type { ModelVersion } from '#/core/protocol/model';
import { uniforms } from '#/core/random/random';
import { writeNpz } from '#/formats/arrays/writeNpz';
import { openNodeStudio } from './nodeStudio';
import { dumpStudio, type StudioDump } from './storeDump';

/** A training that was killed, and its whole curve as the release drew it that began it. */
export interface KilledRun {
  runId: string;
  jobId: string;
  modelId: string;
  checkpointStep: number;
  /** By metric, in the order of epochs. */
  curve: Record<string, number[]>;
}

export interface FilledStudio {
  dump: StudioDump;
  expected: {
    datasets: { id: string; name: string; versions: number; rows: number }[];
    models: { id: string; name: string; aliases: Record<string, string>; versions: number[] }[];
    runs: { id: string; name: string; status: string }[];
    /** What each finished version says of inputs it is given. */
    answers: { modelId: string; rows: Record<string, number | string>[]; values: (number | string)[] }[];
    killed: KilledRun[];
  };
}

/** Six recordings of a bump that moves to the right or to the left. */
async function bumpFile(): Promise<File> {
  const [recordings, times, width, height] = [6, 8, 5, 3];
  const noise = uniforms(3, 'bumps', 0, recordings * times * width * height);
  const values = noise.map((u, i) => {
    const y = i % height;
    const x = Math.floor(i / height) % width;
    const time = Math.floor(i / (height * width)) % times;
    const recording = Math.floor(i / (height * width * times));
    const at = recording % 2 === 0 ? (time / times) * width : width - (time / times) * width;
    return Math.exp(-((x - at) ** 2) - (y - 1) ** 2 / 4) + 0.05 * u;
  });
  const bytes = await writeNpz({
    bump: { values: Float32Array.from(values), shape: [recordings, times, width, height] },
    direction: { values: Float32Array.from({ length: recordings }, (_, i) => i % 2), shape: [recordings] },
  });
  return new File([bytes], 'bumps.npz');
}

const iris = () =>
  new File([readFileSync(new URL('../../src/engine/train/fixtures/iris.csv', import.meta.url))], 'iris.csv');

export async function fillStudio(name: string): Promise<FilledStudio> {
  const held = new Set<string>();
  const checkpoints = new Map<string, number[]>();
  let release: () => void = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  const studio = await openNodeStudio(name, {
    onEvent: (runId, event) => {
      if (event.kind === 'checkpoint')
        checkpoints.set(runId, [...(checkpoints.get(runId) ?? []), event.step]);
    },
    // A run to be killed stands still after its third checkpoint, in the middle of the next epoch.
    breathe: async (runId) => {
      if (held.has(runId) && (checkpoints.get(runId)?.length ?? 0) >= 3) await released;
    },
  });
  provideServices(studio.services);
  const ended = async (id: string) => {
    const job = await run('jobs.wait', { id });
    if (job.status !== 'completed')
      throw new Error(`${job.title}: ${job.status} ${JSON.stringify(job.error)}`);
    return job;
  };

  const table = await run('datasets.import', { files: [iris()] });
  await ended(table.jobId);
  const field = await run('datasets.import', {
    files: [await bumpFile()],
    options: {
      grid: {
        mapping: {
          variables: ['bump'],
          axes: { dim0: 'sample', dim1: 'time', dim2: 'x', dim3: 'y' },
          fixed: {},
        },
        windowing: { length: 4, stride: 1, horizon: 1 },
        labels: { kind: 'variable', variable: 'direction' },
      },
    },
  });
  await ended(field.jobId);
  const { version } = await run('datasets.get', { id: table.datasetId });
  // A second version of the table: the numbers stay, a role changes.
  const columns = version?.schema.columns ?? [];
  const target = columns.at(-1)?.name ?? '';
  await run('datasets.retype', {
    versionId: version?.id ?? '',
    columns: columns.map((each) => (each.name === target ? { ...each, role: 'target' as const } : each)),
  });

  const training = { backend: 'cpu', epochs: 4, learningRate: 0.01, earlyStopping: false } as const;
  const ofTable = { datasetId: table.datasetId, training };
  const mlp = { family: 'mlp', familyParams: { hiddenLayers: [8] } };
  const ofField = { datasetId: field.datasetId, training: { ...training, batchSize: 8 } };
  const classes = await run('training.submit', { ...ofTable, target, ...mlp });
  await ended(classes.jobId);
  const second = await run('training.submit', { ...ofTable, target, ...mlp, modelId: classes.modelId });
  await ended(second.jobId);
  const numbers = await run('training.submit', {
    ...ofTable,
    target: columns[2]?.name ?? '',
    family: 'linear',
  });
  await ended(numbers.jobId);
  const small = { filters: [2], timeKernel: 2, spaceKernel: 2 };
  const labels = { ...ofField, target: 'direction', family: 'cnn4d', familyParams: small };
  const directions = await run('training.submit', labels);
  await ended(directions.jobId);
  const future = { ...ofField, target: 'future', family: 'cnn4d', familyParams: small };
  const forecasts = await run('training.submit', future);
  await ended(forecasts.jobId);
  await run('models.setAlias', {
    modelId: classes.modelId,
    alias: 'staging',
    versionId: (await run('models.get', { id: classes.modelId })).versions[0]?.id ?? '',
  });
  await ended(
    (await run('inference.batch', { modelId: forecasts.modelId, datasetId: field.datasetId })).jobId,
  );

  const killed: KilledRun[] = [];
  for (const wish of [
    { ...ofTable, target, ...mlp, training: { ...training, epochs: 8 } },
    { ...future, training: { ...future.training, epochs: 6 } },
  ]) {
    await run('settings.set', { trainingsAtOnce: killed.length + 1 });
    const begun = await run('training.submit', wish);
    held.add(begun.runId);
    while ((checkpoints.get(begun.runId)?.length ?? 0) < 3) await new Promise((go) => setTimeout(go, 20));
    killed.push({ ...begun, checkpointStep: 0, curve: {} });
  }
  // Progress and summary of a running job are stored about once a second.
  await new Promise((go) => setTimeout(go, 2_500));
  const dump = await dumpStudio(name);

  const { storage } = studio.services;
  for (const each of killed) each.checkpointStep = (await storage.checkpoints.get(each.runId))?.step ?? 0;
  const models = await run('models.list', {});
  const versionsOf = async (modelId: string): Promise<ModelVersion[]> =>
    await storage.models.versions(modelId);
  const expected: FilledStudio['expected'] = {
    datasets: await Promise.all(
      (await storage.datasets.list()).map(async ({ id, name: called }) => {
        const versions = await storage.datasets.versions(id);
        return { id, name: called, versions: versions.length, rows: versions[0]?.rows ?? 0 };
      }),
    ),
    models: await Promise.all(
      (await storage.models.list()).map(async ({ id, name: called, aliases }) => ({
        id,
        name: called,
        aliases,
        versions: (await versionsOf(id)).map(({ number }) => number),
      })),
    ),
    runs: (await storage.runs.list()).map(({ id, name: called, status }) => ({ id, name: called, status })),
    answers: [],
    killed,
  };
  for (const { id } of models.map(({ model }) => model)) {
    const [latest] = await versionsOf(id);
    if (!latest) continue;
    const rows = latest.sampleRows.filter((_, i, all) => i % Math.ceil(all.length / 4) === 0) as Record<
      string,
      number | string
    >[];
    const { predictions } = await run('inference.predict', { modelId: id, version: latest.number, rows });
    expected.answers.push({ modelId: id, rows, values: predictions.map(({ value }) => value) });
  }
  release();
  for (const each of killed) {
    await ended(each.jobId);
    const metrics = await run('runs.metrics', { runId: each.runId });
    each.curve = { trainLoss: metrics.trainLoss, valLoss: metrics.valLoss } as KilledRun['curve'];
  }
  studio.close();
  return { dump, expected };
}
