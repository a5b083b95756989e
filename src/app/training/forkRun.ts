/**
 * A second run from the checkpoint of a first, with other settings. The first goes on as it was. Both curves
 * share their beginning.
 */
import { TetradError } from '#/core/protocol/errors';
import type { Checkpoint } from '#/core/protocol/storage';
import { type TrainConfig, trainConfig } from '#/core/protocol/train';
import { parseSettings } from '#/core/registry/parseSettings';
import { checkConfig } from '#/core/train/checkConfig';
import { trainInput } from '../jobs/trainJob';
import { found } from '../queries';
import type { AppServices } from '../services';
import { flatParams } from './flatParams';
import { forkable } from './forkable';

export interface ForkRequest {
  runId: string;
  training: Partial<TrainConfig>;
  name?: string;
}

export async function forkRun(
  services: AppServices,
  { runId, training, name }: ForkRequest,
): Promise<{ jobId: string; runId: string; modelId: string; step: number }> {
  const { storage, jobs } = services;
  const source = found(await storage.runs.get(runId), 'run', runId);
  const job = await storage.jobs.get(source.jobId);
  const request = trainInput.safeParse(job?.input);
  if (!job || !request.success) throw nothingToFork(source.name, 'Its job is no longer listed.');
  const input = request.data;
  const changed = Object.entries(training).filter(([, value]) => value !== undefined);
  for (const [field] of changed)
    if (!(forkable as readonly string[]).includes(field))
      throw new TetradError({
        code: 'badInput',
        message: 'A fork continues with the same rows, batches and optimiser state, so this cannot change.',
        place: `training.${field}`,
        hint: `These can: ${forkable.join(', ')}. For others, train anew.`,
      });
  const config = parseSettings(trainConfig, { ...input.config, ...Object.fromEntries(changed) }, 'training');
  checkConfig(config, source.task, 'training');

  const [checkpoint, points, histograms] = await jobs.atCheckpoint(job.id, async () => {
    const newest = await storage.checkpoints.get(runId);
    if (!newest) throw nothingToFork(source.name, `It is ${job.status} and has no checkpoint.`);
    const logged = await storage.metrics.list(runId);
    const pictured = await storage.metrics.histograms(runId);
    const before = ({ step }: { step: number }) => step <= newest.step;
    return [newest, logged.filter(before), pictured.filter(before)] as const;
  });
  const jobId = crypto.randomUUID();
  const forkId = crypto.randomUUID();
  const forkName = name ?? `${source.name} fork at ${checkpoint.step}`;
  await storage.metrics.append(
    forkId,
    points.map((point) => ({ ...point, runId: forkId })),
    histograms,
  );
  await storage.snapshots.copy(runId, forkId, checkpoint.step);
  await storage.runs.create({
    id: forkId,
    jobId,
    name: forkName,
    modelId: source.modelId,
    datasetId: source.datasetId,
    datasetVersionId: source.datasetVersionId,
    experimentId: source.experimentId,
    params: flatParams({ ...input, config, datasetHash: String(source.params.datasetHash ?? '') }),
    tags: { forkedFrom: runId, forkStep: String(checkpoint.step) },
    config,
    task: source.task,
    fold: source.fold,
  });
  try {
    const { createdAt: _createdAt, ...copied }: Checkpoint = checkpoint;
    await storage.checkpoints.put({ ...copied, runId: forkId, forkedFrom: runId });
    await jobs.submit({
      id: jobId,
      kind: 'train',
      title: `Train ${forkName}`,
      input: { ...input, runId: forkId, config, madeModel: false },
      datasetId: source.datasetId,
      modelId: source.modelId,
      runId: forkId,
    });
  } catch (thrown) {
    await storage.runs.delete(forkId);
    throw thrown;
  }
  return { jobId, runId: forkId, modelId: input.modelId, step: checkpoint.step };
}

const nothingToFork = (name: string, why: string) =>
  new TetradError({
    code: 'conflict',
    message: `There is no checkpoint to continue from. ${why}`,
    place: name,
    hint: 'Fork a run while it trains, is paused or has failed; a finished one can be trained anew.',
  });
