/** Boosted trees on columns as they are: sets of categories, missing values, answers kept rising, intervals; and the file of each. */
import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import * as ort from 'onnxruntime-web';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExportOptions } from '#/core/protocol/predict';
import type { Storage } from '#/core/protocol/storage';
import { normals, uniforms } from '#/core/random/random';
import { openStorage } from '#/storage/openStorage';
import { exportVersion } from '../export/exportVersion';
import { runOnnx } from '../ort/runOnnx';
import { openModel } from '../predict/openModel';
import { predict } from '../predict/predictSamples';
import type { TableColumn } from '../train/fixtures/storeTable';
import { runSubmitted, submitTraining, type Wanted } from '../train/fixtures/trainTable';

let storage: Storage;
beforeAll(async () => {
  storage = await openStorage({ name: 'boosted-columns-test', blobs: 'dexie' });
});
afterAll(() => storage.close());

const rows = 900;
const groups = 40;
const uniform = (stream: number) => uniforms(stream, 'columns', 0, rows);
const [which, gaps, drawn] = [uniform(1), uniform(2), uniform(3)];
const [noise, effects] = [normals(4, 'noise', 0, rows), normals(5, 'effects', 0, groups)];
const groupOf = (row: number) => Math.floor((which[row] as number) * groups);
const isGap = (row: number) => (gaps[row] as number) < 0.3;
const at = (row: number) => 10 * (drawn[row] as number);
/** By the group, by whether the amount is missing, and up with x. */
const truth = Array.from(
  { length: rows },
  (_, row) =>
    2 * (effects[groupOf(row)] as number) +
    (isGap(row) ? 3 : 0) +
    0.4 * at(row) +
    0.3 * (noise[row] as number),
);
const column = (
  name: string,
  type: TableColumn['field']['type'],
  cells: TableColumn['cells'],
): TableColumn => ({
  field: { name, type, role: 'feature' },
  cells,
});
const table: TableColumn[] = [
  column(
    'group',
    'categorical',
    truth.map((_, row) => (row % 50 === 7 ? null : `g${groupOf(row)}`)),
  ),
  column(
    'amount',
    'numeric',
    truth.map((_, row) => (isGap(row) ? null : (noise[(row * 7) % rows] as number))),
  ),
  column(
    'x',
    'numeric',
    truth.map((_, row) => at(row)),
  ),
  column(
    'flag',
    'boolean',
    truth.map((_, row) => (row % 11 === 0 ? null : row % 2)),
  ),
  column(
    'day',
    'datetime',
    truth.map((_, row) => (row % 13 === 0 ? null : 1.6e12 + row * 8.64e7)),
  ),
  column('y', 'numeric', truth),
  column(
    'high',
    'categorical',
    truth.map((value) => (value > 3 ? 'yes' : 'no')),
  ),
];
const wanted: Wanted = {
  target: 'y',
  task: 'regression',
  features: ['group', 'amount', 'x', 'flag', 'day'],
  family: 'boostedTrees',
  config: { epochs: 80, learningRate: 0.1, testSplit: 0.2, splitBy: 'random' },
};

const learnt = async (more: Partial<Wanted> = {}) => {
  const { result } = await runSubmitted(
    storage,
    await submitTraining(storage, table, { ...wanted, ...more }),
  );
  return { result, model: await openModel(result.modelVersionId, storage) };
};
type Model = Awaited<ReturnType<typeof openModel>>;

async function parity(model: Model, treeForm: ExportOptions['treeForm']) {
  const options = {
    format: 'onnx',
    opset: 21,
    dynamicBatch: true,
    conv4d: 'folded',
    metadata: true,
    treeForm,
  } as const;
  const { report } = await exportVersion(model, undefined, options, storage, (bytes, batches) =>
    runOnnx(bytes, batches, { provider: 'wasm', load: async () => ort }),
  );
  return report.parity;
}

