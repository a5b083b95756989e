import { z } from 'zod';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';

export const inferenceEncode = defineCommand({
  name: 'inference.encode',
  effect: 'reads',
  title: 'Read latent numbers',
  summary:
    'Of a model whose samples pass through few numbers (an autoencoder, principal components): these, of some samples.',
  input: z.strictObject({
    modelId: id,
    version: z.int().min(1).optional(),
    samples: z.array(z.int().min(0)).min(1).max(10_000),
    datasetVersionId: id.optional(),
  }),
  output: z.object({ latents: z.array(z.array(z.number())), backend: z.string() }),
  async run({ storage, engine }, { modelId, version, samples, datasetVersionId }) {
    const which = await storage.models.resolve(modelId, { number: version });
    const rows = samples.map((sample) => ({ sample }));
    return await engine.encode({ modelVersionId: which.id, rows, datasetVersionId });
  },
});
