/**
 * What a checkpoint is for: storage fails at any one call of a run, or bits of the newest flip, and the run goes
 * on from what stands to the very curve and weights of an unbroken run.
 */
import { blobsOfBody } from '#/core/bodies/registry';
import '@tensorflow/tfjs';
import { faultKinds, withFault } from '#/storage/fixtures/faults';
import Dexie from 'dexie';
import { expect, it } from 'vitest';
import { TetradError } from '#/core/protocol/errors';
import type { Storage } from '#/core/protocol/storage';
import { writeStudioSettings } from '#/core/protocol/studioSettings';
import { type TrainEvent, type TrainRequest, trainConfig } from '#/core/protocol/train';
import { openStorage } from '#/storage/openStorage';
import { chooseBackend } from '../../backends/chooseBackend';
import { storeTable } from '../fixtures/storeTable';
import { runTraining } from '../runTraining';

async function prepare(storage: Storage, epochs: number): Promise<TrainRequest> {
  const cells = Array.from({ length: 40 }, (_, i) => Math.sin(i));
  const version = await storeTable(storage, 'table', [
    { field: { name: 'x', type: 'numeric', role: 'feature' }, cells },
    { field: { name: 'y', type: 'numeric', role: 'feature' }, cells: cells.map((x) => 3 * x + 1) },
  ]);
  const model = await storage.models.create({ name: 'm', family: 'linear' });
  const config = trainConfig.parse({ epochs, backend: 'cpu', earlyStopping: false, learningRate: 0.05 });
  const run = await storage.runs.create({
    jobId: 'job',
    name: 'run',
    modelId: model.id,
    datasetId: version.datasetId,
    datasetVersionId: version.id,
    config,
    task: { type: 'regression', target: 'y' },
  });
  return {
    jobId: 'job',
    runId: run.id,
    modelId: model.id,
    datasetVersionId: version.id,
    target: 'y',
    task: 'regression',
    features: ['x'],
    family: 'linear',
    familyParams: { solver: 'gradient' },
    config,
  };
}

async function runIt(storage: Storage, request: TrainRequest, pauseAfter = Number.POSITIVE_INFINITY) {
  const events: TrainEvent[] = [];
  let breaths = 0;
  await runTraining(request, {
    storage,
    emit: (event) => events.push(event),
    breathe: () => {
      breaths++;
      return Promise.resolve();
    },
    stopped: () => (breaths >= pauseAfter ? 'pause' : undefined),
    checkpointEveryMs: 0,
    choose: (spec, wanted, begunOn) =>
      chooseBackend(spec, wanted, begunOn, {
        open: async () => (await import('../../backends/cpu')).openCpu(),
        measure: async () => ({ setUpMs: 0, stepMs: 1 }),
      }),
  });
  return events;
}

/** Everything a user could see of the run, without times and random ids. */
async function look(storage: Storage, { runId, modelId }: TrainRequest) {
  const names = ['batchLoss', 'trainLoss', 'valLoss', 'learningRate', 'gradientNorm', 'updateRatio'];
  const points = await storage.metrics.list(runId, names);
  const versions = await storage.models.versions(modelId);
  const run = await storage.runs.get(runId);
  return {
    curve: points.map(({ name, step, value }) => `${name} ${String(step).padStart(4, '0')} ${value}`).sort(),
    histograms: await storage.metrics.histograms(runId),
    weights: versions.map(({ body }) => blobsOfBody(body)[0]?.hash),
    run: [run?.status, run?.modelVersionId !== undefined, run?.artifacts.map(({ blob }) => blob.hash)],
  };
}

const open = (name: string) => openStorage({ name, blobs: 'dexie' });

it.each(faultKinds)(
  'with one %s at any call of a run, what stands is whole and the run goes on to the same end',
  async (kind) => {
    const attempt = async (failAt: number) => {
      const storage = await open(crypto.randomUUID());
      const request = await prepare(storage, 3);
      const { calls, thrown } = await withFault(failAt, kind, () => runIt(storage, request));
      return { storage, request, calls, thrown };
    };
    const whole = await attempt(Number.POSITIVE_INFINITY);
    expect(whole.thrown).toBeUndefined();
    const wanted = await look(whole.storage, whole.request);
    expect(whole.calls).toBeGreaterThan(20);
    let failed = 0;
    for (let failAt = 1; failAt <= whole.calls; failAt++) {
      const { storage, request, thrown } = await attempt(failAt);
      const where = `call ${failAt} of ${whole.calls}`;
      if (thrown !== undefined) {
        failed++;
        expect(thrown, where).toBeInstanceOf(TetradError);
        for (const { blobs } of await storage.checkpoints.list(request.runId))
          for (const blob of blobs) await storage.blobs.get(blob);
        // Either the version is there and the run names it, or neither.
        const { weights, run } = await look(storage, request);
        expect([weights.length, run[1]], where).toEqual(run[1] ? [1, true] : [0, false]);
        if (!run[1]) await runIt(storage, request);
      }
      expect(await look(storage, request), where).toEqual(wanted);
      storage.close();
    }
    expect(failed).toBeGreaterThan(10);
    whole.storage.close();
  },
);