describe('boosted trees on columns as they are', () => {
  it.each(['ensemble', 'plain'] as const)(
    'ask for sets of categories and where missing values go, and leave as a file (%s) that does',
    async (treeForm) => {
      const { result, model } = await learnt();
      expect(result.metrics.testR2).toBeGreaterThan(0.85);
      expect(model.version.inputs).toHaveLength(5);
      // One value a column but for the parts of the date.
      const said = async (amount: number | null, group: string | null) =>
        Number(
          (await predict(model, { rows: [{ group, amount, x: 5, flag: true, day: null }] }, storage))
            .predictions[0]?.value,
        );
      expect((await said(null, 'g1')) - (await said(0, 'g1'))).toBeGreaterThan(2);
      expect(await said(0, 'never seen')).toBe(await said(0, null));
      expect(await parity(model, treeForm)).toMatchObject({ passed: true });
    },
  );

  it('keep answers rising where that is asked for', async () => {
    const { model } = await learnt({ familyParams: { rising: 'x', falling: ' amount' } });
    const asked = Array.from({ length: 60 }, (_, i) => ({
      group: 'g3',
      amount: 0,
      x: i / 5,
      flag: true,
      day: 1.6e12,
    }));
    const values = (await predict(model, { rows: asked }, storage)).predictions.map(({ value }) =>
      Number(value),
    );
    for (const [i, value] of values.entries())
      if (i > 0) expect(value).toBeGreaterThanOrEqual(values[i - 1] as number);
    expect((values.at(-1) as number) - (values[0] as number)).toBeGreaterThan(2);
  });

  it('keep the chance of the second label rising', async () => {
    const { model } = await learnt({ target: 'high', task: 'classification', familyParams: { rising: 'x' } });
    const asked = Array.from({ length: 40 }, (_, i) => ({
      group: 'g3',
      amount: null,
      x: i / 4,
      flag: null,
      day: null,
    }));
    const chances = (await predict(model, { rows: asked }, storage)).predictions.map(
      ({ probabilities }) => probabilities?.[1] as number,
    );
    for (const [i, chance] of chances.entries())
      if (i > 0) expect(chance).toBeGreaterThanOrEqual((chances[i - 1] as number) - 1e-9);
    expect(await parity(model, 'ensemble')).toMatchObject({ passed: true, labelsEqual: true });
  });

  it('answer intervals that hold what they promise, in order, and leave as a file', async () => {
    const { result, model } = await learnt({ task: 'quantiles', config: { ...wanted.config, epochs: 120 } });
    expect(result.metrics.testCoverage).toBeGreaterThan(0.7);
    expect(result.metrics.testCoverage).toBeLessThan(0.92);
    const asked = Array.from({ length: 40 }, (_, i) => ({
      group: `g${i}`,
      amount: null,
      x: i / 4,
      flag: null,
      day: null,
    }));
    for (const { quantiles = [] } of (await predict(model, { rows: asked }, storage)).predictions)
      expect(quantiles).toEqual(quantiles.toSorted((a, b) => a - b));
    expect(await parity(model, 'ensemble')).toMatchObject({ passed: true });
    expect(await parity(model, 'plain')).toMatchObject({ passed: true });
  });

  it('learn from all rows at last, and judge the test by that', async () => {
    const [part, all] = [await learnt(), await learnt({ config: { ...wanted.config, allRows: true } })];
    expect(all.result.metrics.valR2).toBe(part.result.metrics.valR2);
    expect(all.result.metrics.testR2).not.toBe(part.result.metrics.testR2);
    expect(all.result.metrics.testR2).toBeGreaterThan((part.result.metrics.testR2 as number) - 0.01);
  });

  it.each([
    [{ familyParams: { rising: 'heat' } }, 'no column "heat"'],
    [{ familyParams: { rising: 'group' } }, 'have no order'],
    [{ familyParams: { rising: 'x', falling: 'x' } }, 'both rise and fall'],
    [{ familyParams: { rising: 'x' }, task: 'quantiles' as const }, 'one of two labels'],
  ])('name what cannot be kept rising: %j', async (more, message) => {
    await expect(learnt(more)).rejects.toThrow(message);
  });
});
