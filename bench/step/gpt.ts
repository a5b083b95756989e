/**
 * A GPT to train a step of: 4 blocks, 128 wide, 4 heads, 128 tokens, batches of 16, rotary positions, as the family
 * languageModel builds it, without dropout. First weights by name, so that contestants begin alike.
 */
import type { ArchSpec } from '#/core/arch/archSpec';
import { weightSpecs } from '#/core/arch/shapes';
import { sizeOf } from '#/core/arch/sizeOf';
import { buildArch } from '#/core/families/buildArch';
import { languageModel } from '#/core/families/languageModel';
import { uniforms } from '#/core/random/random';
import type { Kernel } from './network';

export const gpt = {
  batch: 16,
  length: 128,
  vocabulary: 64,
  width: 128,
  heads: 4,
  blocks: 4,
  weightDecay: 0.1,
};

export interface GptNetwork {
  arch: ArchSpec;
  /** Row-major [batch, length]: what is read, and what follows. Id 0 fills up and is not among them. */
  tokens: Int32Array;
  next: Int32Array;
  weights: Map<string, Kernel & { decay: boolean }>;
}

export function gptNetwork(): GptNetwork {
  const { batch, length, vocabulary, width, heads, blocks } = gpt;
  const arch = buildArch(
    languageModel,
    { inputShape: [length], outputWidth: length * vocabulary, vocabulary, task: 'language' },
    { width, heads, blocks, expansion: 4, dropout: 0 },
  );
  const ids = (stream: string) =>
    Int32Array.from(uniforms(1, stream, 0, batch * length), (u) => 1 + Math.floor(u * (vocabulary - 1)));
  const weights = weightSpecs(arch).map(({ name, shape, init, decay }) => {
    const fans = init.kind === 'glorotUniform' ? init.fanIn + init.fanOut : 0;
    const limit = fans > 0 ? Math.sqrt(6 / fans) : 0;
    const values = uniforms(1, name, 0, sizeOf(shape)).map((u) => (2 * u - 1) * limit);
    return [name, { shape, values: init.kind === 'ones' ? values.fill(1) : values, decay }] as const;
  });
  return { arch, tokens: ids('tokens'), next: ids('next'), weights: new Map(weights) };
}
