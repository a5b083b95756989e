/** How a version was trained, so that the same can be learnt anew with a change. */
import { families } from '#/core/families/registry';
import { TetradError } from '#/core/protocol/errors';
import type { Training } from '#/core/protocol/explain';
import type { ModelVersion } from '#/core/protocol/model';
import type { Storage } from '#/core/protocol/storage';
import { trainInput } from '../jobs/trainJob';

/** Throws where it cannot be, and says why. */
export async function trainingOf(
  storage: Pick<Storage, 'runs' | 'jobs' | 'datasets'>,
  { runId, number }: Pick<ModelVersion, 'runId' | 'number'>,
): Promise<Training> {
  const cannot = (why: string) =>
    new TetradError({
      code: 'badInput',
      message: `Version ${number} cannot be learnt anew: ${why}`,
      place: 'method',
      hint: 'Use permutation importance, which asks the model as it is, or train it again from the dataset.',
    });
  const run = runId === '' ? undefined : await storage.runs.get(runId);
  const job = run && (await storage.jobs.get(run.jobId));
  const parsed = trainInput.safeParse(job?.input);
  if (!parsed.success) throw cannot('the job that trained it is no longer listed.');
  const { runId: _run, modelId: _model, madeModel: _made, ...training } = parsed.data;
  if (training.startFrom || training.inherit || families.get(training.family, 'family').enters)
    throw cannot('it began with the weights of another model, which take all its inputs.');
  if (!(await storage.datasets.version(training.datasetVersionId)))
    throw cannot('the dataset that it learnt from was deleted.');
  return training;
}
