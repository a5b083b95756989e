import { z } from 'zod';
import { id } from '../commandSchemas';
import { prediction } from '../outputs/prediction';
import { defineCommand } from './commandDef';

export const inferenceDecode = defineCommand({
  name: 'inference.decode',
  effect: 'reads',
  title: 'Make of latent numbers',
  summary:
    'Of a model that makes its samples again (an autoencoder): what it makes of given numbers, as many each as it passes its samples through. Images come as shades of 0 to 255, row-major [height, width, channel].',
  input: z.strictObject({
    modelId: id,
    version: z.int().min(1).optional(),
    latents: z.array(z.array(z.number()).min(1).max(4096)).min(1).max(1000),
  }),
  output: z.object({ predictions: z.array(prediction), latencyMs: z.number(), backend: z.string() }),
  async run({ storage, engine }, { modelId, version, latents }) {
    const which = await storage.models.resolve(modelId, { number: version });
    return await engine.decode({ modelVersionId: which.id, latents });
  },
});
