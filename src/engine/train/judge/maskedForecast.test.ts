/** Fields with land and clouds against numpy: what is missing is in no loss and in no error. */
// The union package registers gradients in the copy of tfjs-core that Node loads.
import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { Storage } from '#/core/protocol/storage';
import { trainConfig } from '#/core/protocol/train';
import { openStorage } from '#/storage/openStorage';
import { openCpu } from '../../backends/cpu';
import { storeGrid } from '../fixtures/gridDataset';
import fixture from '../fixtures/maskedField.json';
import { openNodeWasm } from '../fixtures/nodeWasm';
import { runOnGrid } from '../fixtures/runOnGrid';
import { judgeForecast } from './judgeForecast';
import { prepareGrid } from '../../kinds/grid/prepareGrid';

const channels = ['sst', 'salt'];
const width = 4 * 3 * 2;
let storage: Storage;
let dataset: DatasetVersion;

beforeAll(async () => {
  storage = await openStorage({ name: 'masked', blobs: 'dexie' });
  dataset = await storeGrid(storage, 'masked', {
    field: Float32Array.from(fixture.field, (value) => value ?? Number.NaN),
    size: fixture.size as [number, number, number, number, number],
    channels,
    windowing: { length: fixture.length, stride: 1, horizon: 1 },
    labels: [
      {
        field: { name: 'part', type: 'categorical', role: 'split' },
        cells: fixture.parts.map((part) => part ?? 'gap'),
      },
    ],
  });
});
afterAll(() => storage.close());

it('scores forecasts over the cells that are there, as numpy does', async () => {
  const request = {
    target: 'future',
    task: 'forecast' as const,
    features: channels,
    config: trainConfig.parse({}),
  };
  const data = await prepareGrid(dataset, request, storage.blobs);
  expect(data.warnings.join()).toContain(`${fixture.dropped} sample has no value at the time to forecast`);
  const scores = await judgeForecast(
    { train: data.train, val: data.val, outputWidth: width, task: data.task },
    async ({ rows, features, frames }) => {
      const [length, answer] = [fixture.length, new Float32Array(rows * width)];
      const at = (row: number, back: number, i: number) =>
        features[(frames?.[(row + 1) * length - back] as number) * width + i] as number;
      return answer.map((_, i) => {
        const [row, cell] = [Math.floor(i / width), i % width];
        return 0.75 * at(row, 1, cell) + 0.25 * at(row, 2, cell);
      });
    },
  );
  for (const [i, { lead, forecasts, channels: expected }] of fixture.leads.entries())
    for (const [c, { rmse, correlation }] of expected.entries()) {
      const score = scores[c]?.[i];
      expect(score).toMatchObject({ lead, forecasts });
      for (const name of ['model', 'persistence', 'climatology'] as const)
        expect(score?.rmse[name], `${name} at lead ${lead}`).toBeCloseTo(rmse[name], 5);
      for (const name of ['model', 'persistence'] as const)
        expect(score?.correlation[name], `${name} at lead ${lead}`).toBeCloseTo(correlation[name], 5);
    }
});

it.each([
  ['CPU', openCpu],
  ['WASM', openNodeWasm],
])(
  'trains on what is there: loss and metrics of a network that has not learnt yet, on %s',
  async (_, open) => {
    const { metrics, events } = await runOnGrid(storage, dataset, await open(), {
      family: 'cnn4d',
      task: 'forecast',
      target: 'future',
      familyParams: { filters: [2] },
      // One step over all rows, and one that changes nothing: the loss is that of persistence.
      config: { epochs: 1, batchSize: 1000, learningRate: 1e-30, schedule: 'constant', earlyStopping: false },
    });
    const { train, val } = fixture.persistence;
    expect(metrics.valLoss).toBeCloseTo(val.loss, 5);
    expect(metrics.valRmse).toBeCloseTo(val.rmse, 5);
    expect(metrics.valMae).toBeCloseTo(val.mae, 5);
    expect(metrics.trainLoss).toBeCloseTo(train.loss, 5);
    const step = events.flatMap((event) => (event.kind === 'steps' ? event.losses : []));
    expect(step).toEqual([expect.closeTo(train.loss, 5)]);
    // Over the cells whose last value is known the two are the same forecast.
    expect(metrics.valSkill).toBeCloseTo(0, 6);
  },
);
