/** How good a language model is: nats per character on windows nothing was chosen by, beside what counts come to. */
import { ratioInterval, ratioOf } from '../stats/ratioInterval';
import type { LanguagePredictions } from '../tasks/language';
import type { Figure } from './finalFigure';

export function languageFigure(
  { nats, characters, bigram, blocks }: LanguagePredictions,
  seed: number,
): Figure | undefined {
  const value = ratioOf({ above: nats, below: characters });
  if (!Number.isFinite(value)) return undefined;
  const interval = ratioInterval({ above: nats, below: characters, blocks }, seed);
  return {
    metric: 'natsPerCharacter',
    value,
    ...(interval && { low: interval.low, high: interval.high }),
    free: {
      answer: 'pairs of tokens, counted',
      value: ratioOf({ above: bigram, below: characters }),
    },
  };
}
