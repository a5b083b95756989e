// The union package registers gradients in the copy of tfjs-core that Node loads.
import '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { optimizers } from '#/core/optimizers/registry';
import type { TrainConfig } from '#/core/protocol/train';
import { previewSchedule } from '#/core/schedules/planSchedule';
import { schedules } from '#/core/schedules/registry';
import { openCpu } from '../backends/cpu';
import type { TfBackend } from '../backends/tfBackend';
import { decodeCheckpoint, encodeCheckpoint, parseStoredState } from './record/checkpointCodec';
import { collect } from './fixtures/collect';
import { type IrisOptions, irisSpec } from './fixtures/irisSpec';
import type { NamedWeights, TrainState } from './trainSpec';

let cpu: TfBackend;
beforeAll(async () => {
  cpu = await openCpu();
});

const withConfig = (config: Partial<TrainConfig>, options: IrisOptions = {}) =>
  irisSpec({ epochs: 4, hiddenLayers: [8], dropout: 0.2, ...options, config });

/** Through the bytes and the JSON of a stored checkpoint. */
function stored(state: TrainState): TrainState {
  const { state: json, bytes } = encodeCheckpoint(state, 'cpu', 'print');
  const parsed = parseStoredState(JSON.parse(JSON.stringify(json)), 'print');
  if (!parsed) throw new Error('the checkpoint was not understood');
  return decodeCheckpoint(parsed, bytes);
}

const measured = (epochs: Record<string, number>[]) =>
  epochs.map(({ trainLoss, valLoss, valAccuracy, learningRate }) => [
    trainLoss,
    valLoss,
    valAccuracy,
    learningRate,
  ]);

const worstGap = (a: NamedWeights, b: NamedWeights): number =>
  Math.max(
    ...[...a].flatMap(([name, { data }]) =>
      Array.from(data, (value, i) => Math.abs(value - (b.get(name)?.data[i] ?? Number.NaN))),
    ),
  );

describe('resumed in the middle of an epoch, the curve is identical', () => {
  const cases: [string, Partial<TrainConfig>, IrisOptions?][] = [
    ...optimizers.all.map(({ type }): [string, Partial<TrainConfig>] => [type, { optimizer: type }]),
    ['amsgrad', { optimizer: 'adam', optimizerParams: { amsgrad: true } }],
    ['centred rmsprop', { optimizer: 'rmsprop', optimizerParams: { centered: true, momentum: 0.5 } }],
    ...schedules.all.map(({ type }): [string, Partial<TrainConfig>] => [
      `${type}, warm-up`,
      { schedule: type, warmupSteps: 3 },
    ]),
    [
      'plateau that drops at once',
      { schedule: 'plateau', scheduleParams: { patience: 0, threshold: 0.9, factor: 0.5 } },
    ],
    ['clipping', { clipNorm: 0.1, clipValue: 0.05 }],
    ['weight decay', { weightDecay: 0.1, optimizer: 'momentum' }],
    ['averaging', { averaging: 0.9 }, { normalization: 'batchNorm' }],
    ['averaging and muon', { averaging: 0.9, optimizer: 'muon' }],
    ['label smoothing', { labelSmoothing: 0.1 }],
    ['focal loss and class weights', { loss: 'focal', lossParams: { gamma: 1.5 }, classWeights: 'balanced' }],
    ['accumulation', { batchSize: 16, accumulation: 2 }, { normalization: 'batchNorm' }],
    ['stratified', { sampling: 'stratified' }],
    ['balanced', { sampling: 'balanced' }],
  ];

  it.each(cases)('%s', async (_title, config, options) => {
    const spec = withConfig(config, options);
    const before = cpu.tf.memory().numTensors;
    const whole = await collect(spec, cpu);
    expect(whole.error).toBeUndefined();
    let steps = 0;
    const paused = await collect(spec, cpu, {
      afterStep: () => steps++,
      stopped: () => (steps >= 10 ? 'pause' : undefined),
    });
    const rest = await collect(spec, cpu, { resume: stored(paused.checkpoints.at(-1) as TrainState) });
    expect([...paused.losses, ...rest.losses]).toEqual(whole.losses);
    expect(measured([...paused.epochs, ...rest.epochs])).toEqual(measured(whole.epochs));
    expect(rest.outcome).toEqual(whole.outcome);
    expect(cpu.tf.memory().numTensors).toBe(before);
  });
});

