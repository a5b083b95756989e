/** Tables whose columns say how their rows are divided: the roles group, split and time, through a whole training. */
import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseValidation, testArtifact, validationArtifact } from '#/core/evaluation/validationPredictions';
import type { Column } from '#/core/protocol/dataset';
import type { Storage } from '#/core/protocol/storage';
import { type TrainConfig, trainConfig } from '#/core/protocol/train';
import { uniforms } from '#/core/random/random';
import { openStorage } from '#/storage/openStorage';
import { storeTable } from '../../train/fixtures/storeTable';
import { runTraining } from '../../train/runTraining';

let storage: Storage;
beforeAll(async () => {
  storage = await openStorage({ name: 'divided-tables', blobs: 'dexie' });
});
afterAll(() => storage.close());

const rows = 600;
const subjects = Array.from({ length: rows }, (_, i) => `S${Math.floor(i / 20)}`);
/** In no order of the rows. */
const times = Array.from({ length: rows }, (_, i) => (i * 7) % rows);
const parts = Array.from({ length: rows }, (_, i) =>
  i < 5 ? null : i % 5 === 0 ? 'validation' : i % 5 === 1 ? 'test' : 'train',
);

async function trained(
  roles: Partial<Record<'subject' | 'part' | 't', Column['role']>>,
  config: Partial<TrainConfig>,
) {
  const noise = Array.from(uniforms(1, 'x', 0, rows));
  const column = (name: string, type: Column['type'], cells: (string | number | null)[]) => ({
    field: { name, type, role: roles[name as 't'] ?? 'feature' },
    cells,
  });
  const version = await storeTable(storage, 'divided', [
    column('subject', 'categorical', subjects),
    column('part', 'categorical', parts),
    column('t', 'integer', times),
    column('x', 'numeric', noise),
    column(
      'y',
      'categorical',
      noise.map((x) => (x > 0.5 ? 'a' : 'b')),
    ),
  ]);
  const model = await storage.models.create({ name: 'divided', family: 'linear' });
  const whole = trainConfig.parse({ epochs: 1, batchSize: 128, ...config });
  const run = await storage.runs.create({
    jobId: 'job',
    name: 'divided run',
    modelId: model.id,
    datasetId: version.datasetId,
    datasetVersionId: version.id,
    params: {},
    tags: {},
    config: whole,
    task: { type: 'classification', target: 'y', labels: ['a', 'b'] },
  });
  await runTraining(
    {
      jobId: 'job',
      runId: run.id,
      modelId: model.id,
      datasetVersionId: version.id,
      target: 'y',
      task: 'classification',
      features: ['x'],
      family: 'linear',
      familyParams: {},
      config: { ...whole, backend: 'cpu' },
    },
    { storage, emit: () => undefined, stopped: () => undefined, breathe: async () => undefined },
  );
  const done = await storage.runs.get(run.id);
  const rowsOf = async (name: string) => {
    const artifact = done?.artifacts.find((entry) => entry.name === name);
    return artifact ? [...parseValidation(await storage.blobs.get(artifact.blob)).rows] : [];
  };
  return {
    split: done?.split,
    figure: done?.figure,
    summary: done?.summary,
    val: await rowsOf(validationArtifact),
    test: await rowsOf(testArtifact),
  };
}

const asked = { testSplit: 'auto', splitBy: 'roles' } as const;

it('keeps the rows of a group on one side, in validation and in the test', async () => {
  const { split, val, test } = await trained({ subject: 'group' }, asked);
  const judged = new Set([...val, ...test]);
  const learnt = Array.from({ length: rows }, (_, row) => row).filter((row) => !judged.has(row));
  const sides = [val, test, learnt].map((some) => new Set(some.map((row) => subjects[row])));
  expect(sides.map(({ size }) => size)).toEqual([6, 5, 19]);
  expect(sides.reduce((sum, { size }) => sum + size, 0)).toBe(30);
  expect(split).toMatchObject({ how: expect.stringContaining('“subject”'), train: 380, val: 120, test: 100 });
});

it('follows the order of time, whatever the order of the rows', async () => {
  const { split, val, test, summary, figure } = await trained({ t: 'time' }, asked);
  const [lastVal, firstVal] = [
    Math.max(...val.map((row) => times[row] as number)),
    Math.min(...val.map((row) => times[row] as number)),
  ];
  expect(firstVal).toBe(390);
  expect(lastVal).toBe(509);
  expect(Math.min(...test.map((row) => times[row] as number))).toBe(510);
  expect(split).toMatchObject({
    how: 'by the order of “t”: the latest rows judge',
    train: 390,
    val: 120,
    test: 90,
  });
  expect(figure).toMatchObject({ part: 'test', metric: 'accuracy', value: summary?.testAccuracy, rows: 90 });
  expect(figure?.low).toBeLessThan(figure?.value ?? 0);
  expect(figure?.free?.answer).toMatch(/^always “[ab]”$/);
});

it('lets a column of parts decide, and says what has none', async () => {
  const { split, val, test } = await trained({ part: 'split', subject: 'group' }, asked);
  expect(val.every((row) => parts[row] === 'validation')).toBe(true);
  expect(test.every((row) => parts[row] === 'test')).toBe(true);
  expect(split).toMatchObject({ how: 'by the column “part”', train: 357, val: 119, test: 119 });
  expect(split?.notes).toEqual([
    '5 rows have no “part” and were left out.',
    '“part” puts 30 groups of “subject” into more than one part: what is judged was partly seen.',
  ]);
});

it('is as it was for a request of before: at random, without a test', async () => {
  const { split, test, figure } = await trained({ part: 'split', subject: 'group', t: 'time' }, {});
  expect(split).toEqual({
    how: 'at random, every class in its share',
    train: 480,
    val: 120,
    test: 0,
    notes: [],
  });
  expect(test).toEqual([]);
  expect(figure).toMatchObject({ part: 'validation', rows: 120 });
});
