/** Models that TensorFlow.js itself made and stored, dropped as their files: they answer as they did there. */
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`tfjs-${crypto.randomUUID()}`);
  provideServices(studio.services);
});
afterAll(() => studio.close());

interface Stored {
  json: {
    modelTopology: unknown;
    format: string;
    weightsManifest: { paths: string[]; weights: tf.io.WeightsManifestEntry[] }[];
  };
  bytes: Uint8Array<ArrayBuffer>;
}

/** What tf.LayersModel.save hands over. */
async function stored(model: tf.LayersModel): Promise<Stored> {
  let kept: tf.io.ModelArtifacts | undefined;
  await model.save(
    tf.io.withSaveHandler(async (artifacts) => {
      kept = artifacts;
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
    }),
  );
  const { modelTopology, weightSpecs = [], weightData } = kept ?? {};
  return {
    // As it crosses a disk.
    json: JSON.parse(
      JSON.stringify({
        format: 'layers-model',
        generatedBy: `TensorFlow.js tfjs-layers v${tf.version['tfjs-layers']}`,
        modelTopology,
        weightsManifest: [{ paths: ['group1-shard1of2.bin', 'group1-shard2of2.bin'], weights: weightSpecs }],
      }),
    ) as Stored['json'],
    bytes: new Uint8Array(weightData as ArrayBuffer),
  };
}

/** Cut in the middle of an array, as shards are. */
const filesOf = ({ json, bytes }: Stored): File[] => {
  const middle = Math.floor(bytes.length / 2) - 1;
  return [
    new File([JSON.stringify(json)], 'model.json'),
    new File([bytes.slice(0, middle)], 'group1-shard1of2.bin'),
    new File([bytes.slice(middle)], 'group1-shard2of2.bin'),
  ];
};

async function imported(files: File[]) {
  const { jobId, modelId } = await run('models.import', { files });
  return { modelId, error: (await run('jobs.wait', { id: jobId })).error };
}

async function portsOf(modelId: string): Promise<{ name: string }[]> {
  const [version] = (await run('models.get', { id: modelId })).versions;
  return (version as { input: { fitted: { inputs: { name: string }[] } } }).input.fitted.inputs;
}

/** Weights of training, not of a start: statistics too. */
function randomised(model: tf.LayersModel): tf.LayersModel {
  model.setWeights(
    model.getWeights().map((weight) => tf.randomUniform(weight.shape, 0.1, 0.6, 'float32', 7)),
  );
  return model;
}

async function expectAlike(model: tf.LayersModel, shapes: number[][]): Promise<void> {
  const { modelId, error } = await imported(filesOf(await stored(randomised(model))));
  expect(error).toBeUndefined();
  const inputs = shapes.map((shape, at) => tf.randomNormal([2, ...shape], 0, 1, 'float32', at + 1));
  const theirs = [model.predict(inputs.length === 1 ? (inputs[0] as tf.Tensor) : inputs)].flat();
  const ports = await portsOf(modelId);
  const arrays = Object.fromEntries(
    await Promise.all(ports.map(async ({ name }, at) => [name, await inputs[at]?.array()])),
  ) as Record<string, number[]>;
  const { predictions } = await run('inference.predict', { modelId, arrays });
  const ours = predictions[0]?.arrays ?? [];
  expect(ours.length).toBe(theirs.length);
  for (const [at, tensor] of theirs.entries()) {
    const expected = await tensor.data();
    expect(ours[at]?.shape).toEqual(tensor.shape);
    const largest = Math.max(1, ...Array.from(expected, Math.abs));
    for (const [i, value] of [...expected].entries())
      expect(Math.abs(Number(ours[at]?.data[i]) - value) / largest).toBeLessThan(1e-5);
  }
}

const { layers } = tf;

