// The union package registers gradients in the copy of tfjs-core that Node loads.
import '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { StepFigure, TrainConfig, WeightHistogram } from '#/core/protocol/train';
import { openCpu } from '../backends/cpu';
import type { TfBackend } from '../backends/tfBackend';
import { type Collected, collect } from './fixtures/collect';
import { irisSpec } from './fixtures/irisSpec';
import { isMeasured } from './gauges';
import type { NamedWeights, TrainState } from './trainSpec';
import { histogramBins, histogramOf, isPictured } from './step/weightHistograms';

let cpu: TfBackend;
beforeAll(async () => {
  cpu = await openCpu();
});

const spec = (config: Partial<TrainConfig> = {}) =>
  irisSpec({ epochs: 4, hiddenLayers: [8], dropout: 0.2, config });

const figuresOf = ({ events }: Collected, name: StepFigure): [step: number, value: number][] =>
  events.flatMap((event) =>
    event.kind === 'steps'
      ? (event.figures ?? []).filter((figure) => figure.name === name).map(({ step, value }) => [step, value])
      : [],
  );

const histogramsOf = ({ events }: Collected): WeightHistogram[][] =>
  events.flatMap((event) => (event.kind === 'epoch' && event.histograms ? [event.histograms] : []));

const length = (weights: NamedWeights, from?: NamedWeights): number => {
  let square = 0;
  for (const [name, { data }] of weights)
    data.forEach((value, i) => {
      square += (value - (from?.get(name)?.data[i] ?? 0)) ** 2;
    });
  return Math.sqrt(square);
};

/** The weights after each of the first steps. */
async function statesOf(config: Partial<TrainConfig>, count: number): Promise<TrainState[]> {
  const states: TrainState[] = [];
  for (let last = 1; last <= count; last++) {
    let steps = 0;
    const { checkpoints } = await collect(spec(config), cpu, {
      afterStep: () => steps++,
      stopped: () => (steps >= last ? 'pause' : undefined),
    });
    states.push(checkpoints.at(-1) as TrainState);
  }
  return states;
}

describe('gradient norm and update ratio', () => {
  // Plain descent: what a step changes is the gradient times the rate.
  it.each([
    ['as they are', {}],
    ['before clipping', { clipNorm: 0.01 }],
    ['of accumulated batches', { batchSize: 8, accumulation: 3 }],
  ] as [string, Partial<TrainConfig>][])('%s', async (_title, extra) => {
    const config = { optimizer: 'sgd', ...extra };
    const { learningRate } = spec(config).config;
    const whole = await collect(spec(config), cpu);
    const norms = figuresOf(whole, 'gradientNorm');
    expect(norms.map(([step]) => step)).toEqual(whole.losses.map((_, i) => i + 1));
    const [first, second] = (await statesOf(config, 2)) as [TrainState, TrainState];
    const change = length(second.weights, first.weights);
    const [, norm] = norms[1] as [number, number];
    const [, ratio] = figuresOf(whole, 'updateRatio')[1] as [number, number];
    expect(ratio).toBeCloseTo(change / length(first.weights), 5);
    if (extra.clipNorm) {
      expect(norm).toBeGreaterThan(extra.clipNorm * 2);
      expect(change).toBeCloseTo(learningRate * extra.clipNorm, 5);
    } else expect(change).toBeCloseTo(learningRate * norm, 5);
  });

  it('are logged at steps that grow apart', () => {
    const measured = Array.from({ length: 100_000 }, (_, i) => i + 1).filter(isMeasured);
    expect(measured.slice(0, 2047)).toEqual(Array.from({ length: 2047 }, (_, i) => i + 1));
    expect(measured.length).toBeLessThan(9000);
    expect(Math.max(...measured.slice(1).map((step, i) => step - (measured[i] ?? 0)))).toBe(64);
  });

  it('and the rate of each step, speed, memory and time left are told', async () => {
    const whole = await collect(spec({ schedule: 'cosine' }), cpu);
    expect(figuresOf(whole, 'batchLearningRate')).toHaveLength(whole.losses.length);
    for (const name of ['stepMs', 'samplesPerSecond', 'memoryBytes'] as const)
      for (const [, value] of figuresOf(whole, name)) expect(value).toBeGreaterThan(0);
    expect(figuresOf(whole, 'stepMs').at(-1)?.[0]).toBe(whole.losses.length);
    expect(figuresOf(whole, 'gpuStepMs')).toEqual([]);
  });
});

describe('histograms', () => {
  it('are those of the weights at the end of each epoch', async () => {
    const whole = await collect(spec(), cpu, { checkpointEveryMs: 0 });
    expect(histogramsOf(whole)).toHaveLength(4);
    for (const [epoch, histograms] of histogramsOf(whole).entries()) {
      const { weights } = whole.checkpoints[epoch] as TrainState;
      for (const [name, { data }] of weights) {
        const found = histograms.find((entry) => entry.name === name && entry.of === 'weights');
        expect(found).toEqual({ name, of: 'weights', ...histogramOf(data) });
        const gradients = histograms.find((entry) => entry.name === name && entry.of === 'gradients');
        expect(gradients?.counts.reduce((sum, count) => sum + count)).toBe(data.length);
      }
    }
  });

  it('hold equal values, and the highest, in a bin', () => {
    expect(histogramOf(Float32Array.of(2, 2, 2)).counts[0]).toBe(3);
    const { lowest, highest, counts } = histogramOf(Float32Array.of(-1, 0.99, 3));
    expect([lowest, highest]).toEqual([-1, 3]);
    expect([counts[0], counts[histogramBins / 2 - 1], counts.at(-1)]).toEqual([1, 1, 1]);
  });

  it('are taken of epochs that grow apart', () => {
    const pictured = Array.from({ length: 100_000 }, (_, i) => i + 1).filter(isPictured);
    expect(pictured.slice(0, 127)).toEqual(Array.from({ length: 127 }, (_, i) => i + 1));
    expect(pictured.length).toBeLessThan(900);
  });
});

it('a run resumed in the middle of an epoch tells the same', async () => {
  const names = ['batchLearningRate', 'gradientNorm', 'updateRatio'] as const;
  const before = cpu.tf.memory().numTensors;
  const whole = await collect(spec(), cpu);
  let steps = 0;
  const paused = await collect(spec(), cpu, {
    afterStep: () => steps++,
    stopped: () => (steps >= 10 ? 'pause' : undefined),
  });
  const rest = await collect(spec(), cpu, { resume: paused.checkpoints.at(-1) });
  for (const name of names) {
    expect(figuresOf(whole, name)).toHaveLength(whole.losses.length);
    expect([...figuresOf(paused, name), ...figuresOf(rest, name)]).toEqual(figuresOf(whole, name));
  }
  expect([...histogramsOf(paused), ...histogramsOf(rest)]).toEqual(histogramsOf(whole));
  expect(cpu.tf.memory().numTensors).toBe(before);
});
