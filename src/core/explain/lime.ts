/** LIME (lime/limeOf). */
import { z } from 'zod';
import type { ExplainerDef } from './explainerDef';

const params = z.object({
  samples: z.int().min(50).max(20_000).default(600).meta({
    label: 'Changed samples',
    hint: 'Near the one that is explained, asked of the model.',
  }),
  parts: z.int().min(4).max(400).default(50).meta({
    label: 'Parts',
    hint: 'About so many that are hidden: superpixels of an image, stretches of a series, boxes of a field. Of texts its words, of tables its columns.',
  }),
  seed: z.int().min(0).max(0xffff_ffff).default(42).meta({ label: 'Seed' }),
});

export const lime: ExplainerDef<z.infer<typeof params>> = {
  type: 'lime',
  title: 'LIME',
  summary:
    'Changes one sample many times (its numbers moved, its words or parts hidden) and fits a linear model to what the model answers near it. How far the linear model follows, and how much another draw differs, is told.',
  of: 'sample',
  needs: 'run',
  kinds: ['tabular', 'events', 'text', 'images', 'timeseries', 'spacetime4d', 'audio', 'video'],
  values: ['class', 'labels', 'number', 'quantile'],
  params,
  effort: { param: 'samples', of: 'changed samples', least: 100 },
  async *explain(model, explained, settings) {
    const { limeOf } = await import('./lime/limeOf');
    return yield* limeOf(model, explained, settings);
  },
};
