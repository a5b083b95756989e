import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Storage } from '#/core/protocol/storage';
import { openStorage } from '#/storage/openStorage';
import { lookAtTree } from '../look/lookAtTree';
import { openModel } from '../predict/openModel';
import { predict } from '../predict/predictSamples';
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

it('a tree is told in the columns, units and categories of the data, and leads where the model does', async () => {
  const wanted = {
    target: 'petal_width_cm',
    task: 'regression',
    features: [...features.slice(0, 3), 'species'],
    family: 'decisionTree',
    familyParams: { pruning: 'alpha', depth: 5 },
  };
  const { result } = await train(wanted);
  const drawn = await lookAtTree(result.modelVersionId, { tree: 0, depth: 64 }, storage);
  expect(drawn.nodes.filter(({ question }) => !question)).toHaveLength(drawn.leaves);
  expect(drawn.nodes.some(({ question }) => question?.is !== undefined)).toBe(true);
  const asked = lines.filter((_, i) => i % 7 === 0);
  const lead = (cells: readonly string[]) => {
    let node = drawn.nodes[0];
    while (node?.question) {
      const { column, most, is } = node.question;
      const cell = cells[header.indexOf(column)];
      node =
        drawn.nodes[
          (is === undefined ? Number(cell) <= (most ?? 0) : cell === is) ? (node.yes ?? 0) : (node.no ?? 0)
        ];
    }
    return node?.answer.value;
  };
  const rows = asked.map((cells) =>
    Object.fromEntries(
      header.map((name, i) => [name, name === 'species' ? (cells[i] ?? null) : Number(cells[i])]),
    ),
  );
  const model = await openModel(result.modelVersionId, storage);
  const { predictions } = await predict(model, { rows }, storage);
  for (const [row, cells] of asked.entries())
    expect(Number(lead(cells)), `row ${row}`).toBeCloseTo(Number(predictions[row]?.value), 5);
  await expect(lookAtTree(result.modelVersionId, { tree: 1, depth: 3 }, storage)).rejects.toMatchObject({
    place: 'tree',
  });
});
