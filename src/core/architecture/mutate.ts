/** One random change of a network: of its depth, a width, a kernel, or what a block is. Pure in the draws. */
import { blockKinds, type Gene, type Genome } from './genome';

export const changes = [
  'deeper',
  'wider',
  'newBlock',
  'fewerBlocks',
  'narrower',
  'kernel',
  'block',
  'halving',
] as const;
export type Change = (typeof changes)[number];

const most = { blocks: 16, width: 2_048 };
const least = { width: 2 };
/** Times the width before. */
const factors = [1.25, 1.5, 2];
const kernels = [1, 3, 5, 7];

/** Draws from 0 to 1, as many as are asked for. */
export type Draw = () => number;

const pick = <T>(list: readonly T[], draw: Draw): T =>
  list[Math.min(list.length - 1, Math.floor(draw() * list.length))] as T;

/** Behind a block, before its places are halved: one that begins by passing on what it is given. */
export function deeperAt(genome: Genome, at: number, axes: number): Genome | undefined {
  const gene = genome[at] as Gene;
  if (gene.kind !== 'plain') return undefined;
  const next: Gene = { ...gene, kernel: axes === 0 ? 1 : 3, norm: false, bend: true };
  return genome.toSpliced(at, 1, { ...gene, pool: false }, next);
}

/** Undefined: this change cannot be made of this network. `axes` of places; 0 of rows. */
export function changed(genome: Genome, change: Change, axes: number, draw: Draw): Genome | undefined {
  const at = Math.min(genome.length - 1, Math.floor(draw() * genome.length));
  const gene = genome[at] as Gene;
  const other = (next: Partial<Gene>): Genome | undefined =>
    Object.entries(next).every(([key, value]) => gene[key as keyof Gene] === value)
      ? undefined
      : genome.with(at, { ...gene, ...next });
  switch (change) {
    case 'deeper':
      return genome.length < most.blocks ? deeperAt(genome, at, axes) : undefined;
    case 'newBlock': {
      if (genome.length >= most.blocks) return undefined;
      const kernel = axes === 0 ? 1 : pick(kernels.slice(1, 3), draw);
      const next: Gene = {
        kind: pick(axes === 0 ? blockKinds.slice(0, 2) : blockKinds, draw),
        width: gene.width,
        kernel,
        pool: false,
        norm: true,
        bend: false,
      };
      return genome.toSpliced(at + 1, 0, next);
    }
    case 'fewerBlocks':
      return genome.length > 1 ? genome.toSpliced(at, 1) : undefined;
    case 'wider':
      return other({ width: Math.min(most.width, Math.ceil(gene.width * pick(factors, draw))) });
    case 'narrower':
      return other({ width: Math.max(least.width, Math.floor(gene.width / pick(factors, draw))) });
    case 'kernel':
      return axes === 0 ? undefined : other({ kernel: pick(kernels, draw) });
    case 'block':
      return other({ kind: pick(axes === 0 ? blockKinds.slice(0, 2) : blockKinds, draw) });
    case 'halving':
      return axes === 0 ? undefined : other({ pool: !gene.pool });
  }
}

const mostAttempts = 200;

/** The first change that gives a network that `fits` (the budget, and not tried yet); undefined: none was found. */
export function mutate(
  genome: Genome,
  axes: number,
  draw: Draw,
  fits: (genome: Genome) => boolean,
): { genome: Genome; change: Change } | undefined {
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const change = pick(changes, draw);
    const next = changed(genome, change, axes, draw);
    if (next && fits(next)) return { genome: next, change };
  }
  return undefined;
}
