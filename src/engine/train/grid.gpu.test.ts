/** A cnn4d and its forecast train the same on WebGPU and WASM as on the CPU. */
import { beforeAll, expect, it } from 'vitest';
import { families } from '#/core/families/registry';
import { missingMark } from '#/core/grid/fittedGrid';
import { lossFor } from '#/core/losses/registry';
import { metricsFor } from '#/core/metrics/registry';
import { optimizers } from '#/core/optimizers/registry';
import { type TaskSpec, trainConfig } from '#/core/protocol/train';
import { normals } from '#/core/random/random';
import { openBackend } from '../backends/openBackend';
import { collect } from './fixtures/collect';
import type { Split, TrainSpec } from './trainSpec';

const shape = [4, 4, 3, 2, 2];
const frame = 4 * 3 * 2 * 2;
const features = normals(1, 'field', 0, 20 * frame);

/** Every seventh value missing, everywhere. */
const withGaps = features.map((value, i) => (i % 7 === 0 ? missingMark : value));

function specOf(task: TaskSpec, gaps: boolean): TrainSpec {
  const family = families.get('cnn4d');
  const config = trainConfig.parse({ epochs: 2, batchSize: 4, learningRate: 0.01, earlyStopping: false });
  const loss = lossFor('auto', task);
  const optimizer = optimizers.get(config.optimizer);
  const classes = task.kind === 'classification' ? task.labels.length : 0;
  const outputWidth = classes || frame;
  const split = (from: number, rows: number): Split => ({
    rows,
    features: gaps ? withGaps : features,
    frames: Int32Array.from({ length: rows * 4 }, (_, i) => from + Math.floor(i / 4) + (i % 4)),
    target: Int32Array.from({ length: classes ? rows : 0 }, (_, i) => i % classes),
    ...(gaps ? { present: 6 / 7 } : {}),
    ...(classes ? {} : { targetFrames: Int32Array.from({ length: rows }, (_, i) => from + i + 4) }),
  });
  const params = family.params.parse({ filters: [3, 4] });
  return {
    arch: family.build({ inputShape: shape, outputWidth, task: task.kind }, params),
    width: 4 * frame,
    outputWidth,
    train: split(0, 8),
    val: split(12, 4),
    classes,
    scale: { mean: 0, std: 1 },
    channelStds: classes ? undefined : [1, 2],
    loss,
    lossParams: loss.params.parse({}),
    optimizer,
    optimizerParams: optimizer.params.parse({}),
    metrics: metricsFor(task.kind),
    config,
  };
}

const forecast: TaskSpec = { kind: 'forecast', target: 'future', horizon: 1, channels: ['u', 'v'] };
const cases: [name: string, task: TaskSpec, gaps: boolean][] = [
  ['classes', { kind: 'classification', target: 'c', labels: ['a', 'b', 'c'] }, false],
  ['forecast', forecast, false],
  ['forecast with missing values', forecast, true],
];
const expected = new Map<string, number[]>();
beforeAll(async () => {
  const cpu = await openBackend('cpu', false);
  for (const [name, ...of] of cases) expected.set(name, (await collect(specOf(...of), cpu)).losses);
});

it.each(['wasm', 'webgpu'] as const)('%s', async (backendName) => {
  const backend = await openBackend(backendName, false);
  for (const [name, ...of] of cases) {
    const { losses, error, outcome } = await collect(specOf(...of), backend);
    expect(error).toBeUndefined();
    expect(losses).toHaveLength(4);
    losses.forEach((loss, i) => expect(loss, name).toBeCloseTo(expected.get(name)?.[i] ?? Number.NaN, 3));
    if (of[0].kind === 'forecast') expect(outcome?.leads?.[0]?.[0]?.lead).toBe(1);
  }
  backend.close();
});
