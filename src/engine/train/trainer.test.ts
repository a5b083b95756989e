// The union package registers gradients in the copy of tfjs-core that Node loads.
import '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { openCpu } from '../backends/cpu';
import type { TfBackend } from '../backends/tfBackend';
import { collect } from './fixtures/collect';
import { irisSpec } from './fixtures/irisSpec';

let cpu: TfBackend;
beforeAll(async () => {
  cpu = await openCpu();
});

/** What must not depend on the clock. */
const curve = (epochs: Record<string, number>[]) =>
  epochs.map(({ trainLoss, valLoss, trainAccuracy, valAccuracy, valF1 }) => [
    trainLoss,
    valLoss,
    trainAccuracy,
    valAccuracy,
    valF1,
  ]);

describe('train', () => {
  it('learns iris and gives all tensors back', async () => {
    const before = cpu.tf.memory().numTensors;
    const { outcome, losses, epochs } = await collect(irisSpec({ epochs: 40, hiddenLayers: [32] }), cpu);
    expect(outcome?.metrics.valAccuracy).toBeGreaterThanOrEqual(0.93);
    expect(losses).toHaveLength(epochs.length * 4);
    expect(cpu.tf.memory().numTensors).toBe(before);
  });

  it('repeats to the bit with the same seed, and differs with another', async () => {
    const first = await collect(irisSpec({ dropout: 0.3 }), cpu);
    const again = await collect(irisSpec({ dropout: 0.3 }), cpu);
    const other = await collect(irisSpec({ dropout: 0.3, seed: 43 }), cpu);
    expect(again.losses).toEqual(first.losses);
    expect(again.outcome?.weights).toEqual(first.outcome?.weights);
    expect(other.losses).not.toEqual(first.losses);
  });

  it.each([
    { optimizer: 'adamw', normalization: 'batchNorm' },
    { optimizer: 'momentum', normalization: 'none' },
  ])(
    'continues from a checkpoint in the middle of an epoch as if never stopped ($optimizer)',
    async (options) => {
      const spec = irisSpec({ ...options, dropout: 0.2, epochs: 8 });
      const whole = await collect(spec, cpu);
      let steps = 0;
      const paused = await collect(spec, cpu, {
        afterStep: () => steps++,
        stopped: () => (steps >= 10 ? 'pause' : undefined),
      });
      expect(paused.error?.code).toBe('cancelled');
      const state = paused.checkpoints.at(-1);
      expect(state?.step).toBe(10);
      const rest = await collect(spec, cpu, { resume: state });
      expect([...paused.losses, ...rest.losses]).toEqual(whole.losses);
      expect(curve([...paused.epochs, ...rest.epochs])).toEqual(curve(whole.epochs));
      expect(rest.outcome?.weights).toEqual(whole.outcome?.weights);
      expect(rest.outcome?.bestEpoch).toBe(whole.outcome?.bestEpoch);
    },
  );

  it('is checkpointed within a long epoch too, and continues from there', async () => {
    const spec = irisSpec({ epochs: 3, dropout: 0.2 });
    const whole = await collect(spec, cpu);
    // Every look at the clock takes as long as all steps of an epoch may.
    let clock = 0;
    const often = await collect(spec, cpu, { checkpointInEpochMs: 20, now: () => (clock += 50) });
    expect(often.losses).toEqual(whole.losses);
    const inside = often.checkpoints.filter(({ step }) => step % 4 !== 0);
    expect(inside.length).toBeGreaterThan(0);
    const [state] = inside;
    const rest = await collect(spec, cpu, { resume: state });
    expect(rest.losses).toEqual(whole.losses.slice(state?.step));
    expect(rest.outcome?.weights).toEqual(whole.outcome?.weights);
  });

  it('restores the best weights when validation stops improving', async () => {
    const spec = irisSpec({ epochs: 60, learningRate: 0.3, patience: 3 });
    const { outcome, epochs } = await collect(spec, cpu);
    const lowest = Math.min(...epochs.map((metrics) => metrics.valLoss as number));
    expect(outcome?.stoppedEarly).toBe(true);
    expect(outcome?.metrics.valLoss).toBe(lowest);
    expect(epochs[(outcome?.bestEpoch ?? 0) - 1]?.valLoss).toBe(lowest);
  });

  it('stops at a loss that is not finite, and says nothing computed from it', async () => {
    const spec = irisSpec({ epochs: 3 });
    spec.train.features[4 * 60] = Number.NaN;
    const before = cpu.tf.memory().numTensors;
    const { error, events, losses } = await collect(spec, cpu, { checkpointEveryMs: 0 });
    expect(error?.code).toBe('notFinite');
    expect(error?.place).toMatch(/, layer dense1$/);
    const step = Number(/step (\d+)/.exec(error?.place ?? '')?.[1]);
    expect(step).toBeGreaterThanOrEqual(1);
    expect(step).toBeLessThanOrEqual(4);
    expect(losses.length).toBeLessThan(step);
    expect(events.filter((event) => event.kind !== 'steps')).toEqual([]);
    expect(cpu.tf.memory().numTensors).toBe(before);
  });

  it('names the layer and the step of an explosion, however late the loss is read', async () => {
    const spec = irisSpec({ epochs: 3, optimizer: 'sgd', learningRate: 1e30, hiddenLayers: [8, 8] });
    const { error, losses } = await collect(spec, cpu);
    expect(error?.place).toMatch(/^step [234], layer (dense2|output|dense1)$/);
    expect(losses.length).toBeLessThan(4);
    expect(losses.every(Number.isFinite)).toBe(true);
  });

  it('gives the same numbers when the data is too large to lie on the device', async () => {
    const spec = irisSpec({ epochs: 2 });
    const whole = await collect(spec, cpu);
    const sent = await collect(spec, { ...cpu, maxTensorBytes: 1000 });
    expect(sent.losses).toEqual(whole.losses);
    expect(sent.outcome).toEqual(whole.outcome);
  });

  it('stops between two steps when cancelled', async () => {
    let steps = 0;
    const { error, checkpoints } = await collect(irisSpec({ epochs: 50 }), cpu, {
      afterStep: () => steps++,
      stopped: () => (steps >= 6 ? 'cancel' : undefined),
    });
    expect(error?.code).toBe('cancelled');
    expect(steps).toBe(6);
    expect(checkpoints).toEqual([]);
  });
});
