/** The shapes of a stored model in the words of its data, and the same model with shapes changed by hand, judged anew. */
import { editShapes, type ShapeEdit } from '#/core/additive/editShapes';
import { outputsOf, type ShownShapes, shownShapes } from '#/core/additive/shownShapes';
import type { AdditiveModel } from '#/core/additive/term';
import { termTrees } from '#/core/additive/termTrees';
import { bodyOf } from '#/core/bodies/registry';
import { packWeights } from '#/core/bodies/tensorBlob';
import { type ChangedParts, partsFigures } from '#/core/evaluation/partsFigures';
import { parseValidation, testArtifact, validationArtifact } from '#/core/evaluation/validationPredictions';
import { TetradError } from '#/core/protocol/errors';
import type { ModelVersion } from '#/core/protocol/model';
import type { Reshaped } from '#/core/protocol/reshaped';
import type { Storage } from '#/core/protocol/storage';
import { areClasses } from '#/core/tasks/classification';
import { areNumbers } from '#/core/tasks/regression';
import { commonScale, unscaled } from '#/core/tasks/scale';
import { probabilities } from '#/core/train/probabilities';
import { fittedTableOf } from '#/core/transforms/fittedTableOf';
import { addTrees, baseScores } from '#/core/trees/trees';
import { kindEngineOf } from '../kinds/registry';

type Reads = Pick<Storage, 'models' | 'datasets' | 'runs' | 'blobs'>;

export async function lookAtShapes(
  id: string,
  { models, blobs }: Pick<Reads, 'models' | 'blobs'>,
): Promise<ShownShapes> {
  const version = await found(id, models);
  const { features } = fittedTableOf(version) ?? { features: [] };
  return shownShapes(await shapesOf(version, blobs), { features }, version.task);
}

/** `output` of an edit is counted among those that are shown. No figures where the rows are gone. */
export async function reshape(id: string, edits: readonly ShapeEdit[], storage: Reads): Promise<Reshaped> {
  const version = await found(id, storage.models);
  const { task, body } = version;
  const before = await shapesOf(version, storage.blobs);
  const shown = outputsOf(task.labels ?? [], before.base.length);
  const own = edits.map((edit): ShapeEdit => {
    if (edit.output === undefined) return edit;
    return { ...edit, output: shown[edit.output] ?? before.base.length };
  });
  const model = editShapes(before, own, task.labels ? 1 : commonScale(task).std);
  const numbers = bodyOf(body).reshaped?.(model);
  if (!numbers) throw refused(bodyOf(body).title);
  const run = await storage.runs.get(version.runId);
  const judged = await judgedAgain(version, model, storage);
  return { ...packWeights(numbers), ...partsFigures(version, judged, run?.config.seed ?? 0) };
}

/** What the run kept of the rows that it held back, with what is answered now. */
async function judgedAgain(
  version: ModelVersion,
  model: AdditiveModel,
  storage: Reads,
): Promise<ChangedParts> {
  const { task, input, datasetVersionId, runId } = version;
  const dataset = await storage.datasets.version(datasetVersionId);
  if (!dataset) return {};
  const kind = kindEngineOf(input);
  const { read } = await kind.open(version, dataset, storage.blobs);
  const trees = termTrees(model);
  const { artifacts = [] } = (await storage.runs.get(runId)) ?? {};
  const parts: ChangedParts = {};
  for (const [part, name] of [
    ['val', validationArtifact],
    ['test', testArtifact],
  ] as const) {
    const artifact = artifacts.find((one) => one.name === name);
    if (!artifact) continue;
    const judged = parseValidation(await storage.blobs.get(artifact.blob));
    const scores = baseScores(trees, judged.rows.length);
    addTrees(trees, [0, trees.starts.length], kind.enter(version, await read(judged.rows)), scores);
    const raw = Float32Array.from(scores);
    if (areClasses(judged))
      parts[part] = { ...judged, probabilities: Float32Array.from(probabilities(raw, model.base.length)) };
    else if (areNumbers(judged)) parts[part] = { ...judged, predicted: unscaled(raw, commonScale(task)) };
  }
  return parts;
}

async function found(id: string, models: Pick<Reads['models'], 'version'>): Promise<ModelVersion> {
  const version = await models.version(id);
  if (version) return version;
  throw new TetradError({ code: 'notFound', message: 'This model version does not exist any more.' });
}

async function shapesOf({ body }: ModelVersion, blobs: Pick<Reads['blobs'], 'get'>): Promise<AdditiveModel> {
  const def = bodyOf(body);
  if (!def.shapes) throw refused(def.title);
  const bytes = await Promise.all(def.blobs(body.spec).map((blob) => blobs.get(blob)));
  return def.shapes(body.spec, def.tensors(body.spec, bytes));
}

const refused = (title: string): TetradError =>
  new TetradError({
    code: 'unsupported',
    message: `What answers here is ${title.toLowerCase()}: it has no shapes that can be drawn.`,
    hint: 'Train “Explainable boosting”, whose shapes are the model.',
  });
