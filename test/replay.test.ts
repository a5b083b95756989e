/** Two versions and the same logged rows: agreement, how good each is by labels, where they differ; and what cannot be replayed. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { replayReport } from '#/core/inUse/replay';
import { normals, uniforms } from '#/core/random/random';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
let modelId = '';
let strangerId = '';

interface Row {
  a: number;
  b: number;
  bought: string;
}
function world(seed: number, rows: number): Row[] {
  const [a, b, drawn] = [
    normals(seed, 'a', 0, rows),
    normals(seed, 'b', 0, rows),
    uniforms(seed, 'bought', 0, rows),
  ];
  return Array.from({ length: rows }, (_, i) => {
    const row = { a: a[i] as number, b: b[i] as number };
    const chance = 1 / (1 + Math.exp(-(2.5 * row.a + 1.5 * row.b)));
    return { ...row, bought: (drawn[i] as number) < chance ? 'yes' : 'no' };
  });
}

async function train(name: string, text: string, target: string, features?: string[], model?: string) {
  const imported = await run('datasets.import', { files: [new File([text], name)] });
  expect((await run('jobs.wait', { id: imported.jobId })).error).toBeUndefined();
  const { jobId, modelId: made } = await run('training.submit', {
    datasetId: imported.datasetId,
    target,
    family: 'linear',
    ...(features && { features }),
    ...(model && { modelId: model }),
    training: { epochs: 5, backend: 'cpu', seed: 1 },
  });
  expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
  return made;
}
const csv = (rows: readonly Row[]) =>
  ['a,b,bought', ...rows.map(({ a, b, bought }) => [a.toFixed(4), b.toFixed(4), bought].join())].join('\n');

async function replay(
  input: Partial<{ first: number; second: number; streamOf: string; newest: number }> = {},
) {
  const { jobId } = await run('monitor.replay', { modelId, first: 1, second: 2, ...input });
  const job = await run('jobs.wait', { id: jobId });
  return { job, jobId };
}
async function reportOf(jobId: string) {
  const { file } = await run('jobs.download', { id: jobId });
  return replayReport.parse(JSON.parse(await file.text()));
}

beforeAll(async () => {
  studio = await openNodeStudio(`replay-${crypto.randomUUID()}`);
  provideServices(studio.services);
  const text = csv(world(1, 4_000));
  modelId = await train('buys.csv', text, 'bought', ['b']);
  await train('buys.csv', text, 'bought', ['a', 'b'], modelId);
  const other = Array.from({ length: 200 }, (_, i) => `${i % 17},${3 * (i % 17)}`).join('\n');
  strangerId = await train('others.csv', `length,weight\n${other}`, 'weight');
}, 120_000);
afterAll(() => studio.close());

const rows = world(2, 1_500);
const ids = rows.map((_, i) => `row ${i}`);

it('an empty log, and one without what was asked, are named', async () => {
  await expect(replay()).rejects.toMatchObject({
    code: 'badInput',
    message: expect.stringContaining('is empty: there is nothing to replay'),
  });
  await run('monitor.keep', { modelId, on: true });
  await run('inference.predict', { modelId, rows: rows.slice(0, 3).map(({ a, b }) => ({ a, b })) });
  await expect(replay()).rejects.toMatchObject({ message: expect.stringContaining('with none of them') });
});

it('says how often they agree, which is better, and where they differ', async () => {
  await run('monitor.keep', { modelId, on: true, withRows: true, clear: true });
  await run('inference.predict', { modelId, version: 1, ids, rows: rows.map(({ a, b }) => ({ a, b })) });
  const silent = await replay({ newest: 100 });
  expect(silent.job.result).toMatchObject({ rows: 100, labelled: 0 });
  expect(await reportOf(silent.jobId)).not.toHaveProperty('judged');

  const labels = ids.slice(0, 1_000).map((id, i) => ({ id, value: rows[i]?.bought ?? '' }));
  await run('monitor.labels', { modelId, labels });
  const { job, jobId } = await replay();
  expect(job.error).toBeUndefined();
  expect(job.progress).toBe(1);
  const report = await reportOf(jobId);
  const answersOf = async (version: number) =>
    (
      await run('inference.predict', { modelId, version, rows: rows.map(({ a, b }) => ({ a, b })) })
    ).predictions.map(({ value }) => value);
  const [first, second] = [await answersOf(1), await answersOf(2)];
  const differ = first.filter((value, i) => value !== second[i]).length;
  expect(report).toMatchObject({
    first: 1,
    second: 2,
    rows: 1_500,
    labelled: 1_000,
    differ,
    metric: 'accuracy',
  });
  expect(report.agreed.share).toBeCloseTo(1 - differ / 1_500, 12);
  const right = (values: (string | number)[]) =>
    values.slice(0, 1_000).filter((value, i) => value === rows[i]?.bought).length;
  expect(report.judged?.first.share).toBeCloseTo(right(first) / 1_000, 12);
  expect(report.judged?.better.share).toBeCloseTo((right(second) - right(first)) / 1_000, 12);
  expect(report.judged?.better.low).toBeGreaterThan(0);
  expect(report.differing).toHaveLength(Math.min(differ, 1_000));
  const [one] = report.differing;
  expect(one && rows[ids.indexOf(one.id)]).toMatchObject({ ...one?.row });
  // Nothing of it is written down as an answer.
  expect((await run('monitor.answers', { modelId })).log.kept).toBe(4_500);
}, 60_000);

it('refuses other columns, the same version twice, one that is gone, and versions of another model', async () => {
  await expect(replay({ second: 1 })).rejects.toMatchObject({ place: 'second' });
  await expect(replay({ second: 9 })).rejects.toMatchObject({ code: 'notFound' });
  await expect(replay({ streamOf: 'nobody' })).rejects.toMatchObject({ code: 'notFound' });
  await run('monitor.keep', { modelId: strangerId, on: true, withRows: true });
  await run('inference.predict', { modelId: strangerId, rows: [{ length: 3 }, { length: 4 }] });
  await expect(replay({ streamOf: strangerId })).rejects.toMatchObject({
    code: 'badInput',
    message: expect.stringContaining('length'),
    hint: expect.stringContaining('"b"'),
  });
});

it('is cancelled, and a version that goes away meanwhile is named', async () => {
  const { jobId } = await run('monitor.replay', { modelId, first: 1, second: 2 });
  await run('jobs.cancel', { id: jobId });
  expect((await run('jobs.wait', { id: jobId })).status).toBe('cancelled');
  await run('jobs.pauseAll', {});
  const waiting = await run('monitor.replay', { modelId, first: 1, second: 2 });
  const { versions } = await run('models.get', { id: modelId });
  await run('models.setAlias', { modelId, alias: 'champion', versionId: null });
  await run('models.deleteVersion', {
    modelId,
    versionId: versions.find(({ number }) => number === 1)?.id ?? '',
  });
  await run('jobs.resumeAll', {});
  const job = await run('jobs.wait', { id: waiting.jobId });
  expect(job).toMatchObject({ status: 'failed', error: { code: 'notFound' } });
}, 60_000);
