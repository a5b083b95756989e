/** Gradient descent on a network: the trainer (engine/train), on the backend that is through with it first. */
import type { ArchSpec } from '#/core/arch/archSpec';
import { weightCount } from '#/core/arch/shapes';
import { networkBody } from '#/core/bodies/network';
import { encodeValidation } from '#/core/evaluation/validationPredictions';
import type { Snapshot } from '#/core/protocol/model';
import type { PreparedData } from '../kinds/preparedData';
import { toPredictions } from '../train/judge/judgeRun';
import { packWeights } from '#/core/bodies/tensorBlob';
import { sgd as def } from '#/core/learners/sgd';
import { expectBreath } from '#/core/protocol/heartbeat';
import { rowsPerStep, stepsPerEpoch } from '#/core/train/batchOrder';
import { configWarnings } from '#/core/train/configWarnings';
import { chooseBackend, type ChosenBackend } from '../backends/chooseBackend';
import { measureStep } from '../backends/measureStep';
import { openBackend } from '../backends/openBackend';
import type { TfBackend } from '../backends/tfBackend';
import { buildSpec } from '../train/buildSpec';
import { atSlowest } from '../train/record/atSlowest';
import {
  decodeCheckpoint,
  encodeCheckpoint,
  parseStoredState,
  type StoredState,
} from '../train/record/checkpointCodec';
import type { Resumed } from '../train/record/runRecord';
import type { RunDeps, TrainStorage } from '../train/runDeps';
import { startFrom } from '../train/startFrom';
import type { HeadPlan } from '../train/transfer/planHead';
import { planTransfer, type TransferPlan } from '../train/transfer/planTransfer';
import { train } from '../train/trainer';
import type { TakenSnapshot, TrainerEvent, TrainOutcome, TrainSpec, TrainState } from '../train/trainSpec';
import type { Learner, LearnerJob, Learnt } from './learner';

const standardCheckpointEveryMs = 2000;
const checkpointInEpochMs = 10_000;

interface Begun {
  stored: StoredState;
  state: TrainState;
}

export const sgd: Learner = {
  type: def.type,
  learn: async (job) => await learnPlan(job, await planOf(job)),
};

/** From the weights of the plan on. */
export async function learnPlan(job: LearnerJob, { spec, ...plan }: Plan): Promise<Learnt> {
  const { request, data, record, deps } = job;
  const { resumed, damaged } = await record.resume(readState);
  const chosen = await choose(spec, request, deps, resumed);
  try {
    await plan.fill?.(chosen.backend);
    record.tell({
      kind: 'prepared',
      trainRows: spec.train.rows,
      valRows: spec.val.rows,
      split: data.split,
      weightCount: weightCount(spec.arch),
      stepsPerEpoch: stepsPerEpoch(spec.train.rows, rowsPerStep(spec.config)),
      backend: chosen.choice,
      resumedAtStep: resumed?.step,
      warnings: [
        ...damaged,
        ...data.warnings,
        ...configWarnings(request.config, data.task, data.train, data.val),
      ],
      damaged: damaged.length > 0 ? damaged.join(' ') : undefined,
    });
    return learntFrom(await runTrainer(spec, chosen, job, resumed), { ...plan, spec }, chosen);
  } finally {
    await plan.close?.();
    chosen.backend.close();
  }
}

interface Plan extends Partial<Omit<TransferPlan & HeadPlan, 'spec'>> {
  spec: TrainSpec;
  /** Of the network that is made. */
  arch: ArchSpec;
}

async function planOf({ request, data, keep, compared, allowedBytes, deps }: LearnerJob): Promise<Plan> {
  const { startFrom: from, transfer } = request;
  const isFile = transfer?.samples && !transfer.samples.layers;
  const version = isFile && from ? await deps.storage.models.version(from) : undefined;
  if (version) {
    const { planHead } = await import('../train/transfer/planHead');
    const head = await planHead(request, version, data, { keep }, deps, allowedBytes);
    return { ...head, arch: head.spec.arch };
  }
  const built = { ...buildSpec(request, data), keep, compared };
  const { arch } = built;
  if (request.inherit) {
    const { inheritedWeights } = await import('../train/inheritedWeights');
    const start = await inheritedWeights(request.inherit, arch, request.config.seed, deps.storage);
    return { spec: { ...built, start }, arch };
  }
  if (from === undefined) return { spec: built, arch };
  if (transfer) return { ...(await planTransfer(request, built, deps, allowedBytes)), arch };
  const spec = { ...built, ...(await startFrom(from, built, data, deps.storage)) };
  return { spec, arch: spec.arch };
}

