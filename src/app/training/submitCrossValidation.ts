/** Records a cross-validation (a model for its folds, its run, its job) and answers at once. */
import { type FoldPlan, mostFoldRuns } from '#/core/protocol/crossValidation';
import { TetradError } from '#/core/protocol/errors';
import { taskOf } from '#/core/tasks/registry';
import type { CrossValidateInput } from '../jobs/crossValidateJob';
import { freeName } from '../freeName';
import type { AppServices } from '../services';
import { checkRequest, orUndone, type TrainingRequest } from './checkRequest';
import { flatParams } from './flatParams';

/** Marks the models that only the folds of a cross-validation made. */
export const foldModelTag = 'cross-validation';

export async function submitCrossValidation(
  { storage, jobs }: AppServices,
  { folds, repeats, ...request }: TrainingRequest & FoldPlan,
): Promise<{ jobId: string; runId: string; modelId: string }> {
  // Every row validates, so none is kept for a test unless that is asked for.
  const { dataset, version, task, features, familyParams, config } = await checkRequest(storage, {
    ...request,
    training: { testSplit: 0, ...request.training },
  });
  const refused = (message: string, hint: string) =>
    new TetradError({ code: 'badInput', message, place: 'folds', hint });
  if (taskOf(task).untaught)
    throw refused(
      `${taskOf(task).title} names no column, so there is nothing that folds could be judged by.`,
      'Train it once: the test part shows what rows that it did not see come to.',
    );
  if (folds > version.rows)
    throw refused(`${folds} folds of ${version.rows} rows are not possible.`, 'Take fewer folds.');
  if (folds * repeats > mostFoldRuns)
    throw refused(
      `${folds} folds repeated ${repeats} times are ${folds * repeats} trainings; at most ${mostFoldRuns} are run as one.`,
      'Take fewer folds or repeats.',
    );
  const plan = repeats > 1 ? `${folds} folds × ${repeats}` : `${folds} folds`;
  const model = await storage.models.create({
    name: await freeName(
      request.name ?? `${dataset.name} ${request.family}, ${plan}`,
      storage.models.hasName,
    ),
    family: request.family,
    tags: [foldModelTag],
    description: `The models of ${plan}: each was trained without one part of the rows, to be judged on it.`,
  });
  const [jobId, runId] = [crypto.randomUUID(), crypto.randomUUID()];
  const submit = async () => {
    await storage.runs.create({
      id: runId,
      jobId,
      name: model.name,
      modelId: model.id,
      datasetId: dataset.id,
      datasetVersionId: version.id,
      ...(request.experimentId && { experimentId: request.experimentId }),
      params: {
        ...flatParams({ ...request, features, familyParams, config, datasetHash: version.hash }),
        folds,
        repeats,
      },
      crossValidation: { folds, repeats },
      config,
      task,
    });
    const input: CrossValidateInput = {
      runId,
      modelId: model.id,
      datasetVersionId: version.id,
      target: request.target,
      task: task.type,
      features,
      family: request.family,
      familyParams,
      config,
      folds,
      repeats,
    };
    await jobs.submit({
      id: jobId,
      kind: 'crossValidate',
      title: `Cross-validate ${model.name}`,
      input,
      datasetId: dataset.id,
      modelId: model.id,
      runId,
    });
  };
  await orUndone(submit, async () => {
    await storage.runs.delete(runId);
    await storage.models.delete(model.id);
  });
  return { jobId, runId, modelId: model.id };
}
