import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Storage } from '#/core/protocol/storage';
import { openStorage } from '#/storage/openStorage';
import {
  bodyHashes,
  loggedValues,
  runSubmitted,
  submitTraining,
  type Wanted,
} from '../train/fixtures/trainTable';
import type { TableColumn } from '../train/fixtures/storeTable';

let storage: Storage;
beforeAll(async () => {
  storage = await openStorage({ name: 'newton-test', blobs: 'dexie' });
});
afterAll(() => storage.close());

const text = readFileSync(new URL('../../../public/samples/iris.csv', import.meta.url), 'utf8');
const [header = [], ...lines] = text
  .trim()
  .split(/\r?\n/)
  .map((line) => line.split(','));
const iris: TableColumn[] = header.map((name, i) => ({
  field: { name, type: name === 'species' ? 'categorical' : 'numeric', role: 'feature' },
  cells: lines.map((cells) => (name === 'species' ? (cells[i] ?? null) : Number(cells[i]))),
}));
const features = header.filter((name) => name !== 'species');
const species: Wanted = { target: 'species', task: 'classification', features, family: 'linear' };

const epochsOf = (events: Awaited<ReturnType<typeof runSubmitted>>['events']) =>
  events.filter((event) => event.kind === 'epoch');

describe('a linear model by Newton', () => {
  it('comes to the very lowest loss in a few epochs, where gradient descent is still on its way', async () => {
    const request = await submitTraining(storage, iris, species);
    const { events, result } = await runSubmitted(storage, request);
    const epochs = epochsOf(events);
    expect(epochs.length).toBeLessThan(20);
    // scikit-learn's LogisticRegression on all of iris comes to .134; on its training part it is about the same.
    expect(result.metrics.trainLoss).toBeLessThan(0.16);
    expect(result.metrics.valAccuracy).toBeGreaterThan(0.9);
    expect(events.at(-1)).toMatchObject({ kind: 'done', bestEpoch: epochs.length, stoppedEarly: false });
    const slow = await submitTraining(storage, iris, { ...species, familyParams: { solver: 'gradient' } });
    const descent = await runSubmitted(storage, slow);
    expect(descent.result.metrics.trainLoss).toBeGreaterThan(1.2 * (result.metrics.trainLoss ?? 0));
  });

  it('solves a number in one step, and says the error in its own unit', async () => {
    const wanted = {
      ...species,
      target: 'petal_width_cm',
      task: 'regression',
      features: features.slice(0, 3),
    };
    const { events, result } = await runSubmitted(storage, await submitTraining(storage, iris, wanted));
    expect(epochsOf(events).length).toBeLessThanOrEqual(3);
    expect(result.metrics.valR2).toBeGreaterThan(0.9);
    expect(result.metrics.valRmse).toBeLessThan(0.3);
  });

  it('keeps weights smaller where C is smaller', async () => {
    const of = async (c: number) => {
      const request = await submitTraining(storage, iris, { ...species, familyParams: { c } });
      return (await runSubmitted(storage, request)).result.metrics.trainLoss ?? 0;
    };
    expect(await of(0.01)).toBeGreaterThan(2 * (await of(100)));
  });

  it.each([1, 4])(
    'paused after %d breaths and resumed, it comes to the same to the bit',
    async (stopAfter) => {
      const whole = await submitTraining(storage, iris, species);
      const full = await runSubmitted(storage, whole);
      const request = await submitTraining(storage, iris, species);
      await expect(runSubmitted(storage, request, { stopAfter })).rejects.toMatchObject({
        code: 'cancelled',
      });
      expect((await storage.checkpoints.get(request.runId))?.step).toBe(stopAfter);
      const rest = await runSubmitted(storage, request);
      expect(rest.events.find((event) => event.kind === 'prepared')?.resumedAtStep).toBe(stopAfter);
      expect(await loggedValues(storage, request.runId)).toEqual(await loggedValues(storage, whole.runId));
      expect(await bodyHashes(storage, rest.result.modelVersionId)).toBe(
        await bodyHashes(storage, full.result.modelVersionId),
      );
    },
  );

  it.each([{ loss: 'focal' }, { classWeights: 'balanced' }, { optimizer: 'lion' }])(
    'leaves %j to gradient descent',
    async (config) => {
      const request = await submitTraining(storage, iris, { ...species, config: { ...config, epochs: 2 } });
      const { events } = await runSubmitted(storage, request);
      expect(events.some((event) => event.kind === 'steps' && event.losses.length > 0)).toBe(true);
    },
  );

  it('refuses another loss where it was asked for', async () => {
    const wanted = { ...species, familyParams: { solver: 'newton' }, config: { loss: 'focal' } };
    const request = await submitTraining(storage, iris, wanted);
    await expect(runSubmitted(storage, request)).rejects.toMatchObject({
      code: 'badInput',
      place: 'config.loss',
      hint: expect.stringContaining('gradient'),
    });
  });
});
