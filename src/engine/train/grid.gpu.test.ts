/** A cnn4d and its forecast train the same on WebGPU and WASM as on the CPU. */
import { beforeAll, expect, it } from 'vitest';
import { families } from '#/core/families/registry';
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

function specOf(task: TaskSpec): TrainSpec {
  const family = families.get('cnn4d');
  const config = trainConfig.parse({ epochs: 2, batchSize: 4, learningRate: 0.01, earlyStopping: false });
  const loss = lossFor('auto', task);
  const optimizer = optimizers.get(config.optimizer);
  const classes = task.kind === 'classification' ? task.labels.length : 0;
  const outputWidth = classes || frame;
  const split = (from: number, rows: number): Split => ({
    rows,
    features,
    frames: Int32Array.from({ length: rows * 4 }, (_, i) => from + Math.floor(i / 4) + (i % 4)),
    target: Int32Array.from({ length: classes ? rows : 0 }, (_, i) => i % classes),
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

const tasks: TaskSpec[] = [
  { kind: 'classification', target: 'c', labels: ['a', 'b', 'c'] },
  { kind: 'forecast', target: 'future', horizon: 1, channels: ['u', 'v'] },
];
const expected = new Map<string, number[]>();
beforeAll(async () => {
  const cpu = await openBackend('cpu', false);
  for (const task of tasks) expected.set(task.kind, (await collect(specOf(task), cpu)).losses);
});

it.each(['wasm', 'webgpu'] as const)('%s', async (name) => {
  const backend = await openBackend(name, false);
  for (const task of tasks) {
    const { losses, error, outcome } = await collect(specOf(task), backend);
    expect(error).toBeUndefined();
    expect(losses).toHaveLength(4);
    losses.forEach((loss, i) => expect(loss).toBeCloseTo(expected.get(task.kind)?.[i] ?? Number.NaN, 3));
    if (task.kind === 'forecast') expect(outcome?.leads?.[0]?.[0]?.lead).toBe(1);
  }
  backend.close();
});