describe('training options', () => {
  const plain = { dropout: 0, epochs: 3 };

  it('accumulating 4 batches of 8 is a batch of 32', async () => {
    const large = await collect(withConfig({ batchSize: 32 }, plain), cpu);
    const small = await collect(withConfig({ batchSize: 8, accumulation: 4 }, plain), cpu);
    expect(small.losses).toHaveLength(large.losses.length);
    small.losses.forEach((loss, i) => expect(loss).toBeCloseTo(large.losses[i] ?? Number.NaN, 5));
    const weights = [small, large].map(({ outcome }) => outcome?.weights as NamedWeights);
    expect(worstGap(weights[0] as NamedWeights, weights[1] as NamedWeights)).toBeLessThan(1e-4);
  });

  it('clipping by norm bounds each step of plain descent', async () => {
    const spec = withConfig({ clipNorm: 0.01, optimizer: 'sgd' }, { ...plain, epochs: 1, learningRate: 1 });
    const start = await collect({ ...spec, config: { ...spec.config, learningRate: 1e-30 } }, cpu);
    const moved = await collect(spec, cpu);
    let square = 0;
    for (const [name, { data }] of moved.outcome?.weights ?? []) {
      const from = start.outcome?.weights.get(name)?.data;
      data.forEach((value, i) => {
        square += (value - (from?.[i] ?? Number.NaN)) ** 2;
      });
    }
    expect(Math.sqrt(square)).toBeLessThanOrEqual(4 * 0.01 * 1.0001);
    expect(Math.sqrt(square)).toBeGreaterThan(0.02);
  });

  it('clipping by value bounds each weight', async () => {
    const spec = withConfig({ clipValue: 1e-3, optimizer: 'sgd' }, { ...plain, epochs: 1, learningRate: 1 });
    const start = await collect({ ...spec, config: { ...spec.config, learningRate: 1e-30 } }, cpu);
    const moved = await collect(spec, cpu);
    const gap = worstGap(moved.outcome?.weights as NamedWeights, start.outcome?.weights as NamedWeights);
    expect(gap).toBeLessThanOrEqual(4e-3 * 1.001);
    expect(gap).toBeGreaterThan(3e-3);
  });

  it('the averaged weights are judged and saved', async () => {
    const spec = withConfig({ averaging: 0.9 }, { ...plain, learningRate: 0.05 });
    const whole = await collect(spec, cpu, { checkpointEveryMs: 0 });
    const state = whole.checkpoints.at(-1) as TrainState;
    // The mean, step by step, from checkpoints of a run that stops after each.
    let mean = new Map<string, number[]>();
    for (let last = 1; last <= 12; last++) {
      let steps = 0;
      const part = await collect(spec, cpu, {
        afterStep: () => steps++,
        stopped: () => (steps >= last ? 'pause' : undefined),
      });
      const { weights } = part.checkpoints.at(-1) ?? (last === 12 ? state : { weights: new Map() });
      const keep = Math.min(0.9, (last - 1) / (last + 9));
      mean = new Map(
        [...(weights as NamedWeights)].map(([name, { data }]) => [
          name,
          Array.from(data, (value, i) => keep * (mean.get(name)?.[i] ?? 0) + (1 - keep) * value),
        ]),
      );
    }
    const unstopped = { ...spec, config: { ...spec.config, earlyStopping: false } };
    const saved = (await collect(unstopped, cpu)).outcome?.weights as NamedWeights;
    for (const [name, values] of mean)
      values.forEach((value, i) => expect(saved.get(name)?.data[i]).toBeCloseTo(value, 5));
    expect(worstGap(saved, state.weights)).toBeGreaterThan(1e-3);

    // What was judged is what is saved: a training that starts with these weights and stands still judges alike.
    const still = irisSpec({
      ...plain,
      hiddenLayers: [8],
      learningRate: 1e-30,
      config: { optimizer: 'sgd' },
    });
    const judged = await collect(still, cpu, {
      resume: { ...state, weights: saved, slots: new Map(), step: 8, best: undefined },
    });
    expect(judged.epochs.at(-1)?.valLoss).toBe(whole.epochs.at(-1)?.valLoss);
  });

  it('extra weight decay shrinks kernels and leaves biases', async () => {
    const options = { ...plain, epochs: 1, optimizer: 'sgd', learningRate: 1e-3 };
    const without = await collect(withConfig({}, options), cpu);
    const decayed = await collect(withConfig({ weightDecay: 10 }, options), cpu);
    const [kernel, plainKernel] = [decayed, without].map(
      ({ outcome }) => outcome?.weights.get('dense1/kernel')?.data as Float32Array,
    ) as [Float32Array, Float32Array];
    kernel.forEach((value, i) => expect(value / (plainKernel[i] ?? 0)).toBeCloseTo(0.99 ** 4, 1));
    expect(
      worstGap(
        new Map([...(decayed.outcome?.weights ?? [])].filter(([name]) => name.endsWith('bias'))),
        without.outcome?.weights as NamedWeights,
      ),
    ).toBeLessThan(1e-4);
  });

  it.each(schedules.all.map(({ type }) => type))('%s trains with the rates that were shown', async (type) => {
    const config = { schedule: type, warmupSteps: 5 };
    const used: number[] = [];
    const { events } = await collect(withConfig(config, { epochs: 5 }), cpu, {
      // One report a step.
      now: (() => {
        let ms = 0;
        return () => (ms += 1000);
      })(),
    });
    for (const event of events)
      if (event.kind === 'steps' && event.losses.length > 0) used.push(event.learningRate);
    const shown = previewSchedule(withConfig(config, { epochs: 5 }).config, 20).map(({ rate }) => rate);
    expect(used).toEqual(shown);
  });

  it('reduce on plateau lowers the rate when the loss stalls', async () => {
    const spec = withConfig(
      { schedule: 'plateau', scheduleParams: { patience: 0, factor: 0.1 }, earlyStopping: false },
      { epochs: 12, learningRate: 0.5 },
    );
    const { epochs } = await collect(spec, cpu);
    expect(epochs.at(-1)?.learningRate).toBeLessThan(0.06);
  });

  it('a rate of a million ends in a named error or in finite numbers', async () => {
    for (const { type } of optimizers.all) {
      const { error, outcome } = await collect(
        withConfig({ optimizer: type }, { learningRate: 1e6, epochs: 10 }),
        cpu,
      );
      if (error) expect(error.code).toBe('notFinite');
      else
        for (const { data } of outcome?.weights.values() ?? [])
          expect(data.every(Number.isFinite)).toBe(true);
    }
  });
});
