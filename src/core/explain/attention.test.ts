/** What tokens look at: as the layer itself shares out, held against softmax(QKᵀ/√d) in float64. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '../../../test/support/ndKernels';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ArchSpec } from '../arch/archSpec';
import { compileForward } from '../arch/compileForward';
import { weightSpecs } from '../arch/shapes';
import { sizeOf } from '../arch/sizeOf';
import { networkBody } from '../bodies/network';
import { buildArch } from '../families/buildArch';
import { families } from '../families/registry';
import type { RawSamples } from '../kinds/rawSamples';
import type { ModelBody } from '../protocol/model';
import { normals } from '../random/random';
import { attention } from './attention';
import type { AttentionShares } from './attribution';
import type { AskedModel } from './explainerDef';
import { layerShares, readFrom, rolloutTo } from './rollout';
import { summarize } from './summarize';

beforeAll(async () => void (await tf.setBackend('cpu')));

const background = () => Promise.reject(new Error('not needed'));
const bodyOf = (arch: ArchSpec): ModelBody =>
  networkBody({ arch, weights: { blob: { hash: '', bytes: 0 }, tensors: [] } } as never);

interface Case {
  arch: ArchSpec;
  values: Float32Array;
  sample: RawSamples;
  pieces?: string[];
}

function madeModel({ arch, values, pieces }: Omit<Case, 'sample'>) {
  const weights = new Map(
    weightSpecs(arch).map(({ name, shape }) => [
      name,
      tf.tensor(
        normals(1, name, 0, sizeOf(shape)).map((value) => 0.6 * value),
        shape,
      ),
    ]),
  );
  const seen = new Map<string, tf.Tensor>();
  const model: AskedModel = {
    task: { type: 'classification', target: 'y', labels: ['no', 'yes'] },
    value: 'class',
    judge: 'accuracy',
    inputs: [{ name: 'a' }, { name: 'b' }, { name: 'c' }],
    batch: 1,
    run: async () => Float64Array.of(0.2, 0.8),
    arch,
    async activations(_, names) {
      const see = (name: string, value: tf.Tensor) => void seen.set(name, value);
      const input = tf.tensor(values, [1, ...(arch.inputs[0]?.shape ?? [])]);
      compileForward(arch, tf)([input], weights, { training: false, observe: see, inside: see });
      const read = names.map(async (name) => {
        const tensor = seen.get(name) as tf.Tensor;
        return [name, { shape: tensor.shape, values: (await tensor.data()) as Float32Array }] as const;
      });
      return new Map(await Promise.all(read));
    },
    ...(pieces && { pieces: () => [pieces] }),
  };
  const numbers = async (tensor: tf.Tensor | undefined) => (await tensor?.data()) as Float32Array;
  return {
    model,
    weight: (name: string) => numbers(weights.get(name)),
    node: (id: string) => numbers(seen.get(id)),
  };
}

const sumOf = (shares: Iterable<number>): number => [...shares].reduce((sum, share) => sum + share, 0);

async function explained(model: AskedModel, sample: RawSamples): Promise<AttentionShares> {
  const explaining = attention.explain(model, { sample, background }, {});
  for (;;) {
    const next = await explaining.next();
    if (!next.done) continue;
    if (next.value.form !== 'attention') throw new Error('no attention');
    return next.value;
  }
}

/** Row-major [rows, to]. */
function projected(x: Float32Array, kernel: Float32Array, bias: Float32Array): Float64Array {
  const to = bias.length;
  const from = kernel.length / to;
  return Float64Array.from({ length: (x.length / from) * to }, (_, at) => {
    let sum = bias[at % to] as number;
    for (let i = 0; i < from; i++)
      sum += (x[Math.floor(at / to) * from + i] as number) * (kernel[i * to + (at % to)] as number);
    return sum;
  });
}

/** softmax(QKᵀ/√d) of a head, over the first `tokens` that are there. */
function reference(
  q: Float64Array,
  k: Float64Array,
  heads: number,
  channels: number,
  tokens: number,
): number[] {
  const width = channels / heads;
  const shares: number[] = [];
  for (let head = 0; head < heads; head++)
    for (let i = 0; i < tokens; i++) {
      const scores = Array.from({ length: tokens }, (_, j) => {
        let sum = 0;
        for (let c = head * width; c < (head + 1) * width; c++)
          sum += (q[i * channels + c] as number) * (k[j * channels + c] as number);
        return Math.exp(sum / Math.sqrt(width));
      });
      const all = scores.reduce((sum, score) => sum + score, 0);
      shares.push(...scores.map((score) => score / all));
    }
  return shares;
}

const window = (shape: number[]): RawSamples & { values: Float32Array } => ({
  form: 'windows',
  rows: 1,
  shape,
  values: normals(3, 'sample', 0, sizeOf(shape)),
});
const image = window([9, 5, 3]);
const series = window([9, 1]);
const text: RawSamples = { form: 'columns', rows: 1, columns: new Map() };
const settings = { width: 8, heads: 2, blocks: 2 };

