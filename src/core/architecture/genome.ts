/**
 * A network as architecture search writes it: a chain of blocks, one word each ("c16k3n c32k3np r32k3n"), read from the
 * sample to the answer. Of samples without places (rows) the blocks are dense ("d64"), else convolutions over the places.
 */
import { TetradError } from '../protocol/errors';

/** plain: weights and a bend. residual: two of them around which the values also pass. separable: places, then channels. */
export const blockKinds = ['plain', 'residual', 'separable'] as const;
export type BlockKind = (typeof blockKinds)[number];

export interface Gene {
  kind: BlockKind;
  /** Units or filters. */
  width: number;
  /** Places that it spans along each axis; 1 of rows. */
  kernel: number;
  /** Halves the places behind it. */
  pool: boolean;
  /** Normalised over the batch. */
  norm: boolean;
  /** Its bend is learnt, and begins as none: how a layer begins that passes on what it is given (prelu). */
  bend: boolean;
}

export type Genome = readonly Gene[];

const letters: Record<BlockKind, string> = { plain: 'c', residual: 'r', separable: 's' };
const kinds = new Map(Object.entries(letters).map(([kind, letter]) => [letter, kind as BlockKind]));

export const writeGenome = (genome: Genome): string =>
  genome
    .map(
      ({ kind, width, kernel, pool, norm, bend }) =>
        `${letters[kind]}${width}k${kernel}${norm ? 'n' : ''}${pool ? 'p' : ''}${bend ? 'b' : ''}`,
    )
    .join(' ');

export function readGenome(text: string): Genome {
  return text.split(' ').map((word) => {
    const [, letter = '', width, kernel, marks = ''] = /^([a-z])(\d+)k(\d+)([npb]*)$/.exec(word) ?? [];
    const kind = kinds.get(letter);
    if (!kind)
      throw new TetradError({
        code: 'corrupt',
        message: `“${word.slice(0, 40)}” is no block of a network.`,
        place: 'network',
        hint: 'Search again.',
      });
    return {
      kind,
      width: Number(width),
      kernel: Number(kernel),
      pool: marks.includes('p'),
      norm: marks.includes('n'),
      bend: marks.includes('b'),
    };
  });
}
