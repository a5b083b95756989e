import type { TrainConfig } from '#/core/protocol/train';
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { TetradError } from '#/core/protocol/errors';
import { encodeValidation, validationArtifact } from '#/core/evaluation/validationPredictions';
import type { ClassPredictions } from '#/core/tasks/classification';
import { settleRuns } from './jobs/settleRuns';
import { noticesStore } from './stores/notices';
import { type CommandInput, run } from './run';
import { provideServices } from './services';
import { liveDatasets, liveJob } from './stores/live';
import { runStream } from './stores/runStreams';
import { type FakeStudio, openFakeStudio } from './studioForTest';

let studio: FakeStudio;
beforeAll(async () => {
  studio = await openFakeStudio(`studio-${crypto.randomUUID()}`);
  provideServices(studio.services);
});
afterAll(() => studio.close());

const csv = (text: string, name = 'toy.csv') => new File([text], name);
const toy = 'a,species\n1,x\n2,y\n3,x\n,y\n';

async function importToy(text = toy): Promise<string> {
  const { jobId, datasetId } = await run('datasets.import', { files: [csv(text)] });
  const job = await run('jobs.wait', { id: jobId });
  expect(job).toMatchObject({ status: 'completed', progress: 1 });
  return datasetId;
}

async function submit(datasetId: string, more: Partial<CommandInput<'training.submit'>> = {}) {
  return await run('training.submit', { datasetId, target: 'species', family: 'linear', ...more });
}

test('a dropped file becomes a dataset; two of a name get two names', async () => {
  const first = await importToy();
  const second = await importToy();
  const list = await run('datasets.list', {});
  const names = list.map(({ dataset }) => dataset.name);
  expect(names).toContain('toy');
  expect(names).toContain('toy 2');
  const described = await run('datasets.describe', { id: first });
  expect(described).toMatchObject({ rows: 4, suggestedTarget: 'species' });
  expect(await run('datasets.get', { id: second })).toMatchObject({ version: { rows: 4 } });
});

test('the kind of an import is that of its options, or the one that is named, not two', async () => {
  const mapping = { variables: ['u'], axes: {}, fixed: {} };
  const windowing = { length: 1, stride: 1, horizon: 0 };
  const options = { grid: { mapping, windowing, labels: { kind: 'none' } } };
  await expect(run('datasets.import', { files: [csv(toy)], kind: 'tabular', options })).rejects.toMatchObject(
    { place: 'options', message: expect.stringContaining('options.grid') },
  );
  await expect(
    run('datasets.import', { files: [csv(toy)], options: { grid: { mapping, windowing } } }),
  ).rejects.toMatchObject({ code: 'badInput', place: 'options.grid.labels' });
  // Together: recordings of one field.
  const files = [csv(toy, 'a.nc'), csv(toy, 'b.nc')];
  expect((await run('datasets.import', { files, options })).imports).toHaveLength(1);
  expect((await run('datasets.import', { files })).imports).toHaveLength(2);
});

test('a file that cannot be read leaves a failed job with place and hint, and nothing else', async () => {
  const before = (await run('datasets.list', {})).length;
  const { jobId, datasetId } = await run('datasets.import', { files: [csv('a,b\n', 'empty.csv')] });
  const job = await run('jobs.wait', { id: jobId });
  expect(job).toMatchObject({
    status: 'failed',
    error: { place: 'line 1', hint: expect.any(String) },
  });
  expect((await run('datasets.list', {})).length).toBe(before);
  await expect(run('datasets.get', { id: datasetId })).rejects.toMatchObject({ code: 'notFound' });
});

