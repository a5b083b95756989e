/** Our training step as the trainer takes it: rows picked by number, an error scope around it, losses read at the end. */
import type { ArchNode, ArchSpec } from '#/core/arch/archSpec';
import { weightSpecs } from '#/core/arch/shapes';
import { sizeOf } from '#/core/arch/sizeOf';
import { layers } from '#/core/layers/registry';
import { crossEntropy } from '#/core/losses/crossEntropy';
import { tokenCrossEntropy } from '#/core/losses/tokenCrossEntropy';
import { adam as adamOptimizer } from '#/core/optimizers/adam';
import { adamw } from '#/core/optimizers/adamw';
import { type BackendName, trainConfig } from '#/core/protocol/train';
import { openBackend } from '#/engine/backends/openBackend';
import { measureStep } from '#/engine/backends/measureStep';
import { tune } from '#/engine/kernels/convTuner';
import { LossQueue } from '#/engine/train/step/lossQueue';
import { Stepper } from '#/engine/train/step/stepper';
import type { NamedWeights, TrainSpec } from '#/engine/train/trainSpec';
import { gpt, gptNetwork } from './gpt';
import { adam, classes, type Contestant, type Network, network, type NetworkName } from './network';

const betas = { beta1: adam.beta1, beta2: adam.beta2, epsilon: adam.epsilon };

interface Begun {
  spec: TrainSpec;
  weights: NamedWeights;
}

export async function open(name: NetworkName | 'gpt', backendName: string): Promise<Contestant> {
  const backend = await openBackend(backendName as BackendName);
  const { spec, weights } = name === 'gpt' ? beginGpt() : begin(network(name));
  const stepper = new Stepper(spec, backend, weights);
  if (backend.device) {
    // As at the start of a training.
    await measureStep(spec, backend);
    await tune(backend.device, backend.detail, undefined, Number.POSITIVE_INFINITY);
  }
  const queue = new LossQueue(backend.tf, () => performance.now());
  const rows = Uint32Array.from({ length: spec.train.rows }, (_, i) => i);
  let step = 0;
  const take = () => {
    step++;
    backend.guard.openStep(step);
    queue.push(stepper.step(rows, step, adam.learningRate));
    backend.guard.closeStep();
  };
  const losses = async (steps: number): Promise<number[]> => {
    for (let i = 0; i < steps; i++) take();
    const read = await queue.drain();
    await backend.guard.settle();
    backend.guard.check();
    return [...read.losses];
  };
  return {
    detail: `Tetrad, ${backend.detail}`,
    losses,
    async time(steps) {
      const start = performance.now();
      await losses(steps);
      return performance.now() - start;
    },
  };
}

function begin(given: Network): Begun {
  const spec = toSpec(given);
  const kernels = [
    ...(given.kind === 'lstm' ? [given.lstm.kernel, given.lstm.recurrent] : []),
    ...given.conv,
    ...given.dense,
  ];
  const weights = new Map(
    weightSpecs(spec.arch).map(({ name, key, shape }) => {
      const data = key === 'bias' ? new Float32Array(shape[0] ?? 0) : kernels.shift()?.values;
      return [name, { shape, data: data as Float32Array }];
    }),
  );
  return { spec, weights };
}

function beginGpt(): Begun {
  const { arch, tokens, next, weights } = gptNetwork();
  const { batch, length, vocabulary, weightDecay } = gpt;
  const features = Float32Array.from({ length: 2 * tokens.length }, (_, i) => {
    const [row, place] = [Math.floor(i / (2 * length)), i % (2 * length)];
    return (place < length ? tokens[row * length + place] : next[row * length + place - length]) as number;
  });
  const written = Array.from({ length: vocabulary }, (_, i) => `${i}`);
  const spec: TrainSpec = {
    arch,
    width: length,
    outputWidth: length * vocabulary,
    train: {
      rows: batch,
      features,
      frames: Int32Array.from({ length: batch }, (_, row) => row),
      answers: length,
      target: new Float32Array(0),
    },
    val: { rows: 0, features: new Float32Array(0), target: new Float32Array(0) },
    classes: 0,
    task: { type: 'language', target: 'next', tokens: written, characters: written.map(() => 1) },
    loss: tokenCrossEntropy,
    lossParams: {},
    optimizer: adamw,
    optimizerParams: adamw.params.parse({ ...betas, weightDecay }),
    metrics: [],
    config: trainConfig.parse({ batchSize: batch, optimizer: 'adamw' }),
  };
  return {
    spec,
    weights: new Map([...weights].map(([name, { shape, values }]) => [name, { shape, data: values }])),
  };
}

function toSpec(given: Network): TrainSpec {
  const width = sizeOf(given.input);
  const empty = { rows: 0, features: new Float32Array(0), target: new Int32Array(0) };
  return {
    arch: toArch(given),
    width,
    outputWidth: classes,
    train: { rows: given.batch, features: given.features, target: given.labels },
    val: empty,
    classes,
    task: {
      type: 'classification',
      target: 'class',
      labels: Array.from({ length: classes }, (_, i) => `${i}`),
    },
    loss: crossEntropy,
    lossParams: {},
    optimizer: adamOptimizer,
    optimizerParams: adamOptimizer.params.parse(betas),
    metrics: [],
    config: trainConfig.parse({ batchSize: given.batch, optimizer: 'adam' }),
  };
}

function toArch({ kind, input, conv, dense }: Network): ArchSpec {
  const nodes: ArchNode[] = [];
  const add = (type: string, params: unknown) => {
    const id = `${type}${nodes.length}`;
    nodes.push({ id, type, inputs: [nodes.at(-1)?.id ?? 'input'], params: params as ArchNode['params'] });
  };
  for (const { shape } of conv) {
    if (kind === 'cnn4d') {
      // As the family builds it: strides of two, the padding that keeps the rest.
      const strided = {
        kernel: [3, 3, 3, 3],
        stride: [2, 2, 2, 2],
        padBegin: [0, 0, 0, 0],
        padEnd: [1, 1, 1, 1],
      };
      add(
        'conv4d',
        layers.get('conv4d').params.parse({ ...strided, filters: shape.at(-1), activation: 'relu' }),
      );
      continue;
    }
    const same = { kernel: [3, 3], padBegin: [1, 1], padEnd: [1, 1] };
    add('conv2d', layers.get('conv2d').params.parse({ ...same, filters: shape.at(-1), activation: 'relu' }));
    add('pool2d', layers.get('pool2d').params.parse({ kind: 'max', size: [2, 2] }));
  }
  if (kind === 'lstm') add('lstm', layers.get('lstm').params.parse({ units: 64 }));
  if (kind === 'cnn4d') add('globalPool', { kind: 'average' });
  else if (conv.length > 0) add('flatten', {});
  dense.forEach(({ shape }, i) => {
    add('dense', { units: shape.at(-1), useBias: true, init: 'zeros' });
    if (i < dense.length - 1) add('activation', { kind: 'relu', alpha: 0.01 });
  });
  return {
    version: 1,
    inputs: [{ name: 'input', shape: [...input] }],
    nodes,
    outputs: [{ name: 'output', node: nodes.at(-1)?.id ?? 'input' }],
  };
}