describe('a model of TensorFlow.js answers as it did there', () => {
  it('as a sequence of layers of images', async () => {
    await expectAlike(
      tf.sequential({
        layers: [
          layers.conv2d({
            inputShape: [9, 8, 2],
            filters: 4,
            kernelSize: 3,
            strides: 2,
            padding: 'same',
            activation: 'relu',
          }),
          layers.batchNormalization({}),
          layers.zeroPadding2d({
            padding: [
              [1, 2],
              [0, 1],
            ],
          }),
          layers.depthwiseConv2d({ kernelSize: [2, 3], depthMultiplier: 2, padding: 'same', useBias: false }),
          layers.leakyReLU({ alpha: 0.2 }),
          layers.separableConv2d({ filters: 3, kernelSize: 2, activation: 'tanh' }),
          layers.upSampling2d({ size: [2, 1] }),
          layers.cropping2D({
            cropping: [
              [1, 0],
              [0, 1],
            ],
          }),
          layers.conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2, padding: 'same' }),
          layers.averagePooling2d({ poolSize: 2, strides: 2, padding: 'same' }),
          layers.maxPooling2d({ poolSize: [2, 1] }),
          layers.dropout({ rate: 0.4 }),
          layers.flatten(),
          layers.dense({ units: 5, activation: 'softmax' }),
        ],
      }),
      [[9, 8, 2]],
    );
  });

  it('as a sequence of layers of time', async () => {
    await expectAlike(
      tf.sequential({
        layers: [
          layers.conv1d({
            inputShape: [7, 3],
            filters: 4,
            kernelSize: 3,
            padding: 'same',
            dilationRate: 2,
          }),
          layers.activation({ activation: 'elu' }),
          layers.layerNormalization({}),
          layers.bidirectional({
            layer: layers.lstm({ units: 3, returnSequences: true, recurrentActivation: 'sigmoid' }) as tf.RNN,
            mergeMode: 'concat',
          }),
          layers.maxPooling1d({ poolSize: 2, padding: 'same' }),
          layers.simpleRNN({ units: 4, returnSequences: true }),
          layers.lstm({ units: 2, recurrentActivation: 'sigmoid' }),
          layers.reshape({ targetShape: [2, -1] }),
          layers.permute({ dims: [2, 1] }),
          layers.globalAveragePooling1d({}),
        ],
      }),
      [[7, 3]],
    );
  });

  it('as what remembers, with its own defaults: gates of straight pieces, a GRU that resets first', async () => {
    await expectAlike(
      tf.sequential({
        layers: [
          layers.gru({ inputShape: [6, 3], units: 4, returnSequences: true }),
          layers.lstm({ units: 3, returnSequences: true }),
          layers.bidirectional({
            layer: layers.gru({ units: 3, recurrentActivation: 'sigmoid' }) as tf.RNN,
            mergeMode: 'concat',
          }),
          layers.dense({ units: 2 }),
        ],
      }),
      [[6, 3]],
    );
  });

  it('as a graph: two inputs, a layer that is shared, a model inside, two outputs', async () => {
    const left = tf.input({ shape: [4], name: 'left' });
    const right = tf.input({ shape: [4], name: 'right' });
    const shared = layers.dense({ units: 6, activation: 'relu', name: 'shared' });
    const inner = tf.sequential({
      name: 'inner',
      layers: [layers.dense({ units: 6, inputShape: [6] }), layers.prelu({})],
    });
    const [a, b] = [shared.apply(left), shared.apply(right)] as tf.SymbolicTensor[];
    const sum = layers.add().apply([a as tf.SymbolicTensor, b as tf.SymbolicTensor]);
    const gated = layers.multiply().apply([sum as tf.SymbolicTensor, a as tf.SymbolicTensor]);
    const deep = inner.apply(gated) as tf.SymbolicTensor;
    const joined = layers.concatenate().apply([deep, b as tf.SymbolicTensor]);
    const out = layers.dense({ units: 3, name: 'out' }).apply(joined) as tf.SymbolicTensor;
    await expectAlike(tf.model({ inputs: [left, right], outputs: [out, deep] }), [[4], [4]]);
  });

  it('with weights of 8 bits and of half precision', async () => {
    const model = randomised(
      tf.sequential({ layers: [layers.dense({ units: 2, inputShape: [2], name: 'map' })] }),
    );
    const { json } = await stored(model);
    json.weightsManifest = [
      {
        paths: ['group1-shard1of1.bin'],
        weights: [
          {
            name: 'map/kernel',
            shape: [2, 2],
            dtype: 'float32',
            quantization: { dtype: 'uint8', scale: 0.5, min: -1 },
          },
          { name: 'map/bias', shape: [2], dtype: 'float32', quantization: { dtype: 'float16' } },
        ] as tf.io.WeightsManifestEntry[],
      },
    ];
    // 0.25 and -2 as binary16.
    const bytes = Uint8Array.of(0, 2, 4, 6, 0x00, 0x34, 0x00, 0xc0);
    const { modelId, error } = await imported([
      new File([JSON.stringify(json)], 'model.json'),
      new File([bytes], 'group1-shard1of1.bin'),
    ]);
    expect(error).toBeUndefined();
    const inputs = await portsOf(modelId);
    const { predictions } = await run('inference.predict', {
      modelId,
      arrays: { [inputs[0]?.name ?? '']: [[1, 2]] },
    });
    // Kernel [[-1, 0], [1, 2]].
    expect([...((predictions[0]?.arrays?.[0]?.data ?? []) as Float32Array)]).toEqual([1.25, 2]);
  });
});