test('training records model, run, params and metrics; first champion, then challenger', async () => {
  const datasetId = await importToy();
  const options = await run('training.options', { datasetId });
  expect(options).toMatchObject({ target: 'species', task: { type: 'classification', labels: ['x', 'y'] } });
  expect(options.families.map(({ type }) => type)).toEqual([
    'mlp',
    'linear',
    'boostedTrees',
    'decisionTree',
    'explainableBoosting',
    'extraTrees',
    'randomForest',
    'customNetwork',
    'knn',
    'naiveBayes',
    'supportVectors',
  ]);

  const first = await submit(datasetId, { training: { epochs: 3 } });
  expect((await run('jobs.wait', { id: first.jobId })).status).toBe('completed');
  const record = await run('runs.get', { id: first.runId });
  expect(record).toMatchObject({ status: 'finished', summary: { valLoss: 0.5 } });
  expect(record.params).toMatchObject({
    family: 'linear',
    target: 'species',
    features: 'a',
    epochs: 3,
    seed: 42,
  });
  expect(await run('runs.metrics', { jobId: first.jobId })).toMatchObject({ epochs: [1], valLoss: [0.5] });
  expect(await run('runs.metrics', { jobId: first.jobId, names: ['trainLoss'] })).toMatchObject({
    valLoss: [],
  });
  const stream = runStream(first.runId);
  expect(stream.getState().losses.length).toBe(2);
  // Forgotten for others, it comes back from what is stored.
  for (let i = 0; i < 20; i++) runStream(`another ${i}`);
  expect(runStream(first.runId)).not.toBe(stream);
  await expect
    .poll(() => runStream(first.runId).getState().epochs)
    .toEqual([{ epoch: 1, step: 4, metrics: { valLoss: 0.5 } }]);

  const second = await submit(datasetId, { modelId: first.modelId });
  await run('jobs.wait', { id: second.jobId });
  const { model, versions } = await run('models.get', { id: first.modelId });
  expect(versions.map(({ number }) => number)).toEqual([2, 1]);
  expect(model.aliases).toEqual({ champion: versions[1]?.id, challenger: versions[0]?.id });
  await expect(
    run('models.deleteVersion', { modelId: model.id, versionId: versions[1]?.id ?? '' }),
  ).rejects.toMatchObject({ code: 'conflict' });

  const answer = await run('inference.predict', { modelId: model.id, rows: [{ a: 1 }] });
  expect(answer).toMatchObject({ version: 1, labels: ['x', 'y'], predictions: [{ value: 'v1' }] });
  const odd = await run('inference.predict', { modelId: model.id, rows: [{ a: 1, b: 2 }] });
  expect(odd.warnings).toEqual([expect.stringContaining('"b"')]);
  await expect(run('inference.predict', { modelId: model.id, rows: [{ b: 2 }] })).rejects.toMatchObject({
    code: 'badInput',
    hint: 'It takes "a".',
  });
  const exported = await run('models.export', { modelId: model.id, alias: 'challenger' });
  expect([...(exported.files[0]?.bytes ?? [])]).toEqual([1, 2, 3]);
});

test('a batch answers with the rows, the prediction and the probabilities as CSV', async () => {
  const datasetId = await importToy();
  const { modelId, jobId } = await submit(datasetId);
  await run('jobs.wait', { id: jobId });
  const batch = await run('inference.batch', { modelId, file: csv('a,note\n1,"x, y"\n2,\n', 'rows.csv') });
  const job = await run('jobs.wait', { id: batch.jobId });
  expect(job).toMatchObject({ status: 'completed', result: { rows: 2, fileName: 'rows-predictions.csv' } });
  const { fileName, file } = await run('jobs.download', { id: batch.jobId });
  expect(fileName).toBe('rows-predictions.csv');
  expect(await file.text()).toBe(
    'a,note,species (predicted),probability x,probability y\n1,"x, y",v1,0.25,0.75\n2,,v2,0.25,0.75\n',
  );
});

