import { z } from 'zod';
import type { Prediction } from '#/core/protocol/predict';
import { id, rawRow, typed } from '../commandSchemas';
import { namesInRows, unknownFields } from '../unknownFields';
import { defineCommand } from './commandDef';

export const inferencePredict = defineCommand({
  name: 'inference.predict',
  title: 'Predict',
  summary: 'Answers raw rows with labels and probabilities, or numbers.',
  input: z.strictObject({
    modelId: id,
    version: z.int().min(1).optional(),
    alias: z.string().optional(),
    rows: z.array(rawRow).min(1),
  }),
  output: z.object({
    predictions: z.array(typed<Prediction>('Prediction')),
    latencyMs: z.number(),
    modelId: id,
    version: z.int(),
    backend: z.string(),
    warnings: z.array(z.string()),
    labels: z.array(z.string()).optional(),
  }),
  async run({ storage, engine }, { modelId, version, alias, rows }) {
    const which = await storage.models.resolve(modelId, { number: version, alias });
    const warnings = unknownFields(which, namesInRows(rows));
    const answer = await engine.predict({ modelVersionId: which.id, rows });
    return {
      ...answer,
      warnings: [...warnings, ...answer.warnings],
      modelId,
      version: which.number,
      labels: which.task.kind === 'classification' ? which.task.labels : undefined,
    };
  },
});