const cases: Record<string, Case & { tokens: string[] }> = {
  vit: {
    arch: buildArch(
      families.get('vit'),
      { inputShape: [9, 5, 3], outputWidth: 2 },
      { ...settings, patch: 3, stem: 4 },
    ),
    values: image.values,
    sample: image,
    tokens: [1, 2, 3].flatMap((row) => [1, 2].map((column) => `row ${row}, column ${column}`)),
  },
  transformer: {
    arch: buildArch(
      families.get('transformer'),
      { inputShape: [9, 1], outputWidth: 2 },
      { ...settings, patch: 2 },
    ),
    values: series.values,
    sample: series,
    tokens: ['step 1', 'steps 2 to 3', 'steps 4 to 5', 'steps 6 to 7', 'steps 8 to 9'],
  },
  textTransformer: {
    arch: buildArch(
      families.get('textTransformer'),
      { inputShape: [7], outputWidth: 2, vocabulary: 12 },
      settings,
    ),
    values: Float32Array.of(3, 7, 2, 2, 0, 0, 0),
    sample: text,
    pieces: ['so', 'much', 'for', 'for'],
    tokens: ['so', 'much', 'for', 'for'],
  },
};

describe.each(Object.entries(cases))('attention of %s', (_family, { tokens, sample, ...given }) => {
  const count = tokens.length;

  it('is softmax(QKᵀ/√d) of every layer and head, and sums to 1', async () => {
    const { model, weight, node } = madeModel(given);
    const found = await explained(model, sample);
    expect(found.shape).toEqual([2, 2, count, count]);
    expect(found.layers).toEqual(['attention1', 'attention2']);
    expect(found.tokens).toEqual(tokens);
    expect(found.baseline).toEqual({ name: 'probability of yes', value: 0.8 });
    for (const [layer, id] of found.layers.entries()) {
      const input = given.arch.nodes.find((one) => one.id === id)?.inputs[0] ?? '';
      const x = (await node(input)).subarray(0, count * 8);
      const [q, k] = await Promise.all(
        ['query', 'key'].map(async (name) =>
          projected(x, await weight(`${id}/${name}`), await weight(`${id}/${name}Bias`)),
        ),
      );
      const expected = reference(q as Float64Array, k as Float64Array, 2, 8, count);
      const shares = found.values.subarray(layer * expected.length, (layer + 1) * expected.length);
      for (const [i, share] of expected.entries()) expect(shares[i]).toBeCloseTo(share, 5);
      expect(Math.max(...expected)).toBeGreaterThan(1.2 / count);
    }
    for (let row = 0; row < found.values.length; row += count)
      expect(sumOf(found.values.subarray(row, row + count))).toBeCloseTo(1, 5);
  });

  it('by rollout is the product of the layers, each half of it going around', async () => {
    const { model } = madeModel(given);
    const found = await explained(model, sample);
    const layer = (number: number) =>
      Array.from({ length: count }, (_, i) =>
        Array.from({ length: count }, (_, j) => {
          const of = (head: number) => found.values[((number * 2 + head) * count + i) * count + j] as number;
          return (of(0) + of(1)) / 4 + Number(i === j) / 2;
        }),
      );
    const [first, second] = [layer(0), layer(1)];
    for (let i = 0; i < count; i++) {
      const from = Float64Array.from({ length: count }, (_, token) => Number(token === i));
      const reached = rolloutTo(found, from);
      for (let j = 0; j < count; j++) {
        const product = first.reduce((sum, row, k) => sum + (second[i]?.[k] ?? 0) * (row[j] as number), 0);
        expect(reached[j]).toBeCloseTo(product, 12);
      }
      const looked = layerShares(found, { layer: 1, head: 0, from });
      expect([...looked]).toEqual([
        ...found.values.subarray((2 * count + i) * count, (2 * count + i + 1) * count),
      ]);
    }
    const summary = summarize(found);
    if (!('lookedAt' in summary)) throw new Error('no summary');
    const [most] = summary.lookedAt;
    const all = rolloutTo(found, readFrom(found));
    expect(most?.share).toBe(Math.max(...all));
    expect(all.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
  });
});

it('tells how tokens lie over a sample', async () => {
  const { model } = madeModel(cases.vit as Case);
  expect((await explained(model, image)).grid).toEqual({
    count: [3, 2],
    size: [9, 5],
    step: [3, 3],
    before: [0, 0],
  });
  const along = await explained(madeModel(cases.transformer as Case).model, series);
  expect(along.grid).toEqual({ count: [5], size: [9], step: [2], before: [1] });
  expect(along.series?.[0]?.values).toHaveLength(9);
});

it('is read from the token of the answer where there is one, and from none that only fills up', async () => {
  const arch = buildArch(
    families.get('textTransformer'),
    { inputShape: [7], outputWidth: 2, vocabulary: 12 },
    { ...settings, pool: 'token' },
  );
  const { model } = madeModel({ ...(cases.textTransformer as Case), arch });
  const found = await explained(model, text);
  expect(found).toMatchObject({ answer: 4, tokens: ['so', 'much', 'for', 'for', '[answer]'] });
  expect([...readFrom(found)]).toEqual([0, 0, 0, 0, 1]);
  for (let row = 0; row < found.values.length; row += 5)
    expect(sumOf(found.values.subarray(row, row + 5))).toBeCloseTo(1, 5);
  const empty = { ...model, pieces: () => [[]] };
  await expect(explained(empty, text)).rejects.toMatchObject({ code: 'badInput' });
});

it('fits networks that attend, and no others', () => {
  for (const { arch } of Object.values(cases)) expect(attention.fits?.({ body: bodyOf(arch) })).toBe(true);
  const mlp = buildArch(families.get('mlp'), { inputShape: [4], outputWidth: 2 }, {});
  expect(attention.fits?.({ body: bodyOf(mlp) })).toBe(false);
});
