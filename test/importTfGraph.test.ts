/** Graph models of TensorFlow.js (operations without layers): run and stored by TensorFlow.js itself, then dropped here. */
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`tfgraph-${crypto.randomUUID()}`);
  provideServices(studio.services);
});
afterAll(() => studio.close());

const text = (value: string) => ({ s: btoa(value) });
const ints = (...values: number[]) => ({ list: { i: values.map(String) } });
const float = { T: { type: 'DT_FLOAT' } };

/** A graph as a converter writes it: operations by name, constants beside. */
class Graph {
  readonly node: { name: string; op: string; input: string[]; attr: Record<string, unknown> }[] = [];
  readonly #specs: tf.io.WeightsManifestEntry[] = [];
  readonly #bytes: Uint8Array[] = [];

  op(op: string, input: string[], attr: Record<string, unknown> = float): string {
    const name = `${op.toLowerCase()}_${this.node.length}`;
    this.node.push({ name, op, input, attr });
    return name;
  }
  placeholder(name: string, shape: number[]): string {
    const dim = shape.map((size) => ({ size: `${size}` }));
    this.node.push({
      name,
      op: 'Placeholder',
      input: [],
      attr: { shape: { shape: { dim } }, dtype: { type: 'DT_FLOAT' } },
    });
    return name;
  }
  constant(shape: number[], values: ArrayLike<number>, dtype: 'float32' | 'int32' = 'float32'): string {
    const name = this.op('Const', [], { dtype: { type: dtype === 'int32' ? 'DT_INT32' : 'DT_FLOAT' } });
    const data = dtype === 'int32' ? Int32Array.from(values) : Float32Array.from(values);
    this.#specs.push({ name, shape, dtype });
    this.#bytes.push(new Uint8Array(data.buffer));
    return name;
  }
  wholes(...values: number[]): string {
    return this.constant([values.length], values, 'int32');
  }
  whole(value: number): string {
    return this.constant([], [value], 'int32');
  }
  weights(seed: number, ...shape: number[]): string {
    return this.constant(shape, tf.randomUniform(shape, -0.6, 0.6, 'float32', seed).dataSync());
  }
  async loaded(): Promise<tf.GraphModel> {
    const bytes = new Uint8Array(await new Blob(this.#bytes as BlobPart[]).arrayBuffer());
    return await tf.loadGraphModel(
      tf.io.fromMemory({
        modelTopology: { node: this.node, versions: { producer: 808 } },
        weightSpecs: this.#specs,
        weightData: bytes.buffer,
        format: 'graph-model',
        generatedBy: '2.15.0',
      }),
    );
  }
}

async function filesOf(model: tf.GraphModel): Promise<File[]> {
  let kept: tf.io.ModelArtifacts | undefined;
  await model.save(
    tf.io.withSaveHandler(async (artifacts) => {
      kept = artifacts;
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
    }),
  );
  const { modelTopology, weightSpecs = [], weightData, format, generatedBy, signature } = kept ?? {};
  const json = {
    format,
    generatedBy,
    modelTopology,
    ...(signature && { signature }),
    weightsManifest: [{ paths: ['group1-shard1of1.bin'], weights: weightSpecs }],
  };
  return [
    new File([JSON.stringify(json)], 'model.json'),
    new File([weightData as ArrayBuffer], 'group1-shard1of1.bin'),
  ];
}

async function imported(files: File[]) {
  const { jobId, modelId } = await run('models.import', { files });
  return { modelId, error: (await run('jobs.wait', { id: jobId })).error };
}

async function expectAlike(graph: Graph, shapes: Record<string, number[]>): Promise<string> {
  const model = await graph.loaded();
  const { modelId, error } = await imported(await filesOf(model));
  expect(error).toBeUndefined();
  const inputs = Object.fromEntries(
    Object.entries(shapes).map(([name, shape], at) => [
      name,
      tf.randomNormal(shape, 0, 1, 'float32', at + 3),
    ]),
  );
  const theirs = [model.predict(inputs) as tf.Tensor | tf.Tensor[]].flat();
  const arrays = Object.fromEntries(
    await Promise.all(Object.entries(inputs).map(async ([name, tensor]) => [name, await tensor.array()])),
  ) as Record<string, number[]>;
  const { predictions } = await run('inference.predict', { modelId, arrays });
  const ours = predictions[0]?.arrays ?? [];
  expect(ours.map(({ shape }) => shape)).toEqual(theirs.map(({ shape }) => shape));
  for (const [at, tensor] of theirs.entries()) {
    const expected = await tensor.data();
    const largest = Math.max(1, ...Array.from(expected, Math.abs));
    for (const [i, value] of [...expected].entries())
      expect(Math.abs(Number(ours[at]?.data[i]) - value) / largest).toBeLessThan(1e-5);
  }
  return modelId;
}

const window = (padding: string, strides: number[], more: Record<string, unknown> = {}) => ({
  ...float,
  padding: text(padding),
  strides: ints(1, ...strides, 1),
  dilations: ints(1, 1, 1, 1),
  data_format: text('NHWC'),
  ...more,
});

/** Convolutions that were folded with what follows, as MobileNet is stored. */
function mobile(): Graph {
  const graph = new Graph();
  const x = graph.placeholder('image', [-1, 11, 10, 3]);
  const padded = graph.op('Pad', [x, graph.constant([4, 2], [0, 0, 0, 1, 0, 1, 0, 0], 'int32')]);
  const first = graph.op(
    '_FusedConv2D',
    [padded, graph.weights(1, 3, 3, 3, 8), graph.weights(2, 8)],
    window('VALID', [2, 2], {
      fused_ops: { list: { s: ['BiasAdd', 'Relu6'].map(btoa) } },
      num_args: { i: '1' },
    }),
  );
  const deep = graph.op(
    'FusedDepthwiseConv2dNative',
    [first, graph.weights(3, 3, 3, 8, 2), graph.weights(4, 16)],
    window('SAME', [1, 1], {
      fused_ops: { list: { s: ['BiasAdd', 'Relu'].map(btoa) } },
      num_args: { i: '1' },
    }),
  );
  const point = graph.op('Conv2D', [deep, graph.weights(5, 1, 1, 16, 8)], window('SAME', [1, 1]));
  const norm = graph.op(
    'FusedBatchNormV3',
    [
      point,
      graph.weights(6, 8),
      graph.weights(7, 8),
      graph.weights(8, 8),
      graph.constant([8], [1, 2, 0.5, 1, 2, 3, 1, 0.25]),
    ],
    { ...float, epsilon: { f: 0.001 }, is_training: { b: false }, data_format: text('NHWC') },
  );
  const sum = graph.op('AddV2', [norm, first]);
  const pooled = graph.op('MaxPool', [sum], window('SAME', [2, 2], { ksize: ints(1, 3, 3, 1) }));
  const even = graph.op('AvgPool', [sum], window('SAME', [2, 2], { ksize: ints(1, 2, 2, 1) }));
  const both = graph.op('ConcatV2', [pooled, even, graph.whole(3)], { ...float, N: { i: '2' } });
  const mean = graph.op('Mean', [both, graph.wholes(1, 2)], { ...float, keep_dims: { b: true } });
  const flat = graph.op('Squeeze', [mean], { ...float, squeeze_dims: ints(1, 2) });
  const scores = graph.op('BiasAdd', [
    graph.op('MatMul', [flat, graph.weights(9, 16, 5)], { ...float, transpose_a: { b: false } }),
    graph.weights(10, 5),
  ]);
  graph.op('Softmax', [scores]);
  return graph;
}

describe('a graph model of TensorFlow.js answers as it did there', () => {
  it('as a network of images, which opens as one that is trained', async () => {
    const modelId = await expectAlike(mobile(), { image: [2, 11, 10, 3] });
    const [version] = (await run('models.get', { id: modelId })).versions;
    const { stands, points } = await run('models.cuts', { modelVersionId: version?.id ?? '' });
    expect(stands).toBeUndefined();
    expect(points.length).toBeGreaterThan(5);
  });

  it('with shapes that are computed, parts, products and two inputs', async () => {
    const graph = new Graph();
    const [a, b] = [graph.placeholder('a', [-1, 4, 6]), graph.placeholder('b', [-1, 6])];
    const shape = graph.op('Shape', [a], { ...float, out_type: { type: 'DT_INT32' } });
    const rows = graph.op('StridedSlice', [shape, graph.wholes(0), graph.wholes(1), graph.wholes(1)], {
      T: { type: 'DT_INT32' },
      shrink_axis_mask: { i: '1' },
    });
    const wanted = graph.op('Pack', [rows, graph.whole(8), graph.whole(3)], {
      T: { type: 'DT_INT32' },
      axis: { i: '0' },
      N: { i: '3' },
    });
    const reshaped = graph.op('Reshape', [a, wanted]);
    const turnedAround = graph.op('Transpose', [reshaped, graph.wholes(0, 2, 1)]);
    const product = graph.op('BatchMatMulV2', [turnedAround, graph.weights(1, 1, 5, 8)], {
      ...float,
      adj_y: { b: true },
    });
    const part = graph.op(
      'StridedSlice',
      [product, graph.wholes(0, 1, 0), graph.wholes(0, 3, 5), graph.wholes(1, 1, 2)],
      { ...float, begin_mask: { i: '5' }, end_mask: { i: '5' } },
    );
    const flat = graph.op('Reshape', [part, graph.wholes(-1, 6)]);
    const gated = graph.op('Mul', [graph.op('Sigmoid', [flat]), graph.op('Tanh', [b])]);
    graph.op('SquaredDifference', [gated, graph.op('Rsqrt', [graph.op('Exp', [b])])]);
    await expectAlike(graph, { a: [3, 4, 6], b: [3, 6] });
  });

  it('made larger again: resized, a transposed convolution, one of several answers', async () => {
    const graph = new Graph();
    const x = graph.placeholder('x', [2, 4, 5, 3]);
    const larger = graph.op('ResizeBilinear', [x, graph.wholes(8, 10)], {
      ...float,
      half_pixel_centers: { b: true },
    });
    const near = graph.op('ResizeNearestNeighbor', [x, graph.wholes(8, 10)], {
      ...float,
      half_pixel_centers: { b: true },
    });
    const back = graph.op(
      'Conv2DBackpropInput',
      [graph.wholes(2, 8, 10, 3), graph.weights(1, 3, 3, 3, 3), x],
      window('SAME', [2, 2]),
    );
    graph.op('AddN', [larger, near, graph.op('LeakyRelu', [back], { ...float, alpha: { f: 0.3 } })], {
      ...float,
      N: { i: '3' },
    });
    graph.op('ArgMax', [back, graph.whole(3)], { ...float, output_type: { type: 'DT_INT32' } });
    await expectAlike(graph, { x: [2, 4, 5, 3] });
  });
});

it('is refused by name and place, and nothing of it stays', async () => {
  const before = (await run('models.list', {})).length;
  const files = await filesOf(await mobile().loaded());
  const json = JSON.parse((await files[0]?.text()) ?? '') as {
    modelTopology: { node: Graph['node'] };
    weightsManifest: { weights: { name: string }[] }[];
  };
  const changed = (change: (nodes: Graph['node']) => void): File[] => {
    const copy = structuredClone(json);
    change(copy.modelTopology.node);
    return [new File([JSON.stringify(copy)], 'model.json'), files[1] as File];
  };
  const last = (nodes: Graph['node']) => nodes.at(-1) as Graph['node'][number];
  for (const [given, code, message] of [
    [changed((nodes) => (last(nodes).op = 'Mystery')), 'unsupported', 'Mystery'],
    [changed((nodes) => (last(nodes).input = ['nowhere'])), 'unsupported', '“nowhere”'],
    [changed((nodes) => (last(nodes).input = [last(nodes).name])), 'unsupported', 'loop'],
    [changed((nodes) => (last(nodes).name = nodes[0]?.name ?? '')), 'badInput', 'same name'],
    [changed((nodes) => nodes.splice(0)), 'badInput', 'lists no operations'],
    [
      changed((nodes) => (last(nodes).attr = { T: { type: 'DT_STRING' } })).slice(0, 1),
      'notFound',
      'group1-shard1of1.bin',
    ],
  ] as const) {
    const { error } = await imported([...given]);
    expect(error).toMatchObject({
      code,
      message: expect.stringContaining(message),
      hint: expect.any(String),
    });
  }
  expect((await run('models.list', {})).length).toBe(before);
});
