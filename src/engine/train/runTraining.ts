/**
 * One training run from a stored dataset to a stored model version: prepared by its kind, learnt by the learner of its
 * family, judged, and committed last and completely.
 */
import { sizeOf } from '#/core/arch/sizeOf';
import { families } from '#/core/families/registry';
import { blobsOfVersion } from '#/core/kinds/registry';
import { sgd } from '#/core/learners/sgd';
import type { LearnerDef } from '#/core/learners/learnerDef';
import { learnerOf } from '#/core/learners/registry';
import { TetradError } from '#/core/protocol/errors';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { GoneOn } from '#/core/protocol/model';
import { expectBreath } from '#/core/protocol/heartbeat';
import type { TrainRequest, TrainResult } from '#/core/protocol/train';
import type { PreparedData } from '../kinds/preparedData';
import { allowedDataBytes } from '#/core/train/dataAllowance';
import { kindEngineOf } from '../kinds/registry';
import type { Learnt } from '../learners/learner';
import { noMemory } from '../learners/host/noMemory';
import { learners } from '../learners/registry';
import { judgeRun, keptPlaces, settledTask } from './judge/judgeRun';
import { atSlowest } from './record/atSlowest';
import { RunRecord } from './record/runRecord';
import { compareParts } from './goOn/compareParts';
import { type Begun, begunWith } from './goOn/keptOf';
import type { RunDeps, TrainStorage } from './runDeps';
import type { KeptPlaces } from './trainSpec';

export async function runTraining(request: TrainRequest, deps: RunDeps): Promise<TrainResult> {
  const { storage } = deps;
  const made = await madeAlready(request, storage);
  if (made) return made;
  const version = await storage.datasets.version(request.datasetVersionId);
  if (!version)
    throw new TetradError({
      code: 'notFound',
      message: 'The dataset version this run learns from was deleted.',
      hint: 'Choose another dataset and train again.',
    });
  expectBreath(atSlowest(blobsOfVersion(version).reduce((sum, { bytes }) => sum + bytes, 0)));
  const allowedBytes = deps.allowedBytes ?? allowedDataBytes(globalThis.navigator);
  const { startFrom } = request;
  const begun =
    startFrom === undefined
      ? undefined
      : await begunWith({ ...request, startFrom }, version, storage, allowedBytes);
  const data = await prepared(request, version, begun, storage, allowedBytes);
  const comparison = begun && compareParts(begun, data);
  const keep = keptPlaces(data, request.config.seed);
  const own = learnerFor(request, data);
  // A network goes on by gradients, however its family begins.
  const learner = learners.get((request.startFrom && own.network ? sgd : own).type);
  const record = new RunRecord(request.runId, await fingerprint(version, request), deps);
  try {
    const learnt = await learner.learn({
      request,
      data,
      keep,
      compared: comparison?.splits,
      allowedBytes,
      record,
      deps,
    });
    const goneOn = comparison?.goneOn(learnt.compared);
    const result = await commit(request, version, data, keep, learnt, deps, {
      goneOn,
      learns: own.learns !== false,
    });
    const { stoppedEarly, bestEpoch } = learnt;
    record.tell({ kind: 'done', ...result, stoppedEarly, bestEpoch });
    await storage.checkpoints.delete(request.runId);
    return result;
  } catch (thrown) {
    // A network says itself what of it would fit.
    throw own.network ? thrown : noMemory(thrown, families.get(request.family, 'family'));
  } finally {
    record.flush();
    await data.close?.();
    await begun?.old?.close?.();
  }
}

async function prepared(
  request: TrainRequest,
  version: DatasetVersion,
  begun: Begun | undefined,
  { blobs }: TrainStorage,
  allowedBytes: number,
): Promise<PreparedData> {
  const data = await kindEngineOf(version.schema).prepare(
    version,
    { ...request, ...(begun && { kept: begun.kept }) },
    blobs,
    allowedBytes,
  );
  if (!begun) return data;
  const { input } = begun.kept;
  if (JSON.stringify(data.input.fitted) === JSON.stringify(input.fitted))
    return { ...data, warnings: [...data.warnings, ...begun.warnings] };
  await data.close?.();
  throw new TetradError({
    code: 'badInput',
    message: `The samples of this dataset do not enter as version ${begun.version.number} takes them.`,
    place: 'startFrom',
    hint: 'Cut, size or tokenise the dataset as the one that the version was learnt from.',
  });
}

