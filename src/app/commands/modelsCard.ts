import { z } from 'zod';
import { id } from '../commandSchemas';
import { found } from '../queries';
import { defineCommand } from './commandDef';

export const modelsCard = defineCommand({
  name: 'models.card',
  effect: 'reads',
  title: 'Card of a model',
  summary:
    'What is known of a version, for those who are handed it: what it is for (description and notes of the model), how good it is and on which rows, what it learnt from, what it takes with the ranges of the training rows, its limits, hashes. As one HTML file without scripts and as Markdown; an exported ONNX file carries the latter in its metadata.',
  input: z.strictObject({ modelId: id, version: z.int().min(1).optional(), alias: z.string().optional() }),
  output: z.object({ fileName: z.string(), html: z.string(), markdown: z.string() }),
  async run({ storage }, { modelId, version, alias }) {
    const which = await storage.models.resolve(modelId, { number: version, alias });
    const model = found(await storage.models.get(modelId), 'model', modelId);
    const { modelCardOf } = await import('../modelCardOf');
    return {
      fileName: `${model.name} v${which.number} card`,
      ...(await modelCardOf(storage, model, which)),
    };
  },
});
