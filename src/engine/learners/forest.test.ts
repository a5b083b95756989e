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
  storage = await openStorage({ name: 'forest-test', blobs: 'dexie' });
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
const species = { target: 'species', task: 'classification', features } as const;
const width = { target: 'petal_width_cm', task: 'regression', features: features.slice(0, 3) } as const;
const train = async (wanted: Wanted) =>
  await runSubmitted(storage, await submitTraining(storage, iris, wanted));

describe.each([
  { family: 'randomForest', familyParams: { trees: 30 }, count: 30 },
  { family: 'extraTrees', familyParams: { trees: 30 }, count: 30 },
  { family: 'decisionTree', familyParams: {}, count: 1 },
])('$family', ({ count, ...family }) => {
  it('learns labels and numbers', async () => {
    const { result } = await train({ ...species, ...family });
    expect(result.metrics.valAccuracy).toBeGreaterThan(0.9);
    const version = await storage.models.version(result.modelVersionId);
    expect(version?.body).toMatchObject({ type: 'forest', spec: { count, width: 4, areShares: true } });
    const number = await train({ ...width, ...family });
    expect(number.result.metrics.valR2).toBeGreaterThan(0.85);
  });
});

it.each([3, 10])(
  'a forest paused after %d breaths and resumed comes to the same to the bit',
  async (stopAfter) => {
    const wanted = { ...species, family: 'randomForest', familyParams: { trees: 30 } };
    const whole = await submitTraining(storage, iris, wanted);
    const full = await runSubmitted(storage, whole);
    const request = await submitTraining(storage, iris, wanted);
    await expect(runSubmitted(storage, request, { stopAfter })).rejects.toMatchObject({ code: 'cancelled' });
    const rest = await runSubmitted(storage, request);
    expect(rest.events.find((event) => event.kind === 'prepared')?.resumedAtStep).toBe(stopAfter);
    expect(await loggedValues(storage, request.runId)).toEqual(await loggedValues(storage, whole.runId));
    expect(await bodyHashes(storage, rest.result.modelVersionId)).toBe(
      await bodyHashes(storage, full.result.modelVersionId),
    );
  },
);
