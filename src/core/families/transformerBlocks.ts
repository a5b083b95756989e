/**
 * Transformer blocks as nodes, for every family that has them: tokens look at each other, then each thinks by itself;
 * both are ways around. Before each the tokens are normalised (pre-norm: steadier, Xiong et al. 2020, arXiv:2002.04745)
 * or after (post-norm, as Vaswani et al. 2017). Gated thinking is SwiGLU (Shazeer 2020, arXiv:2002.05202).
 */
import { z } from 'zod';
import type { NodeList } from './nodeList';

export const blockSettings = {
  width: z
    .int()
    .min(1)
    .max(4096)
    .default(32)
    .meta({ label: 'Width', hint: 'Numbers per token; the heads share them.' }),
  heads: z
    .int()
    .min(1)
    .max(64)
    .default(4)
    .meta({ label: 'Heads', hint: 'Ways of looking at the other tokens at once; they divide the width.' }),
  blocks: z
    .int()
    .min(1)
    .max(48)
    .default(2)
    .meta({ label: 'Blocks', hint: 'In each, tokens look at each other, then each thinks by itself.' }),
  expansion: z
    .number()
    .min(0.25)
    .max(16)
    .default(2)
    .meta({ label: 'Expansion', hint: 'How many times as wide a token is while it thinks.' }),
  gated: z.boolean().default(false).meta({
    label: 'Gated thinking',
    hint: 'What a token thinks passes a gate that it opens itself (SwiGLU): half as much again to learn.',
  }),
  normLayer: z.enum(['layerNorm', 'rmsNorm']).default('layerNorm').meta({
    label: 'Normalised by',
    hint: 'layerNorm: centred and scaled. rmsNorm: scaled only, a little quicker.',
  }),
  norm: z.enum(['pre', 'post']).default('pre').meta({
    label: 'Normalisation',
    hint: 'pre: before looking and thinking, steadier. post: after it, as at first.',
  }),
  dropout: z.number().min(0).max(0.9).default(0.1).meta({
    label: 'Dropout',
    hint: 'Share of values silenced per step in each block, against overfitting.',
  }),
};

export const positionsSetting = z.enum(['learned', 'sinusoidal', 'rotary', 'alibi']).default('learned').meta({
  label: 'Positions',
  hint: 'How tokens know where they are. learned: a vector for each place. sinusoidal: waves. rotary, alibi: by distance.',
});

interface BlockSettings {
  width: number;
  heads: number;
  blocks: number;
  expansion: number;
  gated: boolean;
  normLayer: 'layerNorm' | 'rmsNorm';
  norm: 'pre' | 'post';
  dropout: number;
}

interface Looking {
  positions: z.infer<typeof positionsSetting>;
  causal?: boolean;
  /** The node of the ids of tokens, where some are there only to fill up. */
  ids?: string;
}

/** Where tokens are, where a layer of its own tells them. */
export function addPositions(list: NodeList, kind: Looking['positions']): void {
  if (kind === 'learned' || kind === 'sinusoidal') list.add('positions', 'positions', { kind });
}

/** Every block, and the normalisation that pre-norm needs behind the last. */
export function addBlocks(list: NodeList, settings: BlockSettings, looking: Looking): void {
  const { width, heads, blocks, expansion, gated, normLayer, norm, dropout } = settings;
  const { positions, causal, ids } = looking;
  const around = (name: string, inside: () => void) => {
    const before = list.last;
    if (norm === 'pre') list.add(`${name}Norm`, normLayer);
    inside();
    if (dropout > 0) list.add(`${name}Dropout`, 'dropout', { rate: dropout });
    list.add(`${name}Sum`, 'add', {}, [before, list.last]);
    if (norm === 'post') list.add(`${name}Norm`, normLayer);
  };
  const position = positions === 'rotary' || positions === 'alibi' ? positions : 'none';
  for (let block = 1; block <= blocks; block++) {
    around(`look${block}`, () =>
      list.add(`attention${block}`, 'attention', { heads, causal, position }, [
        list.last,
        ...(ids === undefined ? [] : [ids]),
      ]),
    );
    around(`think${block}`, () => {
      const [units, token] = [Math.max(1, Math.round(expansion * width)), list.last];
      const wide = list.add(`wide${block}`, 'dense', { units });
      if (gated) {
        list.add(`gate${block}`, 'dense', { units }, [token]);
        const open = list.add(`silu${block}`, 'activation', { kind: 'silu' });
        list.add(`gated${block}`, 'multiply', {}, [wide, open]);
      } else list.add(`gelu${block}`, 'activation', { kind: 'gelu' });
      list.add(`narrow${block}`, 'dense', { units: width });
    });
  }
  if (norm === 'pre') list.add('norm', normLayer);
}
