/** Nearest samples (near/nearTo). */
import { z } from 'zod';
import { taskOf } from '../tasks/registry';
import type { ExplainerDef } from './explainerDef';

const params = z.object({
  count: z.int().min(1).max(50).default(8).meta({ label: 'Samples' }),
  rows: z.int().min(10).max(50_000).default(2_000).meta({
    label: 'Rows at most',
    hint: 'Of those that the model learnt from, drawn by the seed.',
  }),
  seed: z.int().min(0).max(0xffff_ffff).default(42).meta({ label: 'Seed' }),
});

export const neighbours: ExplainerDef<z.infer<typeof params>> = {
  type: 'neighbours',
  title: 'Samples it learnt that are like this',
  summary:
    'The samples of the training that are nearest to this one in what the model sees of them: of a network what it computes before its answer. Where their answers are others, or they are far off, do not trust this one.',
  of: 'sample',
  needs: 'run',
  kinds: ['tabular', 'events', 'text', 'images', 'timeseries', 'spacetime4d', 'audio', 'video', 'tensors'],
  values: ['class', 'labels', 'number', 'quantile'],
  fits: ({ task }) => !!task && !taskOf(task).frames && !taskOf(task).untaught,
  params,
  async *explain(model, explained, settings) {
    const { nearTo } = await import('./near/nearTo');
    return yield* nearTo(model, explained, settings);
  },
};
