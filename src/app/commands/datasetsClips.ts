import { z } from 'zod';
import { featureSpec } from '#/core/audio/featureSpec';
import { id } from '../commandSchemas';
import { float32 } from '../outputs/values';
import { defineCommand } from './commandDef';

const shownClip = z.object({
  wave: float32,
  picture: float32,
  frames: z.int(),
  bands: z.int(),
  samples: float32.optional(),
  problem: z.string().optional(),
});

export const datasetsClips = defineCommand({
  name: 'datasets.clips',
  effect: 'reads',
  title: 'Read clips',
  summary:
    'Clips of a dataset of sound by row: the course of the wave, lowest and highest in turn, and the picture of time and frequency, row-major [frames, bands], with the features of the version or others; `samples` adds the sound itself, at the rate of the version.',
  unlogged: true,
  input: z.strictObject({
    versionId: id,
    rows: z.array(z.int().min(0)).min(1).max(500),
    features: featureSpec.optional(),
    samples: z.boolean().optional(),
  }),
  output: z.object({ clips: z.array(shownClip) }),
  run: async ({ data }, { versionId, ...wanted }) => ({
    clips: (await data.view('audio', versionId, wanted)) as z.infer<typeof shownClip>[],
  }),
});
