/**
 * Repeated k-fold cross-validation: a training for each fold, and what they say together. The run of each fold is
 * named after this job, so that a job that runs again after a reload trains none of them twice.
 */
import { z } from 'zod';
import { summarizeFolds } from '#/core/evaluation/summarizeFolds';
import {
  type CrossValidationResult,
  foldName,
  type FoldOutcome,
  foldPlan,
} from '#/core/protocol/crossValidation';
import { TetradError } from '#/core/protocol/errors';
import type { Job } from '#/core/protocol/job';
import type { Run } from '#/core/protocol/model';
import type { TrainFold } from '#/core/protocol/train';
import { found } from '../queries';
import { defineJob, type JobContext } from './jobDef';
import { trainInput } from './trainJob';

export const crossValidateInput = trainInput.omit({ fold: true, madeModel: true }).extend(foldPlan.shape);
export type CrossValidateInput = z.infer<typeof crossValidateInput>;

const trained = z.object({ modelVersionId: z.string(), metrics: z.record(z.string(), z.number()) });

export const crossValidateJob = defineJob<CrossValidateInput>({
  type: 'crossValidate',
  word: 'folds',
  lane: 'parent',
  pausable: true,
  input: crossValidateInput,
  lostHint: 'Resume the job: folds that were trained stay as they are.',
  page: ({ runId }) => (runId ? `/runs/${runId}` : undefined),
  notice: { open: 'Open run', alsoFailed: true },
  async run(context, input) {
    const { runs } = context.services.storage;
    const { folds, repeats } = input;
    const run = found(await runs.get(input.runId), 'run', input.runId);
    await runs.update(run.id, { status: 'running', error: undefined, finishedAt: undefined });
    context.expectChildren(folds * repeats);
    const parts: [TrainFold, Job][] = [];
    for (let repeat = 0; repeat < repeats; repeat++)
      for (let index = 0; index < folds; index++) {
        const fold = { index, folds, repeat };
        parts.push([fold, await submitFold(context, run, input, fold)]);
      }
    const outcomes = await Promise.all(
      parts.map(async ([fold, job]) => toOutcome(fold, await context.ended(job))),
    );
    const judged = outcomes.filter((outcome) => outcome !== undefined);
    if (judged.length < 2)
      throw new TetradError({
        code: 'cancelled',
        message: 'Too many folds were cancelled: a spread needs two.',
        hint: 'Cross-validate again.',
        place: run.name,
      });
    const leftOut = parts
      .filter((_, at) => outcomes[at] === undefined)
      .map(([{ repeat, index }]) => ({ repeat, index }));
    const result: CrossValidationResult = { folds: judged, ...summarizeFolds(judged), leftOut };
    await runs.update(run.id, {
      status: 'finished',
      finishedAt: Date.now(),
      summary: result.mean,
      crossValidation: { folds, repeats, result },
    });
    return result;
  },
  async discard({ storage }, job, { runId, modelId }, why) {
    if (await storage.runs.get(runId))
      await storage.runs.update(runId, {
        status: why === 'cancelled' ? 'killed' : 'failed',
        finishedAt: Date.now(),
        error: job.error,
      });
    if (why !== 'cancelled' || (await storage.models.versions(modelId)).length > 0) return;
    if (await storage.models.get(modelId)) await storage.models.delete(modelId);
  },
});

/** The child that trains one fold, and before it the run that it writes. */
async function submitFold(
  { services, job, child }: JobContext,
  parent: Run,
  { folds: _folds, repeats, ...training }: CrossValidateInput,
  fold: TrainFold,
): Promise<Job> {
  const { runs } = services.storage;
  const runId = `${job.id}-${fold.repeat}-${fold.index}`;
  const { modelId, datasetId, datasetVersionId, config, task } = parent;
  const run =
    (await runs.get(runId)) ??
    (await runs.create({
      id: runId,
      jobId: crypto.randomUUID(),
      parentId: parent.id,
      experimentId: parent.experimentId,
      fold,
      name: `${parent.name}, ${foldName(fold, repeats).toLowerCase()}`,
      modelId,
      datasetId,
      datasetVersionId,
      params: { ...parent.params, fold: fold.index + 1, repeat: fold.repeat + 1 },
      config,
      task,
    }));
  return await child(runId, {
    id: run.jobId,
    kind: 'train',
    // Shown below its parent.
    title: foldName(fold, repeats),
    input: { ...training, runId, fold, madeModel: false },
    datasetId,
    modelId,
    runId,
  });
}

/** Undefined: a person cancelled it. Throws what made it fail. */
function toOutcome({ repeat, index }: TrainFold, job: Job): FoldOutcome | undefined {
  if (job.status === 'cancelled') return undefined;
  if (job.status !== 'completed' || !job.runId)
    throw new TetradError({
      code: 'internal',
      ...job.error,
      message: job.error?.message ?? `Its training is ${job.status}.`,
      place: [job.title, job.error?.place].filter(Boolean).join(', '),
    });
  const { modelVersionId, metrics } = trained.parse(job.result);
  return { repeat, index, runId: job.runId, modelVersionId, metrics };
}
