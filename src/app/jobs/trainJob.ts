/** One training run. The engine persists metrics, checkpoints and the version; this keeps the run's record. */
import { z } from 'zod';
import { type ErrorInfo, TetradError } from '#/core/protocol/errors';
import { inherit, trainConfig, type TrainEvent, trainFold, transfer } from '#/core/protocol/train';
import type { AppServices } from '../services';
import { notify } from '../stores/notices';
import { defineJob, type JobContext } from './jobDef';
import { surviving } from './surviving';
import { untilStopped } from './untilStopped';

export const trainInput = z.object({
  runId: z.string(),
  modelId: z.string(),
  datasetVersionId: z.string(),
  target: z.string(),
  task: z.string(),
  features: z.array(z.string()),
  family: z.string(),
  familyParams: z.record(z.string(), z.unknown()),
  config: trainConfig,
  startFrom: z.string().optional(),
  transfer: transfer.optional(),
  fold: trainFold.optional(),
  inherit: inherit.optional(),
  /** The model was made for this run: a cancel takes an empty one away again. */
  madeModel: z.boolean(),
});
type TrainInput = z.infer<typeof trainInput>;

const summaryEveryMs = 2_000;

export const trainJob = defineJob<TrainInput>({
  type: 'train',
  word: 'train',
  lane: 'train',
  pausable: true,
  input: trainInput,
  lostHint: 'Resume the job: it continues from its last checkpoint.',
  page: ({ runId }) => (runId ? `/runs/${runId}` : undefined),
  notice: { open: 'Open run', alsoFailed: true },
  async run(context, request) {
    const { services, job, signal } = context;
    const { runs } = services.storage;
    const run = await runs.get(request.runId);
    if (!run)
      throw new TetradError({
        code: 'notFound',
        message: 'The run of this job was deleted.',
        hint: 'Train again from the dataset.',
        place: job.title,
      });
    // The version was committed, then the tab died before the job was told.
    if (!run.modelVersionId) {
      // Until a training has said where it runs, it has waited for its turn.
      const startedAt = run.backend === undefined ? Date.now() : run.startedAt;
      await runs.update(run.id, { status: 'running', startedAt, error: undefined, finishedAt: undefined });
      const keep = recordEvents(context, request.runId);
      const { madeModel: _madeModel, ...trainRequest } = request;
      await surviving(context, async (alive) => {
        if ((await runs.get(run.id))?.modelVersionId) return;
        const training = services.engine.train({ jobId: job.id, ...trainRequest }, (event) => {
          if (event.kind === 'checkpoint') alive();
          services.trainBus.publish(request.runId, event);
          keep(event);
        });
        await untilStopped(signal, training, (reason) => reason);
      });
    }
    const version = await finishRun(services, request);
    return { modelId: request.modelId, modelVersionId: version.id, metrics: version.metrics };
  },
  async discard({ storage, trainBus }, job, { runId, modelId, madeModel }, why) {
    if (!(await storage.runs.get(runId))) return;
    const error: ErrorInfo | undefined = job.error;
    if (error) trainBus.fail(runId, error);
    await storage.runs.update(runId, {
      status: why === 'cancelled' ? 'killed' : 'failed',
      finishedAt: Date.now(),
      error,
    });
    // A failed run keeps its checkpoint, so that it can be resumed.
    if (why !== 'cancelled') return;
    await storage.checkpoints.delete(runId);
    if (!madeModel || (await storage.models.versions(modelId)).length > 0) return;
    const others = (await storage.runs.list({ modelId })).filter((other) => other.id !== runId);
    if (others.length === 0 && (await storage.models.get(modelId))) await storage.models.delete(modelId);
  },
});

/** Progress of the job, and the run's backend and latest metrics, from the stream of events. */
function recordEvents({ services, report, job }: JobContext, runId: string): (event: TrainEvent) => void {
  const { runs } = services.storage;
  let summary: Record<string, number> = {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = () => {
    timer = undefined;
    runs.update(runId, (run) => (run.status === 'running' ? { summary } : undefined)).catch(() => {});
  };
  return (event) => {
    switch (event.kind) {
      case 'prepared':
        report({ message: `Training on ${event.backend.backend}` });
        if (event.damaged) notify({ kind: 'info', title: job.title, message: event.damaged });
        runs
          .update(runId, {
            backend: event.backend.backend,
            backendReason: event.backend.reason,
            split: event.split,
          })
          .catch(() => {});
        break;
      case 'steps':
        report({
          progress: Math.min(event.step / Math.max(event.totalSteps, 1), 0.99),
          message: `Epoch ${event.epoch} of ${event.epochs}`,
          secondsLeft: event.secondsLeft,
        });
        break;
      case 'epoch':
        summary = { ...summary, ...event.metrics };
        timer ??= setTimeout(write, summaryEveryMs);
        break;
      case 'done':
        clearTimeout(timer);
        break;
      case 'checkpoint':
        break;
    }
  };
}

/** The run is finished, and its version gets the alias it deserves: the first champion, later ones challenger. */
async function finishRun({ storage }: AppServices, { runId, modelId }: TrainInput) {
  // It was named with the version, in one transaction; a search has a thousand versions, which are not read for it.
  const made = (await storage.runs.get(runId))?.modelVersionId;
  const version = made === undefined ? undefined : await storage.models.version(made);
  if (version?.runId !== runId)
    throw new TetradError({
      code: 'internal',
      message: 'Training ended, but the model version it made is not stored.',
      hint: 'Train again; if it happens again, report this.',
    });
  const model = await storage.models.get(modelId);
  // The model of a fold or a trial is there to be judged, not to be used.
  const isPart = (await storage.runs.get(runId))?.parentId !== undefined;
  if (!isPart && model && !Object.values(model.aliases).includes(version.id))
    await storage.models.setAlias(modelId, model.aliases.champion ? 'challenger' : 'champion', version.id);
  await storage.runs.update(runId, (run) => ({
    status: 'finished',
    finishedAt: run.finishedAt ?? Date.now(),
    modelVersionId: version.id,
    task: version.task,
    summary: { ...run.summary, ...version.metrics },
    error: undefined,
  }));
  return version;
}
