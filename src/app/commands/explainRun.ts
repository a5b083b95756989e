import { z } from 'zod';
import { explainersFor, isExplainedBy, lackOf } from '#/core/explain/explainersFor';
import type { ExplainerDef } from '#/core/explain/explainerDef';
import { explainers } from '#/core/explain/registry';
import { mostChosen } from '#/core/explain/rowsAsked';
import { TetradError } from '#/core/protocol/errors';
import { parseSettings } from '#/core/registry/parseSettings';
import { id } from '../commandSchemas';
import type { ExplainInput } from '../jobs/explainJob';
import { found } from '../queries';
import { trainingOf } from '../training/trainingOf';
import { withheldMethods } from '../withheldMethods';
import { defineCommand } from './commandDef';

export const explainRun = defineCommand({
  name: 'explain.run',
  effect: 'writes',
  title: 'Explain a model',
  summary:
    'As a job: why a model answers as it does, on rows held back from its training or on another dataset. Methods of one answer take the number of its row or sample in `sampleIndices`; Shapley values of many rows explain exactly the rows given there, such as those that a model confuses. The result of the job holds the figures of each column, or the place that counts most; its file (a safetensors) all values.',
  input: z.strictObject({
    modelId: id,
    version: z.int().min(1).optional(),
    alias: z.string().optional(),
    method: z.string(),
    params: z.record(z.string(), z.unknown()).optional(),
    datasetId: id.optional(),
    sampleIndices: z.array(z.int().min(0)).min(1).max(mostChosen).optional(),
  }),
  output: z.object({ jobId: id }),
  async run({ storage, jobs }, { modelId, version, alias, method, params = {}, datasetId, sampleIndices }) {
    const which = await storage.models.resolve(modelId, { number: version, alias });
    const model = found(await storage.models.get(modelId), 'model', modelId);
    const explainer = explainers.get(method, 'method');
    const fitting = explainersFor(which).map(({ type }) => type);
    if (!isExplainedBy(which, explainer))
      throw new TetradError({
        code: 'badInput',
        message:
          `${explainer.title} does not explain ${model.name}.${explainer.needs === 'gradient' ? ` ${lackOf(which) ?? ''}` : ''}`.trim(),
        place: 'method',
        hint: fitting.length > 0 ? `Use one of: ${fitting.join(', ')}.` : 'No method does yet.',
      });
    const withheld = withheldMethods(await storage.jobs.list(), which.id).get(method);
    if (withheld !== undefined)
      throw new TetradError({
        code: 'badInput',
        message: withheld,
        place: 'method',
        hint: `Use one of: ${fitting.filter((type) => type !== method).join(', ')}.`,
      });
    checkSamples(explainer, sampleIndices);
    parseSettings(explainer.params, params, 'params');
    const dataset = found(
      await storage.datasets.get(datasetId ?? which.datasetId),
      'dataset',
      datasetId ?? which.datasetId,
    );
    const datasetVersionId = datasetId ? dataset.latestVersionId : which.datasetVersionId;
    const rows = found(
      datasetVersionId ? await storage.datasets.version(datasetVersionId) : undefined,
      'dataset version',
      dataset.id,
    );
    const beyond = sampleIndices?.find((sample) => sample >= rows.rows);
    if (beyond !== undefined)
      throw new TetradError({
        code: 'badInput',
        message: `There is no sample ${beyond}; ${dataset.name} has ${rows.rows}, counted from 0.`,
        place: 'sampleIndices',
      });
    if (explainer.learnsAnew && dataset.id !== which.datasetId)
      throw new TetradError({
        code: 'badInput',
        message: `${explainer.title} learns anew from the dataset that the version was learnt from.`,
        place: 'datasetId',
        hint: 'Leave datasetId out, or use permutation importance.',
      });
    const training = explainer.learnsAnew && (await trainingOf(storage, which));
    const input: ExplainInput = {
      modelVersionId: which.id,
      method,
      params,
      datasetVersionId: rows.id,
      ...(explainer.of === 'sample' ? { sample: sampleIndices?.[0] } : { chosen: sampleIndices }),
      ...(training && { training }),
    };
    const title = `Explain ${model.name} v${which.number}: ${explainer.title.toLowerCase()}`;
    const job = await jobs.submit({ kind: 'explain', title, input, modelId, datasetId: dataset.id });
    return { jobId: job.id };
  },
});

/** One of one answer, some where rows are taken, else none. */
function checkSamples({ of, takesRows, title }: ExplainerDef, samples: readonly number[] | undefined): void {
  if (of === 'sample' ? samples?.length === 1 : samples === undefined || takesRows) return;
  throw new TetradError({
    code: 'badInput',
    message:
      of === 'sample'
        ? `${title} explains one answer: say of which row or sample.`
        : `${title} explains the model as a whole, not one answer.`,
    place: 'sampleIndices',
    hint: of === 'sample' ? 'Give sampleIndices: [0].' : 'Leave sampleIndices out.',
  });
}
