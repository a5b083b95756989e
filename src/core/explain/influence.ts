/** Influential samples (influence/influences). */
import { z } from 'zod';
import { networkOf } from '../bodies/network';
import { taskOf } from '../tasks/registry';
import type { ExplainerDef } from './explainerDef';
import { beforeLast } from './influence/lastLayer';

const params = z.object({
  count: z.int().min(1).max(100).default(12).meta({ label: 'Samples' }),
  rows: z.int().min(10).max(50_000).default(2_000).meta({
    label: 'Rows at most',
    hint: 'Of those that the model learnt from, drawn by the seed.',
  }),
  damping: z.number().min(1e-6).max(1e6).default(1).meta({
    label: 'Damping',
    hint: 'Holds weights that few rows say anything of. Of a linear model with C: 1 / C.',
  }),
  label: z.string().default('').meta({
    label: 'Label',
    hint: 'Whose score is explained. Empty: the one that is answered.',
  }),
  seed: z.int().min(0).max(0xffff_ffff).default(42).meta({ label: 'Seed' }),
});

export const influence: ExplainerDef<z.infer<typeof params>> = {
  type: 'influence',
  title: 'Samples that led to this',
  summary:
    'Which samples of the training raised or lowered this answer most: how far its score would move had each been left out. Of linear models nearly what training without it gives; of other networks what it did to the last layer alone.',
  of: 'sample',
  needs: 'gradient',
  kinds: ['tabular', 'events', 'text', 'images', 'timeseries', 'spacetime4d', 'audio', 'video'],
  values: ['class', 'number'],
  fits(version) {
    const arch = networkOf(version)?.arch;
    return (
      !!version.task && !taskOf(version.task).frames && arch !== undefined && beforeLast(arch) !== undefined
    );
  },
  params,
  effort: { param: 'rows', of: 'rows', least: 100 },
  async *explain(model, explained, settings) {
    const { influenceOn } = await import('./influence/influenceOn');
    return yield* influenceOn(model, explained, settings);
  },
};