function learnerFor({ family: type, familyParams, config }: TrainRequest, data: PreparedData): LearnerDef {
  const { task, train, shape } = data;
  const family = families.get(type, 'family');
  return learnerOf(family, {
    params: familyParams,
    training: config,
    values: train.source ? Number.POSITIVE_INFINITY : train.rows * sizeOf(shape),
    outputs: task.labels?.length,
    task: task.type,
  });
}

/** A worker that outlived its tab may have ended this very run while another waited to continue it. */
async function madeAlready({ runId }: TrainRequest, storage: TrainStorage): Promise<TrainResult | undefined> {
  const id = (await storage.runs.get(runId))?.modelVersionId;
  const made = id === undefined ? undefined : await storage.models.version(id);
  return made && { modelVersionId: made.id, metrics: made.metrics };
}

async function commit(
  { runId, modelId, fold, config: { seed } }: TrainRequest,
  version: DatasetVersion,
  prepared: PreparedData,
  places: KeptPlaces,
  learnt: Learnt,
  { storage, breathe, beside }: Pick<RunDeps, 'storage' | 'breathe' | 'beside'>,
  { goneOn, learns }: { goneOn?: GoneOn; learns: boolean },
): Promise<TrainResult> {
  const found = {
    ...prepared,
    task: learnt.task ?? prepared.task,
    warnings: [...prepared.warnings, ...(learnt.warnings ?? [])],
  };
  const data = { ...found, task: settledTask(found, learnt, places) };
  const { backend, backendReason, bestEpoch, step } = learnt;
  let { metrics } = learnt;
  const made = await storage.writing(async () => {
    const body = await learnt.body(storage.blobs);
    const judged = await judgeRun(runId, data, learnt, { places, seed, learns }, storage);
    const { artifacts, figure } = judged;
    metrics = { ...metrics, ...judged.metrics };
    // Models of folds are not kept.
    // Without a network, and never used before, its code is not here: the reference is made when it is asked for.
    const sketching = fold ? undefined : await import('../drift/keptReference').catch(() => undefined);
    const reference = await sketching?.keptReference(version, data, body, {
      blobs: storage.blobs,
      breathe,
      open: beside,
    });
    return await storage.models.commitVersion(
      {
        modelId,
        runId,
        datasetId: version.datasetId,
        datasetVersionId: version.id,
        datasetHash: version.hash,
        task: data.task,
        inputs: data.inputs,
        input: data.input,
        body,
        metrics,
        ...(figure && { figure }),
        ...(goneOn && { goneOn }),
        ...(reference && { reference }),
        sampleRows: data.sampleRows,
      },
      {
        run: {
          status: 'finished',
          finishedAt: Date.now(),
          task: data.task,
          backend,
          backendReason,
          split: data.split,
          ...(data.warnings.length > 0 && { warnings: data.warnings }),
          artifacts,
          ...(figure && { figure }),
          summary: { ...metrics, bestEpoch, steps: step },
        },
      },
    );
  });
  return { modelVersionId: made.id, metrics };
}

/** Equal for two attempts at the same training, and for nothing else. */
async function fingerprint(version: DatasetVersion, request: TrainRequest): Promise<string> {
  const { backend: _backend, allRows, ...config } = request.config;
  const { target, task, features, family, familyParams, fold, startFrom, transfer, inherit } = request;
  const whole = [version.hash, target, task, features, family, familyParams, config];
  // Without a fold, or what is off by default, as it always was, so that what an older studio interrupted goes on.
  const text = JSON.stringify([
    ...whole,
    ...(fold ? [fold] : []),
    ...(allRows ? [{ allRows }] : []),
    ...(startFrom ? [{ startFrom, transfer }] : []),
    ...(inherit ? [{ inherit }] : []),
  ]);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
