/** Records a search for the best model (a model for all that is tried, its run, its job) and answers at once. */
import { ensemble } from '#/core/families/ensemble';
import type { AutomlPlan, AutomlPreset } from '#/core/protocol/automl';
import { TetradError } from '#/core/protocol/errors';
import type { Objective } from '#/core/protocol/sweep';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { TrainConfig } from '#/core/protocol/train';
import { portfolioOf } from '#/core/automl/portfolio';
import { targetTask } from '#/core/train/targets';
import { freeName } from '../freeName';
import type { AutomlInput } from '../jobs/automlJob';
import { found } from '../queries';
import type { AppServices } from '../services';
import { objectivesOf } from '../sweeps/checkSweep';
import { type CheckedRequest, checkRequest, orUndone, type TrainingRequest } from '../training/checkRequest';
import { flatParams } from '../training/flatParams';

export interface AutomlRequest
  extends Omit<TrainingRequest, 'family' | 'familyParams' | 'size' | 'target' | 'training'> {
  target: string;
  timeLimitSeconds: number;
  preset?: AutomlPreset;
  objective?: string | Objective;
  mostBytes?: number;
  mostLatencyMs?: number;
  training?: Pick<Partial<TrainConfig>, 'validationSplit' | 'testSplit' | 'splitBy' | 'seed'>;
}

/** Marks the models that such a search made. */
const automlModelTag = 'best model';
const fewestRows = 20;
/** Above, one validation part is large enough to compare by. */
const mostFoldedRows: Record<AutomlPreset, number> = { fast: 500, balanced: 5_000, best: 20_000 };
const standardFolds = 5;

const badInput = (place: string, message: string, hint: string) =>
  new TetradError({ code: 'badInput', message, place, hint });

export async function submitAutoml(
  { storage, jobs }: AppServices,
  request: AutomlRequest,
): Promise<{ jobId: string; runId: string; modelId: string; experimentId: string }> {
  const dataset = found(await storage.datasets.get(request.datasetId), 'dataset', request.datasetId);
  const versionId = request.versionId ?? dataset.latestVersionId;
  const known = versionId === undefined ? undefined : await storage.datasets.version(versionId);
  const { training, ...asked } = request;
  // Whatever family is tried first, the rest of the request is checked by it; without a version this says so.
  const family = known ? firstFamily(known, request) : 'linear';
  const checked = await checkRequest(storage, { ...asked, ...(training && { training }), family });
  const plan = planOf(request, checked);
  const { version, task, features, config } = checked;
  const base = baseConfig(config, request);
  const model = await storage.models.create({
    name: await freeName(request.name ?? `${checked.dataset.name} best model`, storage.models.hasName),
    family: ensemble.type,
    tags: [automlModelTag],
    description: `What a search for the best model of “${request.target}” tried, version by version; the champion is what it chose.`,
  });
  const [jobId, runId] = [crypto.randomUUID(), crypto.randomUUID()];
  let experimentId = '';
  const submit = async () => {
    const run = await storage.runs.create({
      id: runId,
      jobId,
      name: model.name,
      modelId: model.id,
      datasetId: checked.dataset.id,
      datasetVersionId: version.id,
      ...(request.experimentId && { experimentId: request.experimentId }),
      params: {
        ...flatParams({
          target: request.target,
          features,
          family: ensemble.type,
          familyParams: {},
          config: base,
          datasetHash: version.hash,
        }),
        preset: plan.preset,
        timeLimitSeconds: plan.timeLimitSeconds,
      },
      automl: plan,
      config: base,
      task,
    });
    experimentId = run.experimentId;
    const input: AutomlInput = {
      runId,
      modelId: model.id,
      datasetVersionId: version.id,
      target: request.target,
      task: task.type,
      features,
      config: base,
    };
    await jobs.submit({
      id: jobId,
      kind: 'automl',
      title: `Find the best model: ${model.name}`,
      input,
      datasetId: checked.dataset.id,
      modelId: model.id,
      runId,
    });
  };
  await orUndone(submit, async () => {
    await storage.runs.delete(runId);
    await storage.models.delete(model.id);
  });
  return { jobId, runId, modelId: model.id, experimentId };
}

function firstFamily(version: DatasetVersion, { target, task: wanted }: AutomlRequest): string {
  const { kind } = version.schema;
  const task = targetTask(version, target, wanted);
  const [first] = portfolioOf({ kind, task: task.type, rows: version.rows });
  if (first) return first.family;
  throw badInput('target', `No model learns ${task.type} from ${kind} data yet.`, 'Choose another target.');
}

function planOf(request: AutomlRequest, { version, task, config }: CheckedRequest): AutomlPlan {
  const { preset = 'balanced', timeLimitSeconds, mostBytes, mostLatencyMs } = request;
  if (version.rows < fewestRows)
    throw badInput(
      'datasetId',
      `${version.rows} rows cannot tell which of several models is better.`,
      `Give at least ${fewestRows}, or train one model on the Train page.`,
    );
  const [objective] = objectivesOf(request.objective, task) as [Objective];
  if (!objective.metric.startsWith('val'))
    throw badInput(
      'objective',
      `${objective.metric} does not say how good a model is.`,
      'Take a figure of the validation rows; for size and time give mostBytes and mostLatencyMs.',
    );
  return {
    preset,
    timeLimitSeconds,
    objective,
    folds: version.rows <= mostFoldedRows[preset] ? standardFolds : 0,
    seed: config.seed,
    ...(mostBytes !== undefined && { mostBytes }),
    ...(mostLatencyMs !== undefined && { mostLatencyMs }),
  };
}

/** Only what divides the rows is common to all that is tried. */
const baseConfig = (config: TrainConfig, { training }: AutomlRequest): TrainConfig => ({
  ...config,
  replay: 'off',
  ...training,
});
