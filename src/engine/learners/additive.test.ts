import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelVersion } from '#/core/protocol/model';
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
  storage = await openStorage({ name: 'additive-test', blobs: 'dexie' });
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
  family: 'explainableBoosting',
  config: { epochs: 60, learningRate: 0.1 },
};
const width: Wanted = {
  ...species,
  target: 'petal_width_cm',
  task: 'regression',
  features: features.slice(0, 3),
};

/** By term, how many columns it is of. */
const termsOf = (version: ModelVersion | undefined): number[] | undefined =>
  (version?.body.spec as { terms: unknown[][] } | undefined)?.terms.map(({ length }) => length);

describe('explainable boosting', () => {
  it('learns labels by a shape for each column', async () => {
    const { result } = await runSubmitted(storage, await submitTraining(storage, iris, species));
    expect(result.metrics.valAccuracy).toBeGreaterThan(0.9);
    const version = await storage.models.version(result.modelVersionId);
    expect(version?.body).toMatchObject({ type: 'additive', spec: { width: 4 } });
    expect(termsOf(version)).toEqual([1, 1, 1, 1]);
  });

  it('learns a number with pairs, and ends when the bags have had enough', async () => {
    const wanted = { ...width, config: { epochs: 900, learningRate: 0.3, patience: 5 } };
    const { events, result } = await runSubmitted(storage, await submitTraining(storage, iris, wanted));
    expect(result.metrics.valR2).toBeGreaterThan(0.85);
    expect(events.at(-1)).toMatchObject({ kind: 'done', stoppedEarly: true });
    const version = await storage.models.version(result.modelVersionId);
    expect(termsOf(version)).toEqual([1, 1, 1, 2, 2, 2]);
  });

  // Among the shapes, and among the pairs.
  it.each([3, 9])(
    'paused after %d breaths and resumed, it comes to the same to the bit',
    async (stopAfter) => {
      const wanted = { ...width, config: { epochs: 12, learningRate: 0.3 } };
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