test('wrong requests are refused before anything is made, naming the field', async () => {
  const datasetId = await importToy('a,b,one,none,species\n1,2,z,,x\n2,3,z,,y\n3,4,z,,x\n');
  const refused = (more: Partial<CommandInput<'training.submit'>>) => submit(datasetId, more).catch((e) => e);
  const models = (await run('models.list', {})).length;
  expect(await refused({ target: 'one' })).toMatchObject({ code: 'badInput', place: 'column one' });
  expect(await refused({ target: 'none' })).toMatchObject({ place: 'column none', message: /missing/ });
  expect(await refused({ target: 'gone' })).toMatchObject({ place: 'target', hint: /a, b, one/ });
  expect(await refused({ target: '__proto__' })).toMatchObject({ code: 'badInput', place: 'target' });
  expect(await refused({ features: ['a', 'species'] })).toMatchObject({ message: /also a feature/ });
  expect(await refused({ features: ['none'] })).toMatchObject({ place: 'column none' });
  expect(await refused({ features: [] })).toMatchObject({ place: 'features' });
  expect(await refused({ family: 'forest' })).toMatchObject({ place: 'family', hint: /linear/ });
  expect(await refused({ familyParams: { depth: 3 } })).toMatchObject({ place: /familyParams/ });
  expect(await refused({ training: { optimizer: 'nope' } })).toMatchObject({ place: 'training.optimizer' });
  expect(await refused({ training: { loss: 'mse' } })).toMatchObject({ place: 'training.loss' });
  expect(await refused({ training: { epochs: 0 } })).toMatchObject({ place: 'training.epochs' });
  for (const [training, place] of [
    [{ learningRate: -1 }, 'training.learningRate'],
    [{ learningRate: 1e9 }, 'training.learningRate'],
    [{ optimizer: 'adem' }, 'training.optimizer'],
    [{ optimizer: 'sgd', optimizerParams: { beta1: 0.9 } }, 'training.optimizerParams'],
    [{ schedule: 'step', scheduleParams: { at: [2] } }, 'training.scheduleParams.at.0'],
    [{ warmupSteps: -1 }, 'training.warmupSteps'],
    [{ clipNorm: Number.NaN }, 'training.clipNorm'],
    [{ accumulation: 0 }, 'training.accumulation'],
    [{ loss: 'mse' }, 'training.loss'],
  ] as [Partial<TrainConfig>, string][])
    expect(await refused({ training })).toMatchObject({ code: 'badInput', place });
  expect((await run('models.list', {})).length).toBe(models);
});

test('a submit that fails leaves neither model nor run behind', async () => {
  const datasetId = await importToy();
  const count = async () => [
    (await run('models.list', {})).length,
    (await run('runs.list', {})).length,
    (await run('jobs.list', {})).length,
  ];
  const before = await count();
  const { storage } = studio.services;
  const full = new TetradError({ code: 'quota', message: 'The browser refused to store more.' });
  for (const fails of [storage.jobs, storage.runs] as { create: unknown }[]) {
    const refusing = vi.spyOn(fails as { create(): Promise<never> }, 'create').mockRejectedValueOnce(full);
    await expect(submit(datasetId)).rejects.toMatchObject({ code: 'quota' });
    refusing.mockRestore();
    expect(await count()).toEqual(before);
  }
});

test('a cancelled first training takes its empty model away and marks the run', async () => {
  const datasetId = await importToy();
  studio.hold = true;
  const { jobId, runId, modelId } = await submit(datasetId);
  await expect.poll(() => studio.training()?.request.runId).toBe(runId);
  expect(await run('jobs.cancel', { id: jobId })).toMatchObject({ status: 'cancelled' });
  studio.hold = false;
  expect(await run('runs.get', { id: runId })).toMatchObject({ status: 'killed' });
  await expect(run('models.get', { id: modelId })).rejects.toMatchObject({ code: 'notFound' });
});

