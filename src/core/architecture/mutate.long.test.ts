/** A thousand mutations of networks on rows, images, series and fields: each is valid and within the budget. */
import { expect, it } from 'vitest';
import type { ArchSpec } from '../arch/archSpec';
import { draftToArch } from '../arch/draft/draftToArch';
import { inferShapes, weightCount } from '../arch/shapes';
import { uniforms } from '../random/random';
import { draftOfGenome } from './draftOfGenome';
import { type Genome, readGenome, writeGenome } from './genome';
import { changes, mutate } from './mutate';

const archOf = (genome: Genome, inputShape: number[]): ArchSpec =>
  draftToArch(draftOfGenome(genome, inputShape).draft, { inputShape, outputWidth: 3 });

const drawOf = (seed: number) => {
  const numbers = uniforms(seed, 'test', 0, 20_000);
  let at = 0;
  return () => numbers[at++] as number;
};

const budget = 6_000;
const starts: [string, number[]][] = [
  ['c16k1n c16k1n', [7]],
  ['c8k3np c16k3np', [8, 8, 1]],
  ['c8k3n', [20, 2]],
  ['c4k3n', [5, 4, 4, 2]],
];

it('1,000 mutations give valid networks within the budget, which are read as they are written', () => {
  const seen = new Set<string>();
  for (const [index, [text, shape]] of starts.entries()) {
    const draw = drawOf(index);
    let genome = readGenome(text);
    for (let i = 0; i < 250; i++) {
      const fits = (one: Genome) => weightCount(archOf(one, shape)) <= budget;
      const next = mutate(genome, shape.length - 1, draw, fits);
      if (!next) throw new Error(`no change of ${writeGenome(genome)}`);
      genome = next.genome;
      seen.add(next.change);
      const arch = archOf(genome, shape);
      expect(weightCount(arch)).toBeLessThanOrEqual(budget);
      expect(inferShapes(arch).get(arch.outputs[0]?.node ?? '')).toEqual([3]);
      expect(readGenome(writeGenome(genome))).toEqual(genome);
    }
  }
  expect([...seen].sort()).toEqual([...changes].sort());
});
