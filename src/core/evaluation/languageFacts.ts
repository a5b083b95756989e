/** What the answers of a language model come to: of the page of a run, and of its report. */
import type { LanguagePredictions } from '../tasks/language';

interface LanguageFact {
  /** What answers: the model, or counts of the training text. */
  name: string;
  natsPerCharacter: number;
  /** The same in bits, as compressors are compared. */
  bitsPerCharacter: number;
  natsPerToken: number;
  perplexity: number;
}

const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((all, one) => all + one, 0);

export function languageFacts({
  nats,
  tokens,
  characters,
  unigram,
  bigram,
}: LanguagePredictions): LanguageFact[] {
  const [count, written] = [sum(tokens), sum(characters)];
  return (
    [
      ['The model', nats],
      ['Pairs of tokens, counted (bigram)', bigram],
      ['Single tokens, counted (unigram)', unigram],
    ] as const
  ).map(([name, values]) => {
    const all = sum(values);
    return {
      name,
      natsPerCharacter: all / written,
      bitsPerCharacter: all / written / Math.LN2,
      natsPerToken: all / count,
      perplexity: Math.exp(all / count),
    };
  });
}
