/** Explanations by gradients, held against formulas: of linear networks, of a tanh, of sums along the way. */
import '@tensorflow/tfjs';
import { openCpu } from '../backends/cpu';
import type { Ops } from '#/core/layers/layerDef';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ArchSpec } from '#/core/arch/archSpec';
import { parseArch } from '#/core/arch/parseArch';
import { weightSpecs } from '#/core/arch/shapes';
import { sizeOf } from '#/core/arch/sizeOf';
import { explainers } from '#/core/explain/registry';
import type { Attribution } from '#/core/explain/attribution';
import type { AskedModel, Background } from '#/core/explain/explainerDef';
import { explainByGradient } from '#/core/explain/gradient/explainByGradient';
import { resampled } from '#/core/explain/gradient/gradCam';
import { rankCorrelation } from '#/core/explain/gradient/rankCorrelation';
import type { RawSamples } from '#/core/kinds/rawSamples';
import type { HostWeight } from '#/core/layers/layerDef';
import { normals } from '#/core/random/random';
import { network } from '../bodies/network';

let tf: Ops;
beforeAll(async () => {
  ({ tf } = await openCpu());
});

interface Made {
  model: AskedModel;
  weights: Map<string, HostWeight>;
  raw(x: Float32Array): Promise<Float32Array>;
}

/** A network of windows, or of a table whose columns are its features; weights drawn. */
function made(nodes: object[], shape: number[], part: Partial<AskedModel> = {}, asTable = false): Made {
  const output = (nodes.at(-1) as { id: string }).id;
  const arch: ArchSpec = parseArch({
    version: 1,
    inputs: [{ name: 'x', shape }],
    nodes,
    outputs: [{ name: 'y', node: output }],
  });
  const weights = new Map(
    weightSpecs(arch).map(({ name, shape: own }) => [
      name,
      { shape: [...own], data: Float32Array.from(normals(3, name, 0, sizeOf(own)), (value) => 0.7 * value) },
    ]),
  );
  const body = network.open({ arch } as never, weights, { tf, compute: (work) => work() }, []);
  const width = shape.at(-1) as number;
  const valuesOf = (samples: RawSamples): Float32Array => {
    if (samples.form === 'windows') return samples.values;
    const all = new Float32Array(samples.rows * width);
    for (const [name, { data }] of samples.columns)
      for (let row = 0; row < samples.rows; row++)
        all[row * width + Number(name.slice(1))] = Number(data[row]);
    return all;
  };
  const model: AskedModel = {
    task: { type: 'regression', target: 'y', scales: [{ mean: 5, std: 2 }] },
    value: 'number',
    judge: 'r2',
    inputs: Array.from({ length: width }, (_, i) => ({ name: `c${i}` })),
    batch: 64,
    arch,
    run: async (samples) => body.run(valuesOf(samples), samples.rows),
    prepared: {
      enter: valuesOf,
      shape,
      inputOf: Int32Array.from({ length: width }, (_, i) => i),
      raw: (x, rows) => body.run(x, rows),
      run: (x, rows) => body.run(x, rows),
      ...(body.gradient && { gradient: body.gradient }),
    },
    ...part,
  };
  return { model, weights, raw: (x) => body.run(x, asTable ? x.length / width : x.length / sizeOf(shape)) };
}

const tableRows = (values: Float32Array, width: number): RawSamples => ({
  form: 'columns',
  rows: values.length / width,
  columns: new Map(
    Array.from({ length: width }, (_, i) => [
      `c${i}`,
      { kind: 'number', width: 1, data: Float64Array.from(values.filter((_v, at) => at % width === i)) },
    ]),
  ),
});
const backgroundOf = (values: Float32Array, width: number): Background => ({
  rows: values.length / width,
  truth: new Float64Array(values.length / width),
  batch: async (rows) =>
    tableRows(
      Float32Array.from(
        Array.from(rows).flatMap((row) => [...values.subarray(row * width, (row + 1) * width)]),
      ),
      width,
    ),
});