test('a running training is forked: it goes on, and a second continues from its checkpoint', async () => {
  const { storage } = studio.services;
  const datasetId = await importToy();
  studio.hold = true;
  const { jobId, runId, modelId } = await submit(datasetId);
  await expect.poll(() => studio.training()?.request.runId).toBe(runId);
  await expect(run('runs.fork', { runId, training: {} })).rejects.toMatchObject({
    code: 'conflict',
    message: /no checkpoint/,
  });
  await expect.poll(() => studio.training()?.request.runId).toBe(runId);
  const blob = await storage.blobs.put(new Uint8Array([7]));
  await storage.checkpoints.put({ runId, step: 2, epoch: 1, state: {}, blobs: [blob] });
  const point = { runId, name: 'batchLoss', epoch: 1, timestamp: 1, value: 1 };
  await storage.metrics.append(runId, [
    { ...point, step: 2 },
    { ...point, step: 3 },
  ]);
  for (const training of [{ seed: 3 }, { batchSize: 1 }, { optimizer: 'sgd' }])
    await expect(run('runs.fork', { runId, training })).rejects.toMatchObject({
      code: 'badInput',
      place: `training.${Object.keys(training)[0]}`,
    });
  const fork = await run('runs.fork', { runId, training: { learningRate: 0.001 } });
  expect(fork).toMatchObject({ modelId, step: 2 });
  const record = await run('runs.get', { id: fork.runId });
  expect(record.tags).toEqual({ forkedFrom: runId, forkStep: '2' });
  expect(record.config.learningRate).toBe(0.001);
  expect((await storage.metrics.list(fork.runId)).map(({ step }) => step)).toEqual([2]);
  expect(await storage.checkpoints.get(fork.runId)).toMatchObject({ forkedFrom: runId, blobs: [blob] });
  studio.hold = false;
  await expect.poll(() => studio.training()?.request.runId).toBe(runId);
  studio.training()?.go();
  expect((await run('jobs.wait', { id: jobId })).status).toBe('completed');
  expect((await run('jobs.wait', { id: fork.jobId })).status).toBe('completed');
});

test('a training whose worker dies once goes on in a new one', async () => {
  const datasetId = await importToy();
  studio.hold = true;
  const { jobId, runId } = await submit(datasetId);
  await expect.poll(() => studio.training()?.request.runId).toBe(runId);
  studio.hold = false;
  studio.training()?.worker.crash('out of memory');
  expect((await run('jobs.wait', { id: jobId })).status).toBe('completed');
  expect(noticesStore.getState().notices.at(-1)?.message).toMatch(/out of memory.*replaced/s);
});

test('a worker that dies again and again fails the job with a way on, and the job can be resumed', async () => {
  const datasetId = await importToy();
  studio.hold = true;
  const { jobId, runId } = await submit(datasetId);
  await expect.poll(() => studio.training()?.request.runId).toBe(runId);
  for (let deaths = 0; deaths < 3; deaths++) {
    const dying = studio.training();
    dying?.worker.crash('out of memory');
    if (deaths < 2) await expect.poll(() => studio.training() !== dying).toBe(true);
  }
  const failed = await run('jobs.wait', { id: jobId });
  expect(failed).toMatchObject({ status: 'failed', error: { code: 'workerDied', hint: /continues/ } });
  expect(await run('runs.get', { id: runId })).toMatchObject({ status: 'failed' });
  studio.hold = false;
  await run('jobs.resume', { id: jobId });
  expect((await run('jobs.wait', { id: jobId })).status).toBe('completed');
  const record = await run('runs.get', { id: runId });
  expect(record.status).toBe('finished');
  expect(record.error).toBeUndefined();
});

test('deleting a dataset stops what still works on it', async () => {
  const datasetId = await importToy();
  studio.hold = true;
  const { jobId, runId, modelId } = await submit(datasetId);
  await expect.poll(() => studio.training()?.request.runId).toBe(runId);
  await run('datasets.delete', { id: datasetId });
  studio.hold = false;
  expect((await run('jobs.get', { id: jobId })).status).toBe('cancelled');
  await expect(run('datasets.delete', { id: datasetId })).rejects.toMatchObject({ code: 'notFound' });
  await expect(run('models.delete', { id: modelId })).rejects.toMatchObject({ code: 'notFound' });
});

