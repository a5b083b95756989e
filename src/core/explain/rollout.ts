/**
 * What reaches a token through all layers: attention rollout (Abnar, Zuidema 2020, arXiv:2005.00928). Half of a token is
 * what it took by attention, in the mean of the heads, and half what went around it; the layers are multiplied.
 */
import type { AttentionShares } from './attribution';

/** Weights of the tokens at the input, which sum to 1 as `from` does. `from`: of the tokens that an answer is read from. */
export function rolloutTo(
  { shape: [layers, heads, tokens], values }: Pick<AttentionShares, 'shape' | 'values'>,
  from: ArrayLike<number>,
): Float64Array {
  let weights = Float64Array.from(from);
  for (let layer = layers - 1; layer >= 0; layer--) {
    const below = weights.map((weight) => weight / 2);
    for (let head = 0; head < heads; head++)
      for (let token = 0; token < tokens; token++) {
        const weight = (weights[token] as number) / (2 * heads);
        if (weight === 0) continue;
        const row = ((layer * heads + head) * tokens + token) * tokens;
        for (let seen = 0; seen < tokens; seen++)
          below[seen] = (below[seen] as number) + weight * (values[row + seen] as number);
      }
    weights = below;
  }
  return weights;
}

/** What one layer looks at; of one head, or of all in the mean. */
export function layerShares(
  { shape: [, heads, tokens], values }: Pick<AttentionShares, 'shape' | 'values'>,
  { layer, head, from }: { layer: number; head?: number; from: ArrayLike<number> },
): Float64Array {
  const weights = new Float64Array(tokens);
  const among = head === undefined ? Array.from({ length: heads }, (_, i) => i) : [head];
  for (const one of among)
    for (let token = 0; token < tokens; token++) {
      const weight = (from[token] as number) / among.length;
      const row = ((layer * heads + one) * tokens + token) * tokens;
      for (let seen = 0; seen < tokens; seen++)
        weights[seen] = (weights[seen] as number) + weight * (values[row + seen] as number);
    }
  return weights;
}

/** The tokens that the answer is read from: one that is there for it, else all, in the mean. */
export const readFrom = ({
  shape: [, , tokens],
  answer,
}: Pick<AttentionShares, 'shape' | 'answer'>): Float64Array =>
  Float64Array.from({ length: tokens }, (_, i) => (answer === undefined ? 1 / tokens : Number(i === answer)));
