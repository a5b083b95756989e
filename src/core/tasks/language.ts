/** What comes next in a text: at every place of a window the token that follows, of all that the tokeniser has. */
import { z } from 'zod';
import { languageFigure } from '../evaluation/languageFigure';
import type { ValidationPredictions } from '../evaluation/validationPredictions';
import { tokenNats } from '../losses/tokenCrossEntropy';
import { TetradError } from '../protocol/errors';
import type { TaskSpec } from '../protocol/train';
import { defineArtifact } from './artifact';
import { columnOf } from './keptRows';
import { defineTask, type JudgedPart } from './taskDef';

interface LanguageTask extends TaskSpec {
  type: 'language';
  /** Once fitted: what each token is written as, and how many characters that is. */
  tokens?: string[];
  characters?: number[];
}

/** Of each window: nats in all, and what they are of. */
export interface LanguagePredictions extends ValidationPredictions {
  nats: Float64Array<ArrayBuffer>;
  tokens: Float64Array<ArrayBuffer>;
  characters: Float64Array<ArrayBuffer>;
  /** Nats of the same tokens by how often each stands in the training text. */
  unigram: Float64Array<ArrayBuffer>;
  /** And by how often after the one before. */
  bigram: Float64Array<ArrayBuffer>;
}

const spec = z.object({
  type: z.literal('language'),
  target: z.string(),
  tokens: z.array(z.string()).optional(),
  characters: z.array(z.number()).optional(),
});

const columns = ['nats', 'tokens', 'characters', 'unigram', 'bigram'] as const;

export const language = defineTask<LanguageTask, LanguagePredictions>({
  type: 'language',
  title: 'Language model',
  words: { of: 'language model for the', answer: 'the token that comes next' },
  value: 'tokens',
  spec,
  judge: 'natsPerCharacter',
  loss: 'tokenCrossEntropy',
  frames: false,
  answerName: 'logits',
  outputWidth: ({ tokens = [] }, [length = 1]) => length * tokens.length,
  onDevice: {
    width: ({ tokens = [] }, outputWidth) => outputWidth / Math.max(1, tokens.length),
    of: (tf, output, target) => tf.reshape(tokenNats(tf, output, target, 0), target.shape),
  },
  /** The kind that has texts sets the tokens. */
  fit: (task) => task,
  encode() {
    throw new TetradError({ code: 'internal', message: 'What comes next in a text is no column.' });
  },
  /** Of the last place of the window, where a text that was asked ends. */
  decode({ tokens = [] }, output, width) {
    const count = tokens.length;
    return Array.from({ length: output.length / width }, (_, row) => {
      const field = output.slice((row + 1) * width - count, (row + 1) * width);
      return { value: tokens[field.indexOf(Math.max(...field))] ?? '', field };
    });
  },
  compare: ({ characters = [] }, { outputs, truth }) => ({
    predicted: outputs,
    truth: Float64Array.from(truth, (token) => characters[token] ?? 0),
  }),
  kept: { width: () => columns.length, of: sums },
  artifact: defineArtifact<LanguagePredictions>({
    members: {},
    columns: {
      nats: { dtype: 'float64' },
      tokens: { dtype: 'float64' },
      characters: { dtype: 'float64' },
      unigram: { dtype: 'float64' },
      bigram: { dtype: 'float64' },
    },
  }),
  keep: (_task, { kept }) => ({
    nats: columnOf(kept, 0),
    tokens: columnOf(kept, 1),
    characters: columnOf(kept, 2),
    unigram: columnOf(kept, 3),
    bigram: columnOf(kept, 4),
  }),
  figure: (_task, judged, { seed }) => languageFigure(judged, seed),
  errors: {
    of: ({ nats, characters }) => nats.map((sum, i) => sum / Math.max(1, characters[i] as number)),
    mean: { error: 'nats per character', rows: 'windows' },
  },
  report: async () => (await import('../report/languageSection')).languageSection,
  toOnnx(graph, raw, { tokens = [] }, { outputs, width, batch }) {
    const ints = (...values: number[]) =>
      graph.constant('int64', [values.length], BigInt64Array.from(values, BigInt));
    const last = graph.node('Slice', [raw, ints(width - tokens.length), ints(width), ints(1)]);
    graph.output(last, outputs.label, 'float', [batch, tokens.length]);
  },
  describe: ({ tokens = [] }, from, { label }) =>
    `Says what follows ${from}: ${label}, one for each of ${tokens.length} tokens; softmax makes probabilities of them.`,
});

function sums(
  { outputs, truth, width, freely }: JudgedPart,
  row: number,
  { characters = [] }: TaskSpec,
): number[] {
  let [nats, written] = [0, 0];
  for (let i = row * width; i < (row + 1) * width; i++) {
    nats += outputs[i] as number;
    written += characters[truth[i] as number] ?? 0;
  }
  return [nats, width, written, freely?.[2 * row] ?? Number.NaN, freely?.[2 * row + 1] ?? Number.NaN];
}
