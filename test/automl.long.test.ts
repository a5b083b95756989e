/** The search for the best model in a whole studio: ends on time, keeps what is done, goes on after a lost tab, and says what cannot be. */
import { readFileSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { type CommandInput, run } from '#/app/run';
import { provideServices } from '#/app/services';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio | undefined;
afterEach(() => {
  studio?.close();
  studio = undefined;
});

const fixture = (name: string) =>
  Uint8Array.from(readFileSync(new URL(`../src/engine/train/fixtures/${name}`, import.meta.url)));

async function opened(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
  database = crypto.randomUUID(),
  breathe?: () => Promise<void>,
) {
  studio = await openNodeStudio(`automl-${database}`, { ...(breathe && { breathe }) });
  provideServices(studio.services);
  const { jobId, datasetId } = await run('datasets.import', { files: [new File([bytes], name)] });
  expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
  return datasetId;
}

const lines = (rows: string[]) => new TextEncoder().encode(rows.join('\n')) as Uint8Array<ArrayBuffer>;
const many = (count: number, row: (i: number) => string) => Array.from({ length: count }, (_, i) => row(i));

async function searched(input: CommandInput<'automl.submit'>) {
  const begun = performance.now();
  const { jobId, runId, modelId } = await run('automl.submit', input);
  const job = await run('jobs.wait', { id: jobId });
  const seconds = (performance.now() - begun) / 1000;
  return { job, seconds, whole: await run('runs.get', { id: runId }), modelId };
}

it('finds a model of iris within its time: leaderboard, folds, ensemble, champion, one file', async () => {
  const datasetId = await opened(fixture('iris.csv'), 'iris.csv');
  const limit = 40;
  const { job, seconds, whole, modelId } = await searched({
    datasetId,
    target: 'species',
    timeLimitSeconds: limit,
    training: { seed: 1, testSplit: 0.2 },
  });
  expect(job.error).toBeUndefined();
  expect(seconds).toBeLessThan(limit * 1.05 + 1);
  const { board = [], free, best, notes } = whole.automl ?? {};
  console.log(
    seconds.toFixed(1),
    JSON.stringify(notes),
    board
      .map(
        (one) =>
          `${one.title}: ${one.state} ${one.score?.toFixed(4)} ±${one.sd?.toFixed(3)} test ${one.test} ${one.fitSeconds?.toFixed(1)} s ${one.latencyMs?.toFixed(2)} ms ${one.bytes} ${one.why ?? ''}`,
      )
      .join('\n'),
  );
  expect(free?.answer).toMatch(/^always/);
  expect(board.filter(({ state }) => state === 'complete').length).toBeGreaterThan(4);
  expect(board.some(({ folds }) => folds === 5)).toBe(true);
  expect(board.find(({ origin }) => origin === 'combined')).toMatchObject({ state: 'complete' });
  // What a fit chose by its validation part is settled for its folds: the rows that judge these choose nothing.
  let settled = 0;
  for (const { runId } of board.filter(({ folds }) => folds === 5)) {
    const fit = await run('runs.get', { id: runId });
    const stopped = fit.params['family'] === 'mlp' && fit.config.earlyStopping;
    for (const fold of (await studio?.services.storage.runs.list({ parentId: runId })) ?? []) {
      expect(fold.summary.neighbours).toBe(fit.summary.neighbours);
      if (stopped) expect(fold.config).toMatchObject({ earlyStopping: false, epochs: fit.summary.bestEpoch });
      if (stopped || fit.summary.neighbours !== undefined) settled++;
    }
  }
  expect(settled).toBeGreaterThan(0);
  const { model, versions } = await run('models.get', { id: modelId });
  expect(model.aliases.champion).toBe(best?.versionId);
  const champion = versions.find(({ id }) => id === best?.versionId);
  expect(champion?.metrics.testAccuracy).toBeGreaterThan(0.85);
  const { report } = await run('models.export', { modelId, alias: 'champion' });
  expect(report.parity?.passed).toBe(true);
}, 120_000);

it('goes on with what is there when its tab died, and trains none of it twice', async () => {
  const database = crypto.randomUUID();
  const datasetId = await opened(fixture('iris.csv'), 'iris.csv', database);
  const { jobId, runId } = await run('automl.submit', {
    datasetId,
    target: 'species',
    timeLimitSeconds: 25,
    preset: 'fast',
  });
  const done = async () =>
    (await run('runs.get', { id: runId })).automl?.board?.filter(({ state }) => state === 'complete') ?? [];
  while ((await done()).length < 2) await new Promise((resolve) => setTimeout(resolve, 50));
  await run('jobs.pause', { id: jobId });
  const before = await done();
  const started = await Promise.all(
    before.map(async (line) => (await run('runs.get', { id: line.runId })).startedAt),
  );
  await run('jobs.resume', { id: jobId });
  expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
  const after = await run('runs.get', { id: runId });
  for (const [i, line] of before.entries()) {
    expect(after.automl?.board?.find((one) => one.runId === line.runId)).toMatchObject({
      state: 'complete',
      versionId: line.versionId,
    });
    expect((await run('runs.get', { id: line.runId })).startedAt).toBe(started[i]);
  }
}, 120_000);

it.each([
  ['five rows', lines(['a,y', ...many(5, (i) => `${i},${i % 2 ? 'yes' : 'no'}`)]), 'y', /5 rows/],
  ['one class', lines(['a,y', ...many(60, (i) => `${i * 1.5},yes`)]), 'y', /y/],
  ['a constant target', lines(['a,y', ...many(60, (i) => `${i * 1.5},2.5`)]), 'y', /y/],
  ['10,000 classes', lines(['a,y', ...many(10_000, (i) => `${i % 97},name ${i}`)]), 'y', /y/],
  ['columns without values', lines(['a,b,y', ...many(60, (i) => `,,${i % 2 ? 'yes' : 'no'}`)]), 'y', /./],
])(
  'names what is wrong: %s',
  async (_what, bytes, target, message) => {
    const datasetId = await opened(bytes, 'table.csv');
    const asked = run('automl.submit', { datasetId, target, timeLimitSeconds: 20, preset: 'fast' });
    const thrown = await asked.then(
      () => undefined,
      (error: unknown) => error as { message: string; info?: { hint?: string }; hint?: string },
    );
    console.log(_what, thrown?.message, JSON.stringify(thrown));
    expect(thrown?.message).toMatch(message);
  },
  60_000,
);

it('a limit shorter than one fit is told, on time', async () => {
  const datasetId = await opened(
    fixture('iris.csv'),
    'iris.csv',
    crypto.randomUUID(),
    () => new Promise((resolve) => setTimeout(resolve, 1000)),
  );
  const { job, seconds } = await searched({
    datasetId,
    target: 'species',
    timeLimitSeconds: 5,
    preset: 'fast',
  });
  expect(job.error?.message).toBe('The limit of 5 seconds passed before a single model was trained.');
  expect(seconds).toBeLessThan(7.5);
}, 60_000);

it('what was deleted while it ran is not chosen, and what is left is', async () => {
  const datasetId = await opened(fixture('iris.csv'), 'iris.csv');
  const { jobId, runId, modelId } = await run('automl.submit', {
    datasetId,
    target: 'species',
    timeLimitSeconds: 25,
    preset: 'fast',
  });
  const complete = async () =>
    (await run('runs.get', { id: runId })).automl?.board?.filter(({ state }) => state === 'complete') ?? [];
  while ((await complete()).length < 3) await new Promise((resolve) => setTimeout(resolve, 50));
  const gone = (await complete()).slice(0, 2).map(({ versionId }) => versionId as string);
  for (const versionId of gone) await run('models.deleteVersion', { modelId, versionId });
  expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
  const { board = [], best } = (await run('runs.get', { id: runId })).automl ?? {};
  const { model, versions } = await run('models.get', { id: modelId });
  expect(versions.some(({ id }) => id === best?.versionId)).toBe(true);
  expect(model.aliases.champion).toBe(best?.versionId);
  const rejected = board.filter(({ why }) => why?.startsWith('Its version was deleted'));
  expect(rejected).toHaveLength(gone.length);
  for (const { versionId } of board)
    if (versionId !== undefined) expect(versions.some(({ id }) => id === versionId)).toBe(true);
}, 120_000);
