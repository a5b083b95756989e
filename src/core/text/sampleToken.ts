/** Draws the next token from logits: sharper or flatter by temperature, of the likeliest `topK` only. */
interface SamplingOptions {
  /** 0: always the likeliest. */
  temperature: number;
  /** 0: all. */
  topK: number;
}

/** `draw`: uniform in [0, 1). `allowed`: ids that may be drawn. */
export function sampleToken(
  logits: ArrayLike<number>,
  { temperature, topK }: SamplingOptions,
  draw: number,
  allowed: (id: number) => boolean = () => true,
): number {
  const ids = Array.from({ length: logits.length }, (_, id) => id)
    .filter(allowed)
    .sort((a, b) => (logits[b] as number) - (logits[a] as number));
  const [best = 0] = ids;
  if (temperature <= 0) return best;
  const kept = topK > 0 ? ids.slice(0, topK) : ids;
  const highest = logits[best] as number;
  const shares = kept.map((id) => Math.exp(((logits[id] as number) - highest) / temperature));
  let left = draw * shares.reduce((sum, share) => sum + share, 0);
  for (const [i, share] of shares.entries()) {
    left -= share;
    if (left < 0) return kept[i] as number;
  }
  return best;
}
