/** Records a cross-validation (a model for its folds, its run, its job) and answers at once. */
import { type FoldPlan, mostFoldRuns } from '#/core/protocol/crossValidation';
import { TetradError } from '#/core/protocol/errors';
import type { Storage } from '#/core/protocol/storage';
import { taskOf } from '#/core/tasks/registry';
import type { CrossValidateInput } from '../jobs/crossValidateJob';
import { freeName } from '../freeName';
import type { AppServices } from '../services';
import { checkRequest, orUndone, type TrainingRequest } from './checkRequest';
import { flatParams } from './flatParams';

/** Marks the models that only the folds of a cross-validation made. */
export const foldModelTag = 'cross-validation';

export type CrossValidationRequest = TrainingRequest & FoldPlan;

export async function submitCrossValidation(
  { storage, jobs }: AppServices,
  request: CrossValidationRequest,
): Promise<{ jobId: string; runId: string; modelId: string }> {
  const { job, modelId, undo } = await recordCrossValidation(storage, request);
  await orUndone(() => jobs.submit(job), undo);
  return { jobId: job.id, runId: job.runId, modelId };
}

/** The model and the run, and the job that is to be submitted for them. */
export async function recordCrossValidation(
  storage: Storage,
  { folds, repeats, ...request }: CrossValidationRequest,
) {
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
  const record = () =>
    storage.runs.create({
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
  await orUndone(record, () => storage.models.delete(model.id));
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
  const job = {
    id: jobId,
    kind: 'crossValidate',
    title: `Cross-validate ${model.name}`,
    input,
    datasetId: dataset.id,
    modelId: model.id,
    runId,
  };
  const undo = async () => {
    await storage.runs.delete(runId);
    await storage.models.delete(model.id);
  };
  return { job, modelId: model.id, undo };
}
