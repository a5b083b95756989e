/** What is tried without a target is paused and resumed to the same bits, and refused where rows do not fit the memory. */
import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Storage } from '#/core/protocol/storage';
import { normals } from '#/core/random/random';
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
  storage = await openStorage({ name: 'trials-test', blobs: 'dexie' });
});
afterAll(() => storage.close());

const rows = 400;
const table = (): TableColumn[] =>
  ['a', 'b', 'c'].map((name) => ({
    field: { name, type: 'numeric', role: 'feature' },
    cells: Array.from(normals(2, name, 0, rows), (value, row) => value + 5 * (row % 4)),
  }));
const features = ['a', 'b', 'c'];
const groups = { target: 'groups of similar rows', task: 'clustering', features };
const odd = { target: 'odd rows', task: 'anomaly', features };

it.each([
  ['kMeans', 1, groups],
  ['kMeans', 4, groups],
  ['gaussianMixture', 3, groups],
] satisfies [string, number, object][])('%s, after %d numbers of groups', async (family, stopAfter, task) => {
  const wanted: Wanted = { ...task, family, config: { testSplit: 0.2 } };
  const whole = await submitTraining(storage, table(), wanted);
  const full = await runSubmitted(storage, whole);
  const request = await submitTraining(storage, table(), wanted);
  await expect(runSubmitted(storage, request, { stopAfter })).rejects.toMatchObject({ code: 'cancelled' });
  const stored = await storage.checkpoints.get(request.runId);
  expect(stored).toBeDefined();
  const rest = await runSubmitted(storage, request);
  expect(rest.events.find((event) => event.kind === 'prepared')?.resumedAtStep).toBe(stored?.step);
  expect(await loggedValues(storage, request.runId)).toEqual(await loggedValues(storage, whole.runId));
  expect(await bodyHashes(storage, rest.result.modelVersionId)).toBe(
    await bodyHashes(storage, full.result.modelVersionId),
  );
  expect(rest.result.metrics).toEqual(full.result.metrics);
  expect(full.result.metrics.groups).toBe(4);
});

it.each([
  ['isolationForest', odd],
  ['localOutlierFactor', odd],
  ['hdbscan', groups],
] satisfies [string, object][])('%s comes to the same from the same seed', async (family, task) => {
  const made = [];
  for (let time = 0; time < 2; time++) {
    const request = await submitTraining(storage, table(), { ...task, family, config: { testSplit: 0.2 } });
    const { result } = await runSubmitted(storage, request);
    made.push([await bodyHashes(storage, result.modelVersionId), result.metrics]);
  }
  expect(made[1]).toEqual(made[0]);
});
