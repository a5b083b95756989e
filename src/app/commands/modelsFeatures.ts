import { z } from 'zod';
import { requireCut } from '#/core/arch/cut/requireCut';
import { parseArch } from '#/core/arch/parseArch';
import { inferShapes } from '#/core/arch/shapes';
import { sizeOf } from '#/core/arch/sizeOf';
import { bodyOf } from '#/core/bodies/registry';
import { kindOf } from '#/core/kinds/registry';
import { TetradError } from '#/core/protocol/errors';
import { poolings } from '#/core/protocol/predict';
import { id } from '../commandSchemas';
import { freeName } from '../freeName';
import { found } from '../queries';
import { defineCommand } from './commandDef';

/** Columns of a table that its pages and learners still bear. */
const mostFeatures = 4_096;

export const modelsFeatures = defineCommand({
  name: 'models.features',
  effect: 'writes',
  title: 'Make a table of what a layer sees',
  summary:
    'As a job: a new table with a row for each sample of a dataset, of what it comes to at a layer of a network, with the labels beside it; for learners and maps of tables.',
  input: z.strictObject({
    modelVersionId: id,
    datasetId: id.optional().describe('Else the one that the version learnt from.'),
    versionId: id.optional().describe('Of that dataset; else the newest.'),
    cut: z.string().optional().describe('A layer of models.cuts; else the one before the answer.'),
    pooled: z
      .enum(poolings)
      .default('mean')
      .describe('Of a layer with positions: a number for each channel, or all values (none).'),
    name: z.string().trim().min(1).max(200).optional(),
  }),
  output: z.object({ jobId: id, datasetId: id }),
  async run({ storage, jobs }, { modelVersionId, versionId, pooled, name, ...wanted }) {
    const version = found(await storage.models.version(modelVersionId), 'model version', modelVersionId);
    const { layers, title } = bodyOf(version.body);
    if (!layers)
      throw new TetradError({
        code: 'badInput',
        message: `${title} has no layers whose values could be read.`,
        place: 'modelVersionId',
        hint: 'Choose a version that is a network. An imported file becomes one by an evaluation on a dataset.',
      });
    const arch = parseArch(layers(version.body.spec));
    const { cut } = requireCut(arch, { cut: wanted.cut });
    const shape = inferShapes(arch).get(cut) ?? [];
    const width = pooled === 'none' ? sizeOf(shape) : (shape.at(-1) ?? 1);
    if (width > mostFeatures)
      throw new TetradError({
        code: 'badInput',
        message: `“${cut}” makes ${width.toLocaleString('en')} numbers of a sample; a table takes ${mostFeatures.toLocaleString('en')}.`,
        place: 'pooled',
        hint: pooled === 'none' ? 'Take the mean of each channel.' : 'Choose another layer.',
      });
    const datasetId = wanted.datasetId ?? version.datasetId;
    const dataset = found(await storage.datasets.get(datasetId), 'dataset', datasetId);
    const fromId = versionId ?? dataset.latestVersionId ?? '';
    const from = found(await storage.datasets.version(fromId), 'dataset version', fromId || dataset.name);
    const model = found(await storage.models.get(version.modelId), 'model', version.modelId);
    const names = { model: `${model.name} v${version.number}`, dataset: dataset.name };
    kindOf(version.input).requireFitting(version.input.fitted, from.schema, names);
    const made = await storage.datasets.create({
      name: await freeName(name ?? `${dataset.name} as ${model.name} sees it`, storage.datasets.hasName),
      kind: 'tabular',
    });
    try {
      const job = await jobs.submit({
        kind: 'features',
        title: `What ${names.model} sees of ${dataset.name} at ${cut}`,
        input: { modelVersionId, datasetVersionId: from.id, cut, pooled, datasetId: made.id },
        datasetId: made.id,
        modelId: model.id,
      });
      return { jobId: job.id, datasetId: made.id };
    } catch (thrown) {
      await storage.datasets.delete(made.id);
      throw thrown;
    }
  },
});
