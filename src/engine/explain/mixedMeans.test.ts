/** Means over mixtures are those of mixtures that are laid out, one by one, in float64. */
import { describe, expect, it } from 'vitest';
import { denseChainOf } from '#/core/arch/denseChain';
import { initWeights } from '#/core/arch/initWeights';
import { mlp } from '#/core/families/mlp';
import { normals, uniforms } from '#/core/random/random';
import { mixedMeansOf } from './mixedMeans';

const bends: Record<string, (x: number) => number> = {
  relu: (x) => Math.max(0, x),
  silu: (x) => x / (1 + Math.exp(-x)),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  tanh: Math.tanh,
};

const [size, outputs, others, rows, coalitions] = [7, 3, 9, 3, 12];

function madeNetwork(params: object) {
  const arch = mlp.build?.(
    { inputShape: [size], outputWidth: outputs, task: 'classification' } as never,
    mlp.params.parse(params) as never,
  );
  if (!arch) throw new Error('no network');
  const weights = initWeights(arch, 3);
  // Biases and moving averages start at 0 and 1: they shall count.
  for (const [name, { data }] of weights)
    if (!name.endsWith('kernel'))
      for (const [i, u] of uniforms(1, name, 0, data.length).entries()) data[i] = 0.5 + u;
  return { arch, weights };
}

describe('mean answers to mixtures', () => {
  it.each([
    { hiddenLayers: [10, 6], activation: 'silu' },
    { hiddenLayers: [5], activation: 'relu', dropout: 0 },
    { hiddenLayers: [8, 4, 9], activation: 'tanh', normalization: 'batchNorm' },
    { hiddenLayers: [6, 6], activation: 'sigmoid' },
    { hiddenLayers: [] },
  ])('of %o', (params) => {
    const { arch, weights } = madeNetwork(params);
    const chain = denseChainOf(arch, weights);
    if (!chain) throw new Error('no chain');
    const [own, around] = ['own', 'around'].map((name, i) =>
      Float32Array.from(normals(5, name, 0, (i === 0 ? rows : others) * size)),
    ) as [Float32Array, Float32Array];
    const known = Uint8Array.from(uniforms(6, 'known', 0, coalitions * size), (u) => Number(u < 0.5));
    const means = mixedMeansOf(chain, { others: around, size, answers: outputs }, (raw, from, sums, to) => {
      for (let i = 0; i < outputs; i++) sums[to + i] = (sums[to + i] as number) + (raw[from + i] as number);
    });
    if (!means) throw new Error('This machine has no WebAssembly SIMD.');
    const found = means.of(own, known);
    const at = (name: string, i: number) => weights.get(name)?.data[i] as number;
    const forward = (x: readonly number[]): number[] =>
      arch.nodes.reduce<number[]>(
        (values, { id, type, params }) => {
          if (type === 'dense')
            return Array.from({ length: Number(params.units) }, (_, unit) =>
              values.reduce(
                (sum, value, i) => sum + value * at(`${id}/kernel`, i * Number(params.units) + unit),
                weights.has(`${id}/bias`) ? at(`${id}/bias`, unit) : 0,
              ),
            );
          if (type === 'activation') return values.map(bends[String(params.kind)] as (x: number) => number);
          if (type === 'batchNorm')
            return values.map(
              (value, i) =>
                ((value - at(`${id}/movingMean`, i)) /
                  Math.sqrt(at(`${id}/movingVariance`, i) + Number(params.epsilon))) *
                  at(`${id}/gamma`, i) +
                at(`${id}/beta`, i),
            );
          return values;
        },
        [...x],
      );
    for (let row = 0; row < rows; row++)
      for (let coalition = 0; coalition < coalitions; coalition++) {
        const said = new Array<number>(outputs).fill(0);
        for (let other = 0; other < others; other++) {
          const mixed = Array.from({ length: size }, (_, i) =>
            known[coalition * size + i] === 1 ? own[row * size + i] : around[other * size + i],
          ) as number[];
          for (const [i, value] of forward(mixed).entries()) said[i] = (said[i] as number) + value / others;
        }
        for (const [i, value] of said.entries())
          expect(
            Math.abs((found[(row * coalitions + coalition) * outputs + i] as number) - value),
          ).toBeLessThan(2e-5);
      }
  });

  it('are not offered where a layer has no kernel, or layers do not follow each other', () => {
    const { arch, weights } = madeNetwork({ activation: 'gelu' });
    const chain = denseChainOf(arch, weights);
    const asked = { others: new Float32Array(size), size, answers: outputs };
    expect(mixedMeansOf(chain ?? [], asked, () => undefined)).toBeUndefined();
    const normed = madeNetwork({ normalization: 'layerNorm' });
    expect(denseChainOf(normed.arch, normed.weights)).toBeUndefined();
  });
});