test('a run left behind by a dead page is settled', async () => {
  const { storage } = studio.services;
  const datasetId = await importToy();
  const { runId, jobId } = await submit(datasetId);
  await run('jobs.wait', { id: jobId });
  const { id: _id, experimentId: _e, modelVersionId: _v, ...record } = await run('runs.get', { id: runId });
  const orphan = await storage.runs.create({ ...record, jobId: 'gone', status: 'running', startedAt: 1 });
  const young = await storage.runs.create({
    ...record,
    jobId: 'soon',
    status: 'running',
    startedAt: Date.now(),
  });
  await settleRuns(storage);
  expect((await run('runs.get', { id: orphan.id })).status).toBe('killed');
  expect((await run('runs.get', { id: young.id })).status).toBe('running');
  expect((await run('runs.get', { id: runId })).status).toBe('finished');
});

test('live views follow what commands change', async () => {
  const datasets = liveDatasets();
  const stop = datasets.subscribe(() => {});
  const id = await importToy();
  await expect.poll(() => datasets.get()?.find(({ dataset }) => dataset.id === id)?.version?.rows).toBe(4);
  await run('datasets.delete', { id });
  await expect.poll(() => datasets.get()?.some(({ dataset }) => dataset.id === id)).toBe(false);
  stop();
  expect(liveJob('x')).toBe(liveJob('x'));
});

test('every call is in the log, without cells', async () => {
  await run('inference.predict', { modelId: 'nothing', rows: [{ a: 'secret' }] }).catch(() => {});
  await expect
    .poll(async () => (await run('log.list', { limit: 5 })).find(({ name }) => name === 'inference.predict'))
    .toMatchObject({ ok: false, input: { modelId: 'nothing', rows: '1 rows' } });
  expect(JSON.stringify(await run('log.list', { limit: 1000 }))).not.toContain('secret');
});

test('a run is evaluated from its artifact; without one it is said why', async () => {
  const datasetId = await importToy();
  const { jobId, runId } = await submit(datasetId);
  await run('jobs.wait', { id: jobId });
  await expect(run('runs.evaluation', { runId })).rejects.toMatchObject({
    code: 'notFound',
    hint: expect.stringMatching(/Train again/),
  });
  const { storage } = studio.services;
  const judged: ClassPredictions = {
    kind: 'classification',
    totalRows: 2,
    rows: Uint32Array.of(0, 2),
    labels: ['x', 'y'],
    truth: Int32Array.of(0, 1),
    probabilities: Float32Array.of(0.75, 0.25, 0.5, 0.5),
  };
  const blob = await storage.blobs.put(encodeValidation(judged));
  await storage.runs.update(runId, { artifacts: [{ name: validationArtifact, blob }] });
  expect(await run('runs.evaluation', { runId })).toEqual(judged);

  const task = { type: 'classification' as const, target: 'b', labels: ['x', 'y'] };
  await storage.runs.update(runId, { task });
  await expect(run('runs.update', { id: runId, event: 'z' })).rejects.toMatchObject({
    code: 'badInput',
    hint: 'Its labels are x, y.',
  });
  expect((await run('runs.update', { id: runId, event: 'x' })).event).toBe('x');
  expect((await run('runs.get', { id: runId })).event).toBe('x');
});

test('datasets.rowsAt reads chosen rows, and refuses too many cells', async () => {
  const { version } = await run('datasets.get', { id: await importToy() });
  const versionId = version?.id ?? '';
  const asked = await run('datasets.rowsAt', { versionId, rows: [2, 0], columns: ['a'] });
  expect(asked).toEqual({ columns: ['a'], rows: [['2'], ['0']] });
  const columns = Array.from({ length: 20 }, () => 'a');
  const rows = Array.from({ length: 100_000 }, () => 0);
  await expect(run('datasets.rowsAt', { versionId, rows, columns })).rejects.toMatchObject({
    code: 'badInput',
    message: expect.stringContaining('2,000,000 cells'),
  });
});
