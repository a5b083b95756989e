/** One row explained while a person waits, by a model that stays open: no job, nothing kept. */
import type { AttributionForm, Attribution } from '#/core/explain/attribution';
import { isExplainedBy } from '#/core/explain/explainersFor';
import { explainers } from '#/core/explain/registry';
import { TetradError } from '#/core/protocol/errors';
import type { ExplainResult } from '#/core/protocol/explain';
import type { Model, ModelVersion, RawRow } from '#/core/protocol/model';
import { parseSettings } from '#/core/registry/parseSettings';
import { found } from './queries';
import type { AppServices } from './services';

export interface RowAsked {
  modelId: string;
  version?: number;
  alias?: string;
  row?: RawRow;
  sample?: number;
}

export async function explainedNow<F extends AttributionForm>(
  { storage, engine }: Pick<AppServices, 'storage' | 'engine'>,
  { modelId, version, alias, row, sample }: RowAsked,
  method: string,
  form: F,
  params: Record<string, unknown>,
): Promise<
  ExplainResult & { attribution: Extract<Attribution, { form: F }>; version: ModelVersion; model: Model }
> {
  const which = await storage.models.resolve(modelId, { number: version, alias });
  const model = found(await storage.models.get(modelId), 'model', modelId);
  const explainer = explainers.get(method, 'method');
  if (!isExplainedBy(which, explainer))
    throw new TetradError({
      code: 'badInput',
      message: `${explainer.title} does not explain ${model.name}.`,
      place: 'modelId',
      hint: 'It is for models of tables that answer with a label or a number.',
    });
  if ((row === undefined) === (sample === undefined))
    throw new TetradError({
      code: 'badInput',
      message: row ? 'A row and a sample are given.' : 'There is no row to explain.',
      place: 'row',
      hint: 'Give either row, an object of column name to value, or sample, its number in the dataset that the model learnt from.',
    });
  parseSettings(explainer.params, params, 'params');
  const result = await engine.explainNow({
    modelVersionId: which.id,
    method,
    params,
    ...(row && { row }),
    ...(sample !== undefined && { sample }),
  });
  if (result.attribution.form !== form)
    throw new TetradError({ code: 'internal', message: 'The explanation has another form.' });
  return {
    ...result,
    attribution: result.attribution as Extract<Attribution, { form: F }>,
    version: which,
    model,
  };
}