it('keeps the last and the best, passes over a damaged one, and says so', async () => {
  const name = crypto.randomUUID();
  const storage = await open(name);
  await writeStudioSettings(storage.settings, { checkpointsKept: 3 });
  const unbroken = await prepare(storage, 8);
  await runIt(storage, unbroken);
  const request = await prepare(storage, 8);
  await expect(runIt(storage, request, 7)).rejects.toMatchObject({ code: 'cancelled' });
  const kept = await storage.checkpoints.list(request.runId);
  expect(kept.length).toBeGreaterThanOrEqual(3);
  expect(kept.length).toBeLessThanOrEqual(4);
  const [newest, before] = kept;
  expect(newest?.step).toBeGreaterThan(before?.step ?? Number.POSITIVE_INFINITY);
  storage.close();

  const blobs = await new Dexie(`${name}-blobs`).open();
  const hash = newest?.blobs[0]?.hash ?? '';
  const piece = (await blobs.table('pieces').toArray()).find((row: { hash: string }) => row.hash === hash);
  piece.data[5] ^= 1;
  await blobs.table('pieces').put(piece);
  blobs.close();

  const again = await open(name);
  const events = await runIt(again, request);
  const prepared = events.find((event) => event.kind === 'prepared');
  expect(prepared).toMatchObject({ resumedAtStep: before?.step, damaged: /damaged/ });
  const { curve, weights } = await look(again, request);
  expect(curve).toEqual((await look(again, unbroken)).curve);
  expect(weights).toEqual((await look(again, unbroken)).weights);
  again.close();
});

it('bytes of replaced checkpoints go while it trains, those of the last when it ends', async () => {
  const storage = await open(crypto.randomUUID());
  const request = await prepare(storage, 8);
  await expect(runIt(storage, request, 7)).rejects.toMatchObject({ code: 'cancelled' });
  expect((await storage.status()).checkpointBytes).toBeGreaterThan(0);
  expect((await storage.status()).unreferencedBytes).toBe(0);
  await runIt(storage, request);
  expect(await storage.status()).toMatchObject({ checkpointBytes: 0, unreferencedBytes: 0 });
  const other = await prepare(storage, 8);
  await expect(runIt(storage, other, 7)).rejects.toMatchObject({ code: 'cancelled' });
  await storage.runs.delete(other.runId);
  expect(await storage.status()).toMatchObject({ checkpointBytes: 0, unreferencedBytes: 0 });
  storage.close();
});

it('the best checkpoint outlives later ones that are worse', async () => {
  const storage = await open(crypto.randomUUID());
  const { runId } = await prepare(storage, 1);
  const blob = await storage.blobs.put(new Uint8Array([1]));
  for (const [at, score] of [3, 1, 2, 4, 5].entries())
    await storage.checkpoints.put({ runId, step: at + 1, epoch: at, score, state: null, blobs: [blob] }, 2);
  expect((await storage.checkpoints.list(runId)).map(({ step }) => step)).toEqual([5, 4, 2]);
  await storage.checkpoints.put({ runId, step: 4, epoch: 3, score: 0, state: null, blobs: [blob] }, 2);
  expect((await storage.checkpoints.list(runId)).map(({ step }) => step)).toEqual([4, 2]);
  storage.close();
});

it('a fork with the same settings continues to the same end; with another learning rate it parts at the fork', async () => {
  const storage = await open(crypto.randomUUID());
  const source = await prepare(storage, 8);
  await expect(runIt(storage, source, 6)).rejects.toMatchObject({ code: 'cancelled' });
  const checkpoint = await storage.checkpoints.get(source.runId);
  if (!checkpoint) throw new Error('no checkpoint');
  const points = await storage.metrics.list(source.runId);
  const fork = async (change: Partial<TrainRequest['config']>): Promise<TrainRequest> => {
    const run = await storage.runs.get(source.runId);
    if (!run) throw new Error('no run');
    const { id: runId } = await storage.runs.create({ ...run, id: crypto.randomUUID() });
    await storage.metrics.append(
      runId,
      points.map((point) => ({ ...point, runId })),
    );
    await storage.checkpoints.put({ ...checkpoint, runId, forkedFrom: source.runId });
    const modelId = (await storage.models.create({ name: 'fork', family: 'linear' })).id;
    return { ...source, runId, modelId, config: { ...source.config, ...change } };
  };
  const [same, other] = [await fork({}), await fork({ learningRate: 0.01, epochs: 10 })];
  for (const request of [source, same, other]) await runIt(storage, request);
  expect((await look(storage, same)).curve).toEqual((await look(storage, source)).curve);
  const losses = async ({ runId }: TrainRequest) =>
    (await storage.metrics.list(runId, ['batchLoss'])).toSorted((a, b) => a.step - b.step);
  const [before, after] = [await losses(source), await losses(other)];
  const partsAt = before.findIndex(({ value }, at) => value !== after[at]?.value);
  expect(partsAt).toBe(checkpoint.step + 1);
  expect(after).toHaveLength(10);
  storage.close();
});
