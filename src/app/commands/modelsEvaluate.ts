import { z } from 'zod';
import { readings } from '#/core/families/onnx';
import { pixelScales, splitWays } from '#/core/protocol/train';
import { id } from '../commandSchemas';
import { judgeImported } from '../training/judgeImported';
import { defineCommand } from './commandDef';

export const modelsEvaluate = defineCommand({
  name: 'models.evaluate',
  effect: 'writes',
  title: 'Evaluate an imported model',
  summary:
    'As a job: asks an imported ONNX as it is on a dataset, and judges its answers like those of a training. The run has the evaluation; the new version of the model takes samples of such a dataset, so it can be explained, compared and exported with what comes before it.',
  input: z.strictObject({
    modelVersionId: id,
    datasetId: id,
    versionId: id.optional(),
    target: z.string(),
    task: z.string().optional(),
    features: z.array(z.string()).optional(),
    columns: z
      .array(z.string().max(1000))
      .max(100_000)
      .optional()
      .describe('Of a table: in the order that the model takes them; else as they stand in the dataset.'),
    output: z.string().max(500).optional().describe('Of several the one that answers.'),
    answers: z.enum(readings).optional(),
    labels: z
      .array(z.string().max(1000))
      .max(100_000)
      .optional()
      .describe('In the order of the values that it answers with; else as the dataset has them.'),
    pictures: z
      .strictObject({ channelsFirst: z.boolean().optional(), scale: z.enum(pixelScales).optional() })
      .optional()
      .describe('How images enter it; else as its sizes say, 0 to 1.'),
    training: z
      .strictObject({
        testSplit: z.number().min(0).max(0.5).optional(),
        validationSplit: z.number().gt(0).max(0.9).optional(),
        splitBy: z.enum(splitWays).optional(),
        seed: z.int().min(0).max(0xffff_ffff).optional(),
      })
      .optional()
      .describe('How rows are divided; half of them judge unless told.'),
  }),
  output: z.object({ jobId: id, runId: id, modelId: id }),
  run: (services, { columns, output, answers, labels, pictures, ...request }) =>
    judgeImported(services, {
      ...request,
      settings: {
        ...(columns && { columns }),
        ...(output !== undefined && { output }),
        ...(answers && { answers }),
        ...(labels && { labels }),
        ...pictures,
      },
    }),
});
