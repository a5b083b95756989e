/** Gradients of sounds and of clips of video: laid over what a network sees, and adding up, on networks of drawn weights. */
import '@tensorflow/tfjs';
import { beforeAll, expect, it } from 'vitest';
import { parseArch } from '#/core/arch/parseArch';
import { weightSpecs } from '#/core/arch/shapes';
import { sizeOf } from '#/core/arch/sizeOf';
import { pictureOf } from '#/core/audio/features';
import { pictureSize, standardFeatures } from '#/core/audio/featureSpec';
import {
  type Attribution,
  type Clip,
  encodeAttribution,
  type Heard,
  parseAttribution,
} from '#/core/explain/attribution';
import type { AskedModel } from '#/core/explain/explainerDef';
import { explainers } from '#/core/explain/registry';
import { summarize } from '#/core/explain/summarize';
import type { WindowSamples } from '#/core/kinds/rawSamples';
import type { HostWeight, Ops } from '#/core/layers/layerDef';
import { normals } from '#/core/random/random';
import { openCpu } from '../backends/cpu';
import { network } from '../bodies/network';

let tf: Ops;
beforeAll(async () => {
  ({ tf } = await openCpu());
});

const layer = (id: string, type: string, from: string, params = {}) => ({ id, type, inputs: [from], params });

function modelOf(nodes: object[], shape: number[], enter: (values: Float32Array) => Float32Array) {
  const arch = parseArch({
    version: 1,
    inputs: [{ name: 'x', shape }],
    nodes,
    outputs: [{ name: 'y', node: (nodes.at(-1) as { id: string }).id }],
  });
  const weights = new Map<string, HostWeight>(
    weightSpecs(arch).map(({ name, shape: own }) => [
      name,
      { shape: [...own], data: Float32Array.from(normals(3, name, 0, sizeOf(own)), (value) => 0.4 * value) },
    ]),
  );
  const body = network.open({ arch } as never, weights, { tf, compute: (work) => work() }, []);
  const width = shape.at(-1) as number;
  const model: AskedModel = {
    task: { type: 'regression', target: 'y', scales: [{ mean: 5, std: 2 }] },
    value: 'number',
    judge: 'r2',
    inputs: Array.from({ length: width }, (_, i) => ({ name: `c${i}` })),
    batch: 64,
    arch,
    run: () => Promise.reject(new Error('not asked')),
    prepared: {
      enter: (samples) => enter((samples as WindowSamples).values),
      shape,
      inputOf: Int32Array.from({ length: width }, (_, i) => i),
      raw: (x, rows) => body.run(x, rows),
      run: (x, rows) => body.run(x, rows),
      ...(body.gradient && { gradient: body.gradient }),
    },
  };
  return { model, raw: async (x: Float32Array) => (await body.run(x, 1))[0] as number };
}

async function explained(model: AskedModel, method: string, sample: WindowSamples, params: object = {}) {
  const explainer = explainers.get(method);
  const background = async () => ({
    rows: 2,
    truth: new Float64Array(2),
    batch: async (rows: ArrayLike<number>) => ({
      ...sample,
      rows: rows.length,
      values: Float32Array.from(normals(9, 'others', 0, rows.length * sample.values.length)),
    }),
  });
  const explaining = explainer.explain(model, { sample, background }, explainer.params.parse(params));
  for (;;) {
    const next = await explaining.next();
    if (next.done) return next.value;
  }
}
const sum = ({ values }: Attribution) => Array.from(values).reduce((all, value) => all + value, 0);

const rate = 4_000;
const features = { ...standardFeatures(rate), mels: 8, fft: 128, hop: 64 };
const [frames, bands] = pictureSize(features, 1_024);
const hear = pictureOf(features, rate);
const standardised = (values: Float32Array) =>
  Float32Array.from(
    Array.from({ length: values.length / 1_024 }, (_, row) => [
      ...hear(values.subarray(row * 1_024, (row + 1) * 1_024)),
    ]).flat(),
    (level) => level / 40,
  );
const sound: WindowSamples = {
  form: 'windows',
  rows: 1,
  shape: [1_024],
  values: Float32Array.from({ length: 1_024 }, (_, i) => Math.sin(i / 3) * Math.exp(-i / 400)),
};
const convolved = (kind: 'conv2d' | 'conv3d', kernel: number[]) => [
  layer('conv', kind, 'x', { filters: 3, kernel }),
  layer('bend', 'activation', 'conv', { kind: 'tanh' }),
  layer('flat', 'flatten', 'bend'),
  layer('y', 'dense', 'flat', { units: 1 }),
];