async function readState(
  given: unknown,
  bytes: () => Promise<Uint8Array<ArrayBuffer>>,
  print?: string,
): Promise<Begun | undefined> {
  const stored = parseStoredState(given, print);
  return stored && { stored, state: decodeCheckpoint(stored, await bytes()) };
}

function choose(
  spec: TrainSpec,
  { config: { backend: wanted } }: LearnerJob['request'],
  { choose: by = chooseBackend, storage }: RunDeps,
  resumed: Resumed<Begun> | undefined,
): Promise<ChosenBackend> {
  // A fork may go elsewhere if it asks.
  const begunOn = resumed?.forked && wanted !== 'auto' ? undefined : resumed?.state.stored.backend;
  return by(spec, wanted, begunOn, {
    open: openBackend,
    measure: (of, backend, how) =>
      measureStep(of, backend, { ...how, tune: () => tuneConvolutions(backend, storage) }),
  });
}

/** How long a training waits for kernels to be measured that its first step met. */
const tuneMs = 2000;

async function tuneConvolutions({ device, detail }: TfBackend, { settings }: TrainStorage): Promise<void> {
  if (!device) return;
  const { tune } = await import('../kernels/convTuner');
  await tune(device, detail, settings, tuneMs);
}

async function runTrainer(
  spec: TrainSpec,
  { backend }: ChosenBackend,
  { record, deps, data }: LearnerJob,
  resumed: Resumed<Begun> | undefined,
): Promise<TrainOutcome> {
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
    // A schedule that has counted bad epochs begins anew with its new settings.
    resumed && { ...resumed.state.state, ...(resumed.forked && { schedule: {} }) },
  );
  try {
    for (;;) {
      const next = await training.next();
      if (next.done) return next.value;
      const event = next.value;
      if (event.kind === 'checkpoint')
        await record.checkpoint(checkpointOf(event, backend.name, record.fingerprint));
      else if (event.kind === 'snapshot') await record.snapshot(snapshotOf(event.taken, data));
      else await record.add(event);
    }
  } finally {
    // Ends the generator, and with it every tensor, when storage failed rather than training.
    await training.return(undefined as never).catch(() => undefined);
    await record.write();
  }
}

const snapshotOf = ({ answered, ...made }: TakenSnapshot, data: PreparedData): Snapshot => ({
  ...made,
  ...(answered && {
    answers: encodeValidation(toPredictions(data, data.judged, answered.places, answered.kept)),
  }),
});

function checkpointOf(
  { epoch, epochEnded, state }: Extract<TrainerEvent, { kind: 'checkpoint' }>,
  backend: StoredState['backend'],
  print: string,
) {
  // In the middle of an epoch nothing has judged these weights.
  const score = epochEnded ? (state.lastMetrics.valLoss ?? state.lastMetrics.trainLoss) : undefined;
  return { step: state.step, epoch, score, ...encodeCheckpoint(state, backend, print) };
}

function learntFrom(
  { weights, ...outcome }: TrainOutcome,
  { arch, body, spec, whole = (learnt) => learnt }: Plan,
  { backend, choice }: ChosenBackend,
): Learnt {
  return {
    ...outcome,
    async body(blobs) {
      if (body) return await body(spec, weights, blobs);
      const { bytes, tensors } = packWeights(whole(weights));
      expectBreath(atSlowest(bytes.byteLength));
      return networkBody({ arch, weights: { blob: await blobs.put(bytes), tensors } });
    },
    backend: backend.name,
    backendReason: choice.reason,
  };
}
