/** Records a sweep (a model for its trials, its run, its job) and answers at once. */
import type { SweepPlan } from '#/core/protocol/sweep';
import { freeName } from '../freeName';
import type { SweepInput } from '../jobs/sweepJob';
import type { AppServices } from '../services';
import { type CheckedRequest, checkRequest, orUndone } from '../training/checkRequest';
import { flatParams } from '../training/flatParams';
import { checkSweep, type SweepRequest } from './checkSweep';
import { earlierTrials } from './earlierTrials';

/** Marks the models that the trials of a sweep made. */
const sweepModelTag = 'sweep';

export async function submitSweep(
  { storage, jobs }: AppServices,
  request: SweepRequest,
  check: (request: SweepRequest, checked: CheckedRequest) => SweepPlan = checkSweep,
): Promise<{ jobId: string; runId: string; modelId: string; experimentId: string; trials: number }> {
  const checked = await checkRequest(storage, request);
  const { dataset, version, task, features, familyParams, config } = checked;
  const planned = check(request, checked);
  const earlier = await earlierTrials(
    storage,
    {
      runIds: request.earlierRuns ?? [],
      family: request.family,
      target: request.target,
      datasetHash: version.hash,
    },
    planned,
  );
  const plan = { ...planned, ...(earlier.length > 0 && { earlier }) };
  const model = await storage.models.create({
    name: await freeName(request.name ?? `${dataset.name} ${request.family} search`, storage.models.hasName),
    family: request.family,
    tags: [sweepModelTag],
    description: plan.architecture
      ? 'The networks of an architecture search.'
      : `The models of a search over ${Object.keys(plan.space).join(', ')}.`,
  });
  const [jobId, runId] = [crypto.randomUUID(), crypto.randomUUID()];
  let experimentId = '';
  const submit = async () => {
    const run = await storage.runs.create({
      id: runId,
      jobId,
      name: model.name,
      modelId: model.id,
      datasetId: dataset.id,
      datasetVersionId: version.id,
      params: {
        ...flatParams({ ...request, features, familyParams, config, datasetHash: version.hash }),
        method: plan.method,
        pruner: plan.pruner,
        trials: plan.trials,
      },
      sweep: plan,
      config,
      task,
    });
    experimentId = run.experimentId;
    const input: SweepInput = {
      runId,
      modelId: model.id,
      datasetVersionId: version.id,
      target: request.target,
      task: task.type,
      features,
      family: request.family,
      familyParams,
      config,
    };
    await jobs.submit({
      id: jobId,
      kind: 'sweep',
      title: `Search ${model.name}`,
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
  return { jobId, runId, modelId: model.id, experimentId, trials: plan.trials };
}