it('of a sound the map lies over time and frequency, adds up, and changes with the weights', async () => {
  const { model, raw } = modelOf(convolved('conv2d', [3, 3]), [frames, bands, 1], standardised);
  const found = (await explained(model, 'integratedGradients', sound, { steps: 100 })) as Heard;
  expect(found.form).toBe('heard');
  expect(found.shape).toEqual([frames, bands]);
  const whole = 2 * ((await raw(standardised(sound.values))) - (await raw(new Float32Array(frames * bands))));
  expect(sum(found)).toBeCloseTo(whole, 3);
  expect(found.checks?.added?.whole).toBeCloseTo(whole, 4);
  expect(Math.abs(found.checks?.anew.at(-1)?.correlation ?? 1)).toBeLessThan(0.5);
  expect(parseAttribution(encodeAttribution(found))).toEqual(found);
  const { largest } = summarize(found) as { largest: { time: number; x: number } };
  expect([largest.time < frames, largest.x < bands]).toEqual([true, true]);
});

it('of a linear network on a sound each place has its own weight, whatever the method', async () => {
  const nodes = [layer('flat', 'flatten', 'x'), layer('y', 'dense', 'flat', { units: 1 })];
  const { model } = modelOf(nodes, [frames, bands, 1], standardised);
  const kernel = normals(3, 'y/kernel', 0, frames * bands);
  const picture = standardised(sound.values);
  for (const method of ['saliency', 'integratedGradients']) {
    const found = await explained(model, method, sound, { checks: false });
    for (const at of [0, 17, frames * bands - 1])
      expect(found.values[at]).toBeCloseTo(0.8 * (kernel[at] as number) * (picture[at] as number), 4);
  }
});

it.each(['saliency', 'smoothGrad', 'expectedGradients', 'gradCam'])(
  '%s lies over a sound',
  async (method) => {
    const { model } = modelOf(convolved('conv2d', [3, 3]), [frames, bands, 1], standardised);
    const found = await explained(model, method, sound, { checks: false });
    expect([found.form, found.values.length]).toEqual(['heard', frames * bands]);
  },
);

const [times, height, width] = [5, 6, 7];
const clip: WindowSamples = {
  form: 'windows',
  rows: 1,
  shape: [times, height, width, 3],
  values: Float32Array.from(normals(4, 'clip', 0, times * height * width * 3)),
};

it('of a clip of video the map lies over its frames, adds up, and changes with the weights', async () => {
  const { model, raw } = modelOf(
    convolved('conv3d', [3, 3, 3]),
    [times, height, width, 3],
    (values) => values,
  );
  const found = (await explained(model, 'integratedGradients', clip, { steps: 100 })) as Clip;
  expect(found.form).toBe('clip');
  expect(found.shape).toEqual([times, height, width, 1]);
  expect(found.parts).toEqual(['all channels']);
  const whole = 2 * ((await raw(clip.values)) - (await raw(new Float32Array(clip.values.length))));
  expect(sum(found)).toBeCloseTo(whole, 3);
  expect(Math.abs(found.checks?.anew.at(-1)?.correlation ?? 1)).toBeLessThan(0.5);
  const each = (await explained(model, 'saliency', clip, { channels: 'each', checks: false })) as Clip;
  expect(each.shape).toEqual([times, height, width, 3]);
  expect(each.parts).toEqual(['c0', 'c1', 'c2']);
  expect(parseAttribution(encodeAttribution(each))).toEqual(each);
  const cam = await explained(model, 'gradCam', clip, { checks: false });
  expect([cam.form, cam.values.length]).toEqual(['clip', times * height * width]);
});

it('the largest of a clip is told by frame, column and row', () => {
  const values = new Float32Array(times * height * width);
  values[(3 * height + 2) * width + 5] = 4;
  const { largest } = summarize({
    form: 'clip',
    measure: 'm',
    baseline: { name: 'n', value: 0 },
    values,
    shape: [times, height, width, 1],
    parts: ['all channels'],
    asked: 1,
    signs: { more: '', less: '', how: '' },
  }) as { largest: object };
  expect(largest).toMatchObject({ time: 3, x: 5, y: 2, value: 4 });
});

it('occlusion of a clip drops where and when the answer hangs on it', async () => {
  const size = times * height * width * 3;
  const marked = ((2 * height + 4) * width + 1) * 3 + 1;
  const model: AskedModel = {
    task: { type: 'regression', target: 'y' },
    value: 'number',
    judge: 'r2',
    inputs: ['red', 'green', 'blue'].map((name) => ({ name, mean: 100 })),
    batch: 16,
    run: async (samples) =>
      Float64Array.from(
        { length: samples.rows },
        (_, row) => (samples as WindowSamples).values[row * size + marked] as number,
      ),
  };
  const values = new Float32Array(size).fill(100);
  values[marked] = 130;
  const found = (await explained(model, 'occlusion', { ...clip, values }, { times: 1, edge: 1 })) as Clip;
  expect([found.form, found.shape.join()]).toEqual(['clip', `${times},${height},${width},1`]);
  for (const [place, drop] of found.values.entries())
    expect(drop).toBe(place === (2 * height + 4) * width + 1 ? 30 : 0);
  const { largest } = summarize(found) as { largest: object };
  expect(largest).toMatchObject({ time: 2, x: 1, y: 4, value: 30 });
});
