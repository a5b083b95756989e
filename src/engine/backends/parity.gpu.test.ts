/** Every activation, normalisation, optimiser and loss trains the same on every backend: kernels and gradients exist and agree. */
import { describe, expect, it } from 'vitest';
import { activationKinds } from '#/core/layers/activation';
import { losses } from '#/core/losses/registry';
import { optimizers } from '#/core/optimizers/registry';
import { collect } from '../train/fixtures/collect';
import { type IrisOptions, irisSpec } from '../train/fixtures/irisSpec';
import type { TrainSpec } from '../train/trainSpec';
import { openBackend } from './openBackend';

const small: IrisOptions = { epochs: 1, hiddenLayers: [6], dropout: 0 };

function regression(type: string): TrainSpec {
  const spec = irisSpec(small);
  const toNumbers = (codes: ArrayLike<number>) => Float32Array.from(codes, (code) => code - 1);
  const loss = losses.get(type);
  return {
    ...irisSpec({ ...small, outputWidth: 1 }),
    loss,
    lossParams: loss.params.parse({}),
    outputWidth: 1,
    classes: 0,
    train: { ...spec.train, target: toNumbers(spec.train.target) },
    val: { ...spec.val, target: toNumbers(spec.val.target) },
    metrics: [],
  };
}

const options: IrisOptions['config'][] = [
  { loss: 'focal', labelSmoothing: 0.1, classWeights: 'balanced' },
  { clipNorm: 0.1, clipValue: 0.05, weightDecay: 0.1 },
  { averaging: 0.9, batchSize: 8, accumulation: 4 },
];

const cases: [string, () => TrainSpec][] = [
  ...activationKinds.map((activation): [string, () => TrainSpec] => [
    `activation ${activation}`,
    () => irisSpec({ ...small, activation }),
  ]),
  ...['batchNorm', 'layerNorm'].map((normalization): [string, () => TrainSpec] => [
    normalization,
    // A bias before batchNorm has a gradient of rounding noise alone, which Adam would scale up to full steps.
    () => irisSpec({ ...small, normalization, dropout: 0.3, optimizer: 'momentum' }),
  ]),
  ...optimizers.all.map(({ type }): [string, () => TrainSpec] => [
    `optimizer ${type}`,
    () => irisSpec({ ...small, optimizer: type }),
  ]),
  ...options.map((config): [string, () => TrainSpec] => [
    JSON.stringify(config),
    () => irisSpec({ ...small, config }),
  ]),
  ...losses.all
    .filter(({ value }) => value === 'number')
    .map(({ type }): [string, () => TrainSpec] => [`loss ${type}`, () => regression(type)]),
];

describe('backends', () => {
  it('train every part of the library alike', async () => {
    const curves = new Map<string, number[]>();
    const wrong: string[] = [];
    for (const name of ['cpu', 'wasm', 'webgpu'] as const) {
      const backend = await openBackend(name);
      for (const [title, spec] of cases) {
        const {
          losses: curve,
          epochs,
          error,
        } = await collect(spec(), backend).catch((thrown: unknown) => ({
          losses: [],
          epochs: [],
          error: thrown,
        }));
        const numbers = [...curve, ...epochs.map((metrics) => metrics.valLoss as number)];
        if (name === 'cpu') curves.set(title, numbers);
        const reference = curves.get(title) ?? [];
        const gap = Math.max(...reference.map((value, i) => Math.abs(value - (numbers[i] ?? Number.NaN))));
        if (error || numbers.length !== 5 || !(gap < 1e-4)) wrong.push(`${name}, ${title}: ${error ?? gap}`);
      }
      backend.close();
    }
    expect(wrong).toEqual([]);
  });
});
