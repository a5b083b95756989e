/** What attention is given and what of: one input looks at itself, a second one is looked at, ids say what is there. */
import { sizeOf } from '../arch/sizeOf';
import { TetradError } from '../protocol/errors';
import type { AttentionParams } from './attention';

interface Tokens {
  tokens: number;
  channels: number;
}

export interface AttentionSizes extends Tokens {
  /** What is looked at. */
  asked: Tokens;
  heads: number;
  keyHeads: number;
  /** Of a head. */
  width: number;
  /** Channels of all keys. */
  shared: number;
  /** Of the first so many of the tokens looked at it is known whether they are there; the others always are. */
  ids: number;
}

export function attentionSizes(inputs: readonly number[][], settings: AttentionParams): AttentionSizes {
  const { x, memory, ids } = attentionSources(inputs, inputs);
  const own = tokensOf(x, 0);
  const asked = tokensOf(memory, 1);
  const { heads, keyHeads = heads, causal, position } = settings;
  if (own.channels % heads !== 0)
    throw refuse(`${heads} heads do not divide ${own.channels} channels.`, 'params.heads');
  if (heads % keyHeads !== 0)
    throw refuse(`${heads} heads cannot share ${keyHeads} sets of keys evenly.`, 'params.keyHeads');
  const width = own.channels / heads;
  if (position === 'rotary' && width % 2 !== 0)
    throw refuse(
      `Rotary positions turn pairs of channels: a head of ${width} has none left over.`,
      'params.heads',
    );
  if (causal && memory !== x)
    throw refuse('Only attention of a sequence to itself can be causal.', 'params.causal');
  const known = ids?.[0] ?? 0;
  if (known > asked.tokens)
    throw refuse(`There are ${known} ids for ${asked.tokens} tokens.`, `inputs.${inputs.length - 1}`);
  return { ...own, asked, heads, keyHeads, width, shared: keyHeads * width, ids: known };
}

/** By the shapes of the inputs: ids have one axis, what is looked at has more. */
export function attentionSources<T>(
  inputs: readonly T[],
  shapes: readonly number[][],
): { x: T; memory: T; ids?: T } {
  const [x, ...others] = inputs;
  const hasIds = shapes.length > 1 && shapes.at(-1)?.length === 1;
  const ids = hasIds ? others.pop() : undefined;
  const [memory, ...more] = others;
  if (x === undefined || more.length > 0)
    throw refuse(
      'Attention takes what asks, what is asked, and ids of what is asked: the last two may be left out.',
      'inputs',
    );
  return { x, memory: memory ?? x, ...(ids !== undefined && { ids }) };
}

function tokensOf(shape: readonly number[], input: number): Tokens {
  if (shape.length < 2)
    throw refuse(
      `Attention needs tokens of channels, [..., channels], not [${shape.join(', ')}].`,
      `inputs.${input}`,
    );
  return { tokens: sizeOf(shape.slice(0, -1)), channels: shape.at(-1) ?? 1 };
}

const refuse = (message: string, place: string) => new TetradError({ code: 'badInput', message, place });