it('is refused by name and place, and nothing of it stays', async () => {
  const before = (await run('models.list', {})).length;
  const good = await stored(
    randomised(tf.sequential({ layers: [layers.dense({ units: 2, inputShape: [3], name: 'map' })] })),
  );
  const [json, ...bins] = filesOf(good) as [File, File, File];
  const changed = (change: (json: Stored['json']) => void): File => {
    const copy = structuredClone(good.json);
    change(copy);
    return new File([JSON.stringify(copy)], 'model.json');
  };
  const layerOf = (copy: Stored['json']) =>
    (copy.modelTopology as { config: { layers: { class_name: string; config: Record<string, unknown> }[] } })
      .config.layers[0] as { class_name: string; config: Record<string, unknown> };
  const hard = await stored(
    randomised(
      tf.sequential({
        layers: [layers.lstm({ units: 2, inputShape: [3, 2], recurrentActivation: 'relu', name: 'memory' })],
      }),
    ),
  );
  for (const [files, code, message] of [
    [[json, bins[0]], 'notFound', 'group1-shard2of2.bin'],
    [[json, bins[0], new File([new Uint8Array(3)], 'group1-shard2of2.bin')], 'badInput', 'goes beyond'],
    [[new File(['{"modelTopology": '], 'model.json'), ...bins], 'badInput', 'no JSON'],
    [[new File(['[1, 2]'], 'model.json'), ...bins], 'badInput', 'no model of TensorFlow.js'],
    [[changed((copy) => (copy.format = 'graph-model')), ...bins], 'badInput', 'lists no operations'],
    [[changed((copy) => (layerOf(copy).class_name = 'Mystery')), ...bins], 'unsupported', 'Mystery'],
    [[changed((copy) => (layerOf(copy).config.units = 'many')), ...bins], 'badInput', 'units'],
    [[changed((copy) => (layerOf(copy).config.units = 5)), ...bins], 'badInput', 'kernel'],
    [[changed((copy) => (layerOf(copy).config.activation = 'wave')), ...bins], 'unsupported', 'wave'],
    [
      [changed((copy) => (layerOf(copy).config.batch_input_shape = [null, null])), ...bins],
      'unsupported',
      'left open',
    ],
    [filesOf(hard), 'unsupported', 'recurrent_activation'],
  ] as const) {
    const { error } = await imported([...files] as File[]);
    expect(error).toMatchObject({
      code,
      message: expect.stringContaining(message),
      hint: expect.any(String),
    });
  }
  expect((await run('models.list', {})).length).toBe(before);
});
