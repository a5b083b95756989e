import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Storage } from '#/core/protocol/storage';
import { openStorage } from '#/storage/openStorage';
import type { TableColumn } from '../train/fixtures/storeTable';
import {
  bodyHashes,
  loggedValues,
  runSubmitted,
  submitTraining,
  type Wanted,
} from '../train/fixtures/trainTable';

let storage: Storage;
beforeAll(async () => {
  storage = await openStorage({ name: 'boosting-test', blobs: 'dexie' });
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
const species: Wanted = {
  target: 'species',
  task: 'classification',
  features,
  family: 'boostedTrees',
  config: { epochs: 30, learningRate: 0.1 },
};

describe('boosted trees', () => {
  it('learn labels, and keep the rounds up to the best', async () => {
    const { events, result } = await runSubmitted(storage, await submitTraining(storage, iris, species));
    const done = events.at(-1);
    expect(result.metrics.valAccuracy).toBeGreaterThan(0.9);
    const version = await storage.models.version(result.modelVersionId);
    const best = done?.kind === 'done' ? done.bestEpoch : 0;
    expect(best).toBeGreaterThan(3);
    expect(version?.body).toMatchObject({ type: 'trees', spec: { count: 3 * best, width: 4 } });
  });

  it('learn a number, and end when the validation rows have had enough', async () => {
    const wanted = {
      ...species,
      target: 'petal_width_cm',
      task: 'regression',
      features: features.slice(0, 3),
      config: { epochs: 300, learningRate: 0.2, patience: 5 },
    };
    const { events, result } = await runSubmitted(storage, await submitTraining(storage, iris, wanted));
    expect(result.metrics.valR2).toBeGreaterThan(0.85);
    expect(events.at(-1)).toMatchObject({ kind: 'done', stoppedEarly: true });
  });

  // In the middle of a round as well: three labels have three trees each.
  it.each([2, 7])(
    'paused after %d breaths and resumed, they come to the same to the bit',
    async (stopAfter) => {
      const wanted = { ...species, familyParams: { rowShare: 0.7, columnShare: 0.5 }, config: { epochs: 6 } };
      const whole = await submitTraining(storage, iris, wanted);
      const full = await runSubmitted(storage, whole);
      const request = await submitTraining(storage, iris, wanted);
      await expect(runSubmitted(storage, request, { stopAfter })).rejects.toMatchObject({
        code: 'cancelled',
      });
      const rest = await runSubmitted(storage, request);
      expect(rest.events.find((event) => event.kind === 'prepared')?.resumedAtStep).toBe(stopAfter);
      expect(await loggedValues(storage, request.runId)).toEqual(await loggedValues(storage, whole.runId));
      expect(await bodyHashes(storage, rest.result.modelVersionId)).toBe(
        await bodyHashes(storage, full.result.modelVersionId),
      );
    },
  );
});