async function explained(
  method: string,
  model: AskedModel,
  sample: RawSamples,
  background?: Background,
  params = {},
) {
  const explainer = explainers.get(method);
  const explaining = explainer.explain(
    model,
    {
      sample,
      background: () => (background ? Promise.resolve(background) : Promise.reject(new Error('none'))),
    },
    explainer.params.parse(params),
  );
  return await toEnd(explaining);
}
async function toEnd(explaining: AsyncGenerator<number, Attribution>): Promise<Attribution> {
  let last = 0;
  for (;;) {
    const next = await explaining.next();
    if (next.done) return next.value;
    expect(next.value).toBeGreaterThanOrEqual(last);
    last = next.value;
  }
}
const dense = (id: string, from: string, units: number) => ({
  id,
  type: 'dense',
  inputs: [from],
  params: { units },
});
const bent = (id: string, from: string, kind: string) => ({
  id,
  type: 'activation',
  inputs: [from],
  params: { kind },
});
const contributions = (found: Attribution): number[] => {
  if (found.form !== 'contributions') throw new Error(found.form);
  return Array.from(found.values).filter((_, i) => i % 2 === 0);
};

describe('a table', () => {
  const x = Float32Array.of(1, -2, 0.5, 3);
  const around = Float32Array.from(normals(9, 'around', 0, 40));
  const mean = Array.from(
    { length: 4 },
    (_, i) => around.filter((_v, at) => at % 4 === i).reduce((a, b) => a + b, 0) / 10,
  );

  it('of a linear network: the weight times the way, in the unit of the target', async () => {
    const { model, weights } = made([dense('d', 'x', 1)], [4], {}, true);
    const kernel = weights.get('d/kernel')?.data as Float32Array;
    const way = Array.from(x, (value, i) => 2 * (kernel[i] as number) * (value - (mean[i] as number)));
    const ask = (method: string) => explained(method, model, tableRows(x, 4), backgroundOf(around, 4));
    for (const found of [await ask('integratedGradients'), await ask('expectedGradients')]) {
      for (const [i, value] of contributions(found).entries()) expect(value).toBeCloseTo(way[i] as number, 5);
      expect(found.checks?.added?.sum).toBeCloseTo(found.checks?.added?.whole as number, 5);
    }
    for (const method of ['saliency', 'smoothGrad']) {
      const found = await ask(method);
      expect(found.form).toBe('importances');
      for (const [i, value] of found.values.entries()) expect(value).toBeCloseTo(way[i] as number, 5);
    }
  });

  it('of one bent unit: SmoothGrad is the mean slope around the row, integrated gradients the slope of the way', async () => {
    const { model, weights } = made([dense('a', 'x', 1), bent('t', 'a', 'tanh')], [4], {}, true);
    const kernel = Array.from(weights.get('a/kernel')?.data ?? [], Number);
    const bias = Number(weights.get('a/bias')?.data[0] ?? 0);
    const z = (row: ArrayLike<number>) => kernel.reduce((sum, k, i) => sum + k * (row[i] as number), bias);
    const noise = 0.1;
    const found = await explained('smoothGrad', model, tableRows(x, 4), backgroundOf(around, 4), {
      samples: 1000,
      noise,
      byInput: false,
      checks: false,
    });
    // Noise of every value moves z by a normal number: the mean slope is an integral over it.
    const spread = noise * 5 * Math.hypot(...kernel);
    const [meanSlope, meanSquare] = [1, 2].map((power) => {
      let sum = 0;
      for (let u = -8; u <= 8; u += 0.001)
        sum +=
          (0.001 * Math.exp((-u * u) / 2) * (1 - Math.tanh(z(x) + spread * u) ** 2) ** power) /
          Math.sqrt(2 * Math.PI);
      return sum;
    }) as [number, number];
    const doubt = Math.sqrt((meanSquare - meanSlope ** 2) / 1000);
    for (const [i, value] of found.values.entries())
      expect(Math.abs(value / (2 * (kernel[i] as number)) - meanSlope)).toBeLessThan(4 * doubt);

    const wayTo = (from: ArrayLike<number>) =>
      kernel.map(
        (k, i) =>
          (2 * k * ((x[i] as number) - (from[i] as number)) * (Math.tanh(z(x)) - Math.tanh(z(from)))) /
          (z(x) - z(from)),
      );
    const ways = contributions(
      await explained('integratedGradients', model, tableRows(x, 4), backgroundOf(around, 4), { steps: 200 }),
    );
    for (const [i, value] of wayTo(mean).entries()) expect(ways[i]).toBeCloseTo(value, 4);
    // Gradient SHAP draws where on each way it looks: its mean over all background rows comes near.
    const drawn = contributions(
      await explained('expectedGradients', model, tableRows(x, 4), backgroundOf(around, 4), {
        background: 10,
        places: 100,
      }),
    );
    const all = Array.from({ length: 10 }, (_, row) => wayTo(around.subarray(4 * row, 4 * row + 4)));
    for (const [i, value] of drawn.entries()) {
      const wanted = all.reduce((sum, way) => sum + (way[i] as number) / 10, 0);
      expect(Math.abs(value - wanted)).toBeLessThan(0.1 * Math.hypot(...wayTo(mean)));
    }
  });

  it('of classes explains the score over the others, and adds up to a ten-thousandth', async () => {
    const { model, raw } = made(
      [
        dense('a', 'x', 24),
        bent('r', 'a', 'relu'),
        dense('b', 'r', 16),
        bent('s', 'b', 'relu'),
        dense('d', 's', 3),
      ],
      [4],
      { task: { type: 'classification', target: 'y', labels: ['a', 'b', 'ц'] }, value: 'class' },
      true,
    );
    const found = await explained('integratedGradients', model, tableRows(x, 4), backgroundOf(around, 4), {
      label: 'ц',
      steps: 20,
    });
    const score = (out: Float32Array) => (out[2] as number) - ((out[0] as number) + (out[1] as number)) / 2;
    const whole = score(await raw(x)) - score(await raw(Float32Array.from(mean)));
    const sum = contributions(found).reduce((a, b) => a + b, 0);
    expect(Math.abs(sum - whole)).toBeLessThan(1e-4 * Math.abs(whole));
    expect(found.measure).toBe('Score of ц over the others');
    // Drawn anew from the last layer to the first, and never the same.
    expect(found.checks?.anew.map(({ layers }) => layers)).toEqual([1, 2, 3]);
    expect(Math.abs(found.checks?.anew.at(-1)?.correlation ?? 1)).toBeLessThan(0.7);
    await expect(
      explained('saliency', model, tableRows(x, 4), backgroundOf(around, 4), { label: 'no' }),
    ).rejects.toMatchObject({ code: 'badInput', place: 'params.label' });
  });

  it('what does not hang on weights is found out, and a model without a gradient says so', async () => {
    const { model } = made([dense('a', 'x', 8), bent('r', 'a', 'tanh'), dense('d', 'r', 1)], [4], {}, true);
    const edges = toEnd(
      explainByGradient(
        model,
        { sample: tableRows(x, 4), background: async () => backgroundOf(around, 4) },
        { label: '', checks: true },
        {
          title: 'Edges',
          async *attribute({ sample }) {
            yield 1;
            return { values: Float64Array.from(sample), asked: 0 };
          },
          draws: false,
          measure: 'Input',
          signs: { more: '', less: '', how: '' },
        },
      ),
    );
    await expect(edges).rejects.toMatchObject({
      code: 'unsupported',
      place: 'sanity',
      message: expect.stringContaining('rank correlation 1.00 in the median of 5 samples'),
    });
    const { prepared: _, ...blind } = model;
    await expect(explained('saliency', blind, tableRows(x, 4))).rejects.toMatchObject({
      code: 'unsupported',
      message: 'This model gives no gradient.',
    });
  });
});

