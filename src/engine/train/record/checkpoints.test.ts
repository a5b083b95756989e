/**
 * What a checkpoint is for: storage fails at any one call of a run, or bits of the newest flip, and the run goes
 * on from what stands to the very curve and weights of an unbroken run.
 */
import '@tensorflow/tfjs';
import '@tensorflow/tfjs';
import { faultKinds } from '#/storage/fixtures/faults';
import Dexie from 'dexie';
import { expect, it } from 'vitest';
import { writeStudioSettings } from '#/core/protocol/studioSettings';
import type { TrainRequest } from '#/core/protocol/train';
import { look, open, prepare, runIt, sweepFaults } from '../../../../test/support/faultSweep';

it.each(faultKinds.map((kind, i) => ({ kind, first: i + 1 })))(
  'with one $kind at a call of a run, what stands is whole and the run goes on to the same end',
  async ({ kind, first }) => {
    // Every call: checkpoints.long.test.ts.
    expect(await sweepFaults(kind, first, 5)).toBeGreaterThan(2);
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
