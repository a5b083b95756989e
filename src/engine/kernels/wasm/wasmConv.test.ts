/** Convolutions on WASM against the float64 reference, over a share of the grid of parameter sets, and what they leave behind. */
import '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { beforeAll, expect, it } from 'vitest';
import {
  type ConvGeometry,
  convGeometry,
  inputCount,
  outputCount,
  samePadding,
  weightCount,
} from '#/core/arch/convGeometry';
import { convNd } from '#/core/layers/convNdOp';
import type { Ops, Tensor } from '#/core/layers/layerDef';
import {
  convBackwardBias,
  convBackwardInput,
  convBackwardWeights,
  convForward,
} from '#/core/reference/convNd';
import { openNodeWasm } from '../../train/fixtures/nodeWasm';
import { convGrid, describeConv, noise } from '../fixtures/convGrid';
import { convTables } from './convTables';
import { wasmConv } from './wasmConv';

let tf: Ops;
let backend: BackendWasm;
beforeAll(async () => {
  ({ tf } = await openNodeWasm());
  backend = tf.engine().backend as unknown as BackendWasm;
});

/** A U-Net's layer: wider than a tile, with columns left over. */
const inSize = [11, 13];
const wide = convGeometry({
  batch: 3,
  inSize,
  kernel: [3, 3],
  inChannels: 7,
  outChannels: 21,
  ...samePadding({ inSize, kernel: [3, 3] }),
});
const cases = [...convGrid().filter((_, at) => at % 5 === 0), wide];

const far = (got: ArrayLike<number>, expected: ArrayLike<number>): number => {
  const most = Math.max(...Array.from(expected, Math.abs)) || 1;
  return Math.max(...Array.from(expected, (value, i) => Math.abs((got[i] ?? Number.NaN) - value))) / most;
};

async function gapOf(g: ConvGeometry, relu: boolean): Promise<number> {
  const [x, w] = [noise(inputCount(g), 1), noise(weightCount(g), 2)];
  const [bias, dy] = [noise(g.outChannels, 3), noise(outputCount(g), 4)];
  const tensors = tf.tidy(() => {
    const run = (xs: Tensor, ws: Tensor, bs: Tensor) => convNd(tf, g, xs, ws, bs, relu ? 'relu' : 'linear');
    const given = [tf.tensor1d(x), tf.tensor1d(w), tf.tensor1d(bias)] as const;
    const y = run(...given);
    const grads = tf.grads(run as (...xs: Tensor[]) => Tensor)([...given], tf.tensor(dy, y.shape));
    return [y, ...grads];
  });
  const got = await Promise.all(tensors.map((tensor) => tensor.data<'float32'>()));
  tf.dispose(tensors);
  const y = convForward(g, x, w, bias).map((value) => (relu ? Math.max(0, value) : value));
  const back = dy.map((value, i) => (relu && (y[i] as number) <= 0 ? 0 : value));
  const expected = [
    y,
    convBackwardInput(g, back, w),
    convBackwardWeights(g, x, back),
    convBackwardBias(g, back),
  ];
  return Math.max(...expected.map((values, i) => far(got[i] ?? [], values)));
}

it('agree with the reference in all passes, and leave no memory behind', async () => {
  const before = backend.numDataIds();
  for (const [i, g] of cases.entries())
    expect(await gapOf(g, i % 2 === 1), describeConv(g)).toBeLessThan(1e-5);
  expect(backend.numDataIds()).toBe(before);
});

it('take every convolution without groups whose margins are no wider than its windows', () => {
  const taken = cases.filter((g) => {
    const x = backend.makeOutput([inputCount(g)], 'float32');
    const w = backend.makeOutput([weightCount(g)], 'float32');
    const y = wasmConv('forward', { x, w }, { geometry: g, relu: false }, backend);
    for (const made of [x, w, y]) if (made) backend.disposeData(made.dataId);
    return y !== undefined;
  });
  expect(taken).toEqual(cases.filter(({ groups }) => groups === 1));
  expect(convTables(wide, 'input')).toBeDefined();
});
