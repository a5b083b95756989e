/**
 * One training run from stored columns to a stored model version. Metrics and checkpoints are written only from
 * events of the trainer, which has checked them; the version is committed last and completely.
 */
import type { PreparedData } from '../kinds/preparedData';
import { weightCount } from '#/core/arch/shapes';
import { networkBody } from '#/core/bodies/network';
import { blobsOfVersion } from '#/core/kinds/registry';
import { TetradError, toErrorInfo } from '#/core/protocol/errors';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { expectBreath } from '#/core/protocol/heartbeat';
import type { Storage } from '#/core/protocol/storage';
import { readStudioSettings } from '#/core/protocol/studioSettings';
import type { TrainEvent, TrainRequest, TrainResult } from '#/core/protocol/train';
import { configWarnings } from '#/core/train/configWarnings';
import { rowsPerStep, stepsPerEpoch } from '#/core/train/batchOrder';
import { chooseBackend, type ChosenBackend } from '../backends/chooseBackend';
import { measureStep } from '../backends/measureStep';
import { openBackend } from '../backends/openBackend';
import type { TfBackend } from '../backends/tfBackend';
import { kindEngineOf } from '../kinds/registry';
import { buildSpec } from './prepare/buildSpec';
import {
  decodeCheckpoint,
  encodeCheckpoint,
  parseStoredState,
  type StoredState,
} from './record/checkpointCodec';
import { EventOutlet } from './record/eventOutlet';
import { MetricLog } from './record/metricLog';
import { train } from './trainer';
import type { TrainerEvent, TrainOutcome, TrainSpec, TrainState } from './trainSpec';
import { judgeRun, keptPlaces } from './judge/judgeRun';
import { packWeights } from '#/core/bodies/tensorBlob';

export type TrainStorage = Pick<
  Storage,
  'blobs' | 'datasets' | 'runs' | 'metrics' | 'models' | 'checkpoints' | 'settings' | 'writing'
>;

export interface RunDeps {
  storage: TrainStorage;
  emit(event: TrainEvent): void;
  stopped(): 'cancel' | 'pause' | undefined;
  breathe(): Promise<void>;
  choose?: typeof chooseBackend;
  checkpointEveryMs?: number;
  checkpointInEpochMs?: number;
}

/** Reading and preparing so many stored bytes, or writing them, on the slowest machine. */
const atSlowest = (bytes: number): number => bytes / 500;

const standardCheckpointEveryMs = 2000;
const checkpointInEpochMs = 10_000;

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
  const data = await kindEngineOf(version.schema).prepare(version, request, storage.blobs);
  const keep = keptPlaces(data, request.config.seed);
  const spec = { ...buildSpec(request, data), keep };
  const print = await fingerprint(version, request);
  const { resumed, damaged } = await readCheckpoint(storage, request.runId, print);
  // Whatever was logged after the checkpoint (or by an attempt without one) will be logged again.
  await storage.metrics.truncate(request.runId, resumed?.stored.step ?? 0);

  const outlet = new EventOutlet(deps.emit);
  const choose = deps.choose ?? chooseBackend;
  // A fork may go elsewhere if it asks.
  const begunOn = resumed?.forked && request.config.backend !== 'auto' ? undefined : resumed?.stored.backend;
  const chosen = await choose(spec, request.config.backend, begunOn, {
    open: openBackend,
    measure: (of, backend, how) =>
      measureStep(of, backend, { ...how, tune: () => tuneConvolutions(backend, storage) }),
  });
  try {
    outlet.push({
      kind: 'prepared',
      trainRows: spec.train.rows,
      valRows: spec.val.rows,
      split: data.split,
      weightCount: weightCount(spec.arch),
      stepsPerEpoch: stepsPerEpoch(spec.train.rows, rowsPerStep(spec.config)),
      backend: chosen.choice,
      resumedAtStep: resumed?.stored.step,
      warnings: [
        ...damaged,
        ...data.warnings,
        ...configWarnings(request.config, data.task, data.train, data.val),
      ],
      damaged: damaged.length > 0 ? damaged.join(' ') : undefined,
    });
    const outcome = await learn(spec, chosen, { request, deps, outlet, print, resume: resumed?.state });
    const result = await commit(request, version, data, spec, outcome, chosen, storage);
    outlet.push({
      kind: 'done',
      ...result,
      stoppedEarly: outcome.stoppedEarly,
      bestEpoch: outcome.bestEpoch,
    });
    await storage.checkpoints.delete(request.runId);
    return result;
  } finally {
    outlet.flush();
    chosen.backend.close();
  }
}

/** How long a training waits for kernels to be measured that its first step met. */
const tuneMs = 2000;

async function tuneConvolutions({ device, detail }: TfBackend, { settings }: TrainStorage): Promise<void> {
  if (!device) return;
  const { tune } = await import('../kernels/convTuner');
  await tune(device, detail, settings, tuneMs);
}

interface Learning {
  request: TrainRequest;
  deps: RunDeps;
  outlet: EventOutlet;
  print: string;
  resume?: TrainState;
}