describe('a window', () => {
  it('of a tanh: its derivative', async () => {
    const { model, weights } = made(
      [{ id: 'f', type: 'flatten', inputs: ['x'], params: {} }, dense('a', 'f', 1), bent('t', 'a', 'tanh')],
      [3, 2],
    );
    const values = Float32Array.from(normals(4, 'x', 0, 6));
    const [kernel, bias] = ['a/kernel', 'a/bias'].map((name) => weights.get(name)?.data as Float32Array);
    const z = values.reduce((sum, value, i) => sum + value * (kernel?.[i] as number), bias?.[0] ?? 0);
    const sample = { form: 'windows', rows: 1, shape: [3, 2], values } as const;
    const found = await explained('saliency', model, sample, undefined, { byInput: false });
    if (found.form !== 'course') throw new Error(found.form);
    for (const [i, value] of found.values.entries())
      expect(value).toBeCloseTo(2 * (1 - Math.tanh(z) ** 2) * (kernel?.[i] as number), 5);
    expect(found.series.map(({ name }) => name)).toEqual(['c0', 'c1']);
  });

  it('Grad-CAM of a convolution, pooled and weighed: the weighed channels themselves', async () => {
    const { model, weights } = made(
      [
        {
          id: 'conv',
          type: 'conv2d',
          inputs: ['x'],
          params: {
            filters: 3,
            kernel: [1, 1],
            stride: [1, 1],
            dilation: [1, 1],
            padBegin: [0, 0],
            padEnd: [0, 0],
          },
        },
        { id: 'pool', type: 'globalPool', inputs: ['conv'], params: { kind: 'average' } },
        dense('d', 'pool', 1),
      ],
      [4, 4, 1],
    );
    const values = Float32Array.from(normals(5, 'x', 0, 16));
    const found = await explained('gradCam', model, { form: 'windows', rows: 1, shape: [4, 4, 1], values });
    const at = (name: string, i: number) => weights.get(name)?.data[i] as number;
    for (const [place, value] of values.entries()) {
      let sum = 0;
      for (let c = 0; c < 3; c++)
        sum += ((2 * at('d/kernel', c)) / 16) * (value * at('conv/kernel', c) + at('conv/bias', c));
      expect(found.values[place]).toBeCloseTo(Math.max(0, sum), 5);
    }
    expect(found.form).toBe('picture');
  });

  it('Grad-CAM++ weighs each place of a channel by g²/(2 g² + g³ ΣA), and only what speaks for the answer', async () => {
    const { model, weights } = made(
      [
        {
          id: 'conv',
          type: 'conv1d',
          inputs: ['x'],
          params: { filters: 3, kernel: [1], stride: [1], dilation: [1], padBegin: [0], padEnd: [0] },
        },
        { id: 'f', type: 'flatten', inputs: ['conv'], params: {} },
        dense('d', 'f', 1),
      ],
      [5, 1],
    );
    const values = Float32Array.from(normals(6, 'x', 0, 5));
    const found = await explained('gradCamPlus', model, { form: 'windows', rows: 1, shape: [5, 1], values });
    const at = (name: string, i: number) => weights.get(name)?.data[i] as number;
    const seen = (place: number, c: number) =>
      (values[place] as number) * at('conv/kernel', c) + at('conv/bias', c);
    const weighed = [0, 1, 2].map((c) => {
      let all = 0;
      for (let place = 0; place < 5; place++) all += seen(place, c);
      let weight = 0;
      for (let place = 0; place < 5; place++) {
        const g = 2 * at('d/kernel', place * 3 + c);
        weight += (g ** 2 / (2 * g ** 2 + g ** 3 * all)) * Math.max(0, g);
      }
      return weight;
    });
    for (let place = 0; place < 5; place++) {
      const sum = weighed.reduce((total, weight, c) => total + weight * seen(place, c), 0);
      expect(found.values[place]).toBeCloseTo(Math.max(0, sum), 4);
    }
  });
});

it('ranks with ties; a line is resampled to a line', () => {
  expect(rankCorrelation([1, 2, 3, 4], [10, 20, 30, 50])).toBe(1);
  expect(rankCorrelation([1, 2, 3], [3, 2, 1])).toBe(-1);
  expect(rankCorrelation([1, 1, 2, 3], [1, 2, 3, 3])).toBeCloseTo(8 / 9, 6); // numpy.corrcoef of the ranks
  expect(rankCorrelation([1, 1], [1, 2])).toBe(0);
  expect([...resampled(Float64Array.of(0, 1), [2], [4])]).toEqual([0, 0.25, 0.75, 1]);
});
