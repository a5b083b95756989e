/** Mutations stay valid and within the budget; inheritance keeps the parent's answers where it says so. */
import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import '../../../test/support/ndKernels';
import { expect, it } from 'vitest';
import type { ArchSpec } from '../arch/archSpec';
import { compileForward } from '../arch/compileForward';
import { draftToArch } from '../arch/draft/draftToArch';
import { initWeights } from '../arch/initWeights';
import { weightCount } from '../arch/shapes';
import { sizeOf } from '../arch/sizeOf';
import type { HostWeight, Tensor } from '../layers/layerDef';
import { normals, uniforms } from '../random/random';
import { draftOfGenome } from './draftOfGenome';
import { type Genome, readGenome, writeGenome } from './genome';
import { inheritanceOf, inheritWeights } from './inherit';
import { changed, mutate } from './mutate';

const drawOf = (seed: number) => {
  const numbers = uniforms(seed, 'test', 0, 2_000);
  let at = 0;
  return () => numbers[at++] as number;
};
const archOf = (genome: Genome, inputShape: number[]): ArchSpec =>
  draftToArch(draftOfGenome(genome, inputShape).draft, { inputShape, outputWidth: 3 });

it('a chain of mutations stays valid and within its budget', () => {
  const shape = [6, 6, 1];
  const draw = drawOf(1);
  let genome = readGenome('c4k3n');
  for (let i = 0; i < 20; i++) {
    const next = mutate(genome, 2, draw, (one) => weightCount(archOf(one, shape)) <= 2_000);
    genome = next?.genome ?? genome;
    expect(next).toBeDefined();
    expect(readGenome(writeGenome(genome))).toEqual(genome);
  }
});

function drawn(arch: ArchSpec): Map<string, HostWeight> {
  return new Map(
    [...initWeights(arch, 7)].map(([name, { shape, data }]) => {
      const more = normals(3, name, 0, data.length);
      return [name, { shape, data: data.map((value, i) => value + 0.1 * Math.abs(more[i] as number)) }];
    }),
  );
}

async function answer(arch: ArchSpec, weights: ReadonlyMap<string, HostWeight>): Promise<Float32Array> {
  const shape = arch.inputs[0]?.shape ?? [];
  const output = tf.tidy(() => {
    const input = tf.tensor(normals(1, 'rows', 0, 4 * sizeOf(shape)), [4, ...shape]);
    const tensors = new Map([...weights].map(([name, one]) => [name, tf.tensor(one.data, one.shape)]));
    return compileForward(arch, tf)([input], tensors, { training: false })[0] as Tensor;
  });
  return await output.data<'float32'>();
}

it.each([
  ['rows', 'c8k1n c6k1 c5k1n', [7]],
  ['images', 'c4k3np c5k3 c6k5np', [8, 8, 2]],
  ['series', 'c4k3 c5k3n', [12, 2]],
] as [string, string, number[]][])(
  'of %s a wider and a deeper child answers as its parent',
  async (_, text, shape) => {
    const parent = readGenome(text);
    const arch = archOf(parent, shape);
    const weights = drawn(arch);
    const before = await answer(arch, weights);
    const bound = 1e-5 * before.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);
    for (const change of ['wider', 'deeper'] as const)
      for (let at = 0; at < parent.length; at++) {
        const places = [(at + 0.5) / parent.length, 0.5];
        const child = changed(parent, change, shape.length - 1, () => places.shift() ?? 0.5) as Genome;
        expect(inheritanceOf(parent, child, shape)).toBeDefined();
        const grown = archOf(child, shape);
        const kept = inheritWeights({ parent, child }, grown, { arch, weights }, 5);
        expect(weightCount(grown)).toBeGreaterThan(weightCount(arch));
        for (const [i, value] of (await answer(grown, kept)).entries())
          expect(Math.abs(value - (before[i] as number))).toBeLessThan(bound);
      }
  },
);

it('what does not keep the answers begins anew', () => {
  const parent = readGenome('c8k3n r8k3n c8k3np');
  for (const text of [
    'c12k3n r8k3n c8k3np',
    'c8k3n r12k3n c8k3np',
    'c8k5n r8k3n c8k3np',
    'c8k3n c8k3np',
    'c8k3n r8k3n c8k3n',
    'c8k3n r8k3n c8k3np c8k3n',
  ])
    expect(inheritanceOf(parent, readGenome(text), [9, 9, 1]), text).toBeUndefined();
  expect(inheritanceOf(parent, readGenome('c8k3n r8k3n c12k3np'), [9, 9, 1])).toEqual({
    wider: 2,
    width: 12,
  });
  expect(inheritanceOf(parent, readGenome('c8k3n r8k3n c8k3n c8k3pb'), [9, 9, 1])).toEqual({ deeper: 2 });
});