async function learn(spec: TrainSpec, { backend }: ChosenBackend, learning: Learning): Promise<TrainOutcome> {
  const { request, deps, outlet, print, resume } = learning;
  const log = new MetricLog(request.runId, deps.storage.metrics);
  const training = train(
    spec,
    {
      backend,
      now: () => performance.now(),
      breathe: deps.breathe,
      stopped: deps.stopped,
      checkpointEveryMs: deps.checkpointEveryMs ?? standardCheckpointEveryMs,
      checkpointInEpochMs: deps.checkpointInEpochMs ?? checkpointInEpochMs,
    },
    resume,
  );
  try {
    for (;;) {
      const next = await training.next();
      if (next.done) return next.value;
      const event = next.value;
      if (event.kind === 'checkpoint') {
        await log.write();
        await writeCheckpoint(deps.storage, request.runId, event, backend.name, print);
        outlet.push({ kind: 'checkpoint', step: event.state.step });
      } else {
        log.add(event);
        outlet.push(event);
        await log.writeSometimes();
      }
    }
  } finally {
    // Ends the generator, and with it every tensor, when storage failed rather than training.
    await training.return(undefined as never).catch(() => undefined);
    await log.write();
  }
}

/** A worker that outlived its tab may have ended this very run while another waited to continue it. */
async function madeAlready({ runId }: TrainRequest, storage: TrainStorage): Promise<TrainResult | undefined> {
  const id = (await storage.runs.get(runId))?.modelVersionId;
  const made = id === undefined ? undefined : await storage.models.version(id);
  return made && { modelVersionId: made.id, metrics: made.metrics };
}

/** The newest that can be read: a damaged one is passed over, and said. */
async function readCheckpoint(
  storage: TrainStorage,
  runId: string,
  print: string,
): Promise<{ resumed?: { stored: StoredState; state: TrainState; forked: boolean }; damaged: string[] }> {
  const damaged: string[] = [];
  for (const { state: given, step, blobs, forkedFrom } of await storage.checkpoints.list(runId)) {
    const stored = parseStoredState(given, forkedFrom === undefined ? print : undefined);
    const blob = blobs[0];
    if (!stored || !blob) continue;
    try {
      const bytes = await storage.blobs.get(blob);
      const state = decodeCheckpoint(stored, bytes);
      const forked = forkedFrom !== undefined;
      // A schedule that has counted bad epochs begins anew with its new settings.
      return { resumed: { stored, state: forked ? { ...state, schedule: {} } : state, forked }, damaged };
    } catch (thrown) {
      const { code, message } = toErrorInfo(thrown);
      if (code !== 'corrupt' && code !== 'notFound') throw thrown;
      damaged.push(
        `The checkpoint at step ${step} is damaged, so the run continues from an earlier one: ${message}`,
      );
    }
  }
  return { damaged };
}

async function writeCheckpoint(
  storage: TrainStorage,
  runId: string,
  { epoch, epochEnded, state }: Extract<TrainerEvent, { kind: 'checkpoint' }>,
  backend: StoredState['backend'],
  print: string,
): Promise<void> {
  const encoded = encodeCheckpoint(state, backend, print);
  expectBreath(atSlowest(encoded.bytes.byteLength));
  const { checkpointsKept } = await readStudioSettings(storage.settings);
  // In the middle of an epoch nothing has judged these weights.
  const score = epochEnded ? (state.lastMetrics.valLoss ?? state.lastMetrics.trainLoss) : undefined;
  await storage.writing(async () => {
    const blob = await storage.blobs.put(encoded.bytes);
    await storage.checkpoints.put(
      { runId, step: state.step, epoch, score, state: encoded.state, blobs: [blob] },
      checkpointsKept,
    );
  });
}

async function commit(
  request: TrainRequest,
  version: DatasetVersion,
  data: PreparedData,
  spec: TrainSpec,
  outcome: TrainOutcome,
  { backend, choice }: ChosenBackend,
  storage: TrainStorage,
): Promise<TrainResult> {
  const { bytes, tensors } = packWeights(outcome.weights);
  expectBreath(atSlowest(bytes.byteLength));
  const { metrics } = outcome;
  const made = await storage.writing(async () => {
    const blob = await storage.blobs.put(bytes);
    const { artifacts, figure } = await judgeRun(
      request.runId,
      data,
      outcome,
      { places: keptPlaces(data, request.config.seed), seed: request.config.seed },
      storage,
    );
    return await storage.models.commitVersion(
      {
        modelId: request.modelId,
        runId: request.runId,
        datasetId: version.datasetId,
        datasetVersionId: version.id,
        datasetHash: version.hash,
        task: data.task,
        inputs: data.inputs,
        input: data.input,
        body: networkBody({ arch: spec.arch, weights: { blob, tensors } }),
        metrics,
        ...(figure && { figure }),
        sampleRows: data.sampleRows,
      },
      {
        run: {
          status: 'finished',
          finishedAt: Date.now(),
          task: data.task,
          backend: backend.name,
          backendReason: choice.reason,
          split: data.split,
          artifacts,
          ...(figure && { figure }),
          summary: { ...metrics, bestEpoch: outcome.bestEpoch, steps: outcome.step },
        },
      },
    );
  });
  return { modelVersionId: made.id, metrics };
}

/** Equal for two attempts at the same training, and for nothing else. */
async function fingerprint(version: DatasetVersion, request: TrainRequest): Promise<string> {
  const { backend: _backend, ...config } = request.config;
  const { target, task, features, family, familyParams, fold } = request;
  const whole = [version.hash, target, task, features, family, familyParams, config];
  // Without a fold as it always was, so that what an older studio interrupted goes on.
  const text = JSON.stringify(fold ? [...whole, fold] : whole);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
