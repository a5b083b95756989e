/**
 * The training of a version again, without some of its inputs, to see what it comes to. Nothing of it is kept: no run, no
 * checkpoint, no weights.
 */
import type { AskedModel, Relearnt } from '#/core/explain/explainerDef';
import type { Training } from '#/core/protocol/explain';
import { metricName } from '#/core/tasks/judgeName';
import { taskOf } from '#/core/tasks/registry';
import type { BackendName, SplitSummary, TrainEvent } from '#/core/protocol/train';
import type { RunDeps, TrainStorage } from '../train/runDeps';
import { runTraining } from '../train/runTraining';

/** What is asked of the thread. */
type Lent = Pick<RunDeps, 'breathe' | 'ort'> & {
  storage: Pick<TrainStorage, 'blobs' | 'datasets' | 'models' | 'settings'>;
  stopped(): boolean;
};

export function relearner(training: Training, lent: Lent): NonNullable<AskedModel['relearn']> {
  // Measured once: the others run where the first did.
  let on: BackendName | undefined;
  return async function* (without, repeat) {
    const left = new Set(without);
    const { config, features } = training;
    const committed: Committed = {};
    let share = 0;
    let wake: (() => void) | undefined;
    const emit = (event: TrainEvent): void => {
      if (event.kind === 'prepared') {
        on ??= event.backend.backend;
        committed.split = event.split;
      }
      if (event.kind !== 'steps') return;
      share = Math.min(0.99, event.step / Math.max(event.totalSteps, 1));
      wake?.();
    };
    const request = {
      ...training,
      features: features.filter((name) => !left.has(name)),
      config: {
        ...config,
        seed: (config.seed + repeat) >>> 0,
        // Figures are those of the model before.
        allRows: false,
        replay: 'off' as const,
        backend: on ?? config.backend,
      },
      jobId: scratchId,
      runId: scratchId,
      modelId: scratchId,
    };
    let over = false;
    const learning = runTraining(request, {
      storage: forgetful(lent.storage, committed),
      emit,
      stopped: () => (lent.stopped() ? 'cancel' : undefined),
      breathe: lent.breathe,
      ort: lent.ort,
      checkpointEveryMs: Number.MAX_SAFE_INTEGER,
      checkpointInEpochMs: Number.MAX_SAFE_INTEGER,
    }).finally(() => {
      over = true;
      wake?.();
    });
    // What goes wrong is thrown where it is awaited, below.
    learning.catch(() => undefined);
    while (!over) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      // Once it is to stop, it ends by itself, and says so.
      if (!over && !lent.stopped()) yield share;
    }
    const { metrics } = await learning;
    return relearnt(training, metrics, committed.split);
  };
}

const scratchId = 'learnt anew';

interface Committed {
  split?: SplitSummary;
}

function relearnt(
  { task }: Training,
  metrics: Readonly<Record<string, number>>,
  split: SplitSummary | undefined,
): Relearnt {
  const part = metricName('test', taskOf({ type: task }).judge) in metrics ? 'test' : 'val';
  return { part, metrics, rows: split?.[part] ?? 0 };
}

/** Reads as the studio's own; what is written is gone. */
function forgetful(
  { blobs, datasets, models, settings }: Lent['storage'],
  committed: Committed,
): TrainStorage {
  const nothing = async () => undefined;
  return {
    datasets,
    settings,
    blobs: {
      get: (ref) => blobs.get(ref),
      open: (ref) => blobs.open(ref),
      has: (hash) => blobs.has(hash),
      put: async ({ byteLength }) => ({ hash: '', bytes: byteLength }),
      ...(blobs.scratch && { scratch: () => blobs.scratch?.() ?? Promise.resolve(undefined) }),
    },
    runs: { get: nothing, list: async () => [] },
    metrics: { append: nothing, truncate: nothing, pack: nothing },
    snapshots: { put: nothing, truncate: nothing },
    checkpoints: { list: async () => [], put: nothing, delete: nothing },
    models: {
      get: (id) => models.get(id),
      version: (id) => models.version(id),
      async commitVersion(version, also) {
        committed.split = also?.run?.split ?? committed.split;
        return { ...version, id: scratchId, number: 0, createdAt: 0, hash: '', notes: '' };
      },
    },
    writing: (work) => work(),
  };
}
