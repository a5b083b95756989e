/** What an imported model answers: its outputs, as arrays. What they mean, its file does not say; nothing learns it. */
import { z } from 'zod';
import type { ValidationPredictions } from '../evaluation/validationPredictions';
import { TetradError } from '../protocol/errors';
import type { TaskSpec } from '../protocol/train';
import { defineArtifact } from './artifact';
import { defineTask } from './taskDef';

interface TensorsTask extends TaskSpec {
  type: 'tensors';
}

function notLearnt(): never {
  throw new TetradError({
    code: 'unsupported',
    message: 'The arrays of an imported model are neither learnt nor judged.',
    hint: 'Use it as it is on the Predict page.',
  });
}

export const tensors = defineTask<TensorsTask, ValidationPredictions>({
  type: 'tensors',
  title: 'Arrays',
  words: { of: 'arrays', answer: 'the arrays that the model gives' },
  value: 'none',
  spec: z.object({ type: z.literal('tensors'), target: z.string() }),
  judge: '',
  loss: '',
  frames: false,
  answerName: 'output',
  outputWidth: () => 0,
  fit: (task) => task,
  encode: notLearnt,
  decode: notLearnt,
  compare: notLearnt,
  kept: { width: () => 0, of: () => [] },
  artifact: defineArtifact<ValidationPredictions>({ members: {}, columns: {} }),
  keep: () => ({}),
  figure: () => undefined,
  errors: { of: () => undefined },
  report: async () => notLearnt,
  toOnnx: notLearnt,
  describe: ({ target }) => `Gives ${target}.`,
});
