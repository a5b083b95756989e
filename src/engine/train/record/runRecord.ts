/**
 * What a run leaves while it learns: events to the page, metrics, checkpoints. Whatever the learner; it says what it
 * has checked, and a checkpoint's state is its own.
 */
import { TetradError, toErrorInfo } from '#/core/protocol/errors';
import { expectBreath } from '#/core/protocol/heartbeat';
import type { Snapshot } from '#/core/protocol/model';
import { keptBeside } from '#/core/train/snapshotEpochs';
import { readStudioSettings } from '#/core/protocol/studioSettings';
import type { TrainEvent } from '#/core/protocol/train';
import type { RunDeps, TrainStorage } from '../runDeps';
import { atSlowest } from './atSlowest';
import { EventOutlet } from './eventOutlet';
import { MetricLog } from './metricLog';

type StoredCheckpoint = Awaited<ReturnType<TrainStorage['checkpoints']['list']>>[number];

export interface Resumed<S> {
  state: S;
  step: number;
  /** Continues the training of another run, with other settings. */
  forked: boolean;
}

export interface CheckpointContent {
  step: number;
  epoch: number;
  /** What it is kept by where only some are; lower is better. */
  score?: number;
  state: StoredCheckpoint['state'];
  bytes: Uint8Array<ArrayBuffer>;
}

export class RunRecord {
  /** Equal for two attempts at the same training, and for nothing else. */
  readonly fingerprint: string;
  private readonly runId: string;
  private readonly storage: TrainStorage;
  private readonly outlet: EventOutlet;
  private readonly log: MetricLog;

  constructor(runId: string, fingerprint: string, { storage, emit }: Pick<RunDeps, 'storage' | 'emit'>) {
    this.runId = runId;
    this.fingerprint = fingerprint;
    this.storage = storage;
    this.outlet = new EventOutlet(emit);
    this.log = new MetricLog(runId, storage.metrics);
  }

  /**
   * The newest checkpoint that can be read; a damaged one is passed over, and said. `read` answers undefined where it
   * was written by another training, or studio; a fork has no fingerprint of its own. Whatever was logged after it
   * (or by an attempt without one) is forgotten: it will be logged again.
   */
  async resume<S>(
    read: (
      state: unknown,
      bytes: () => Promise<Uint8Array<ArrayBuffer>>,
      print?: string,
    ) => Promise<S | undefined>,
  ): Promise<{ resumed?: Resumed<S>; damaged: string[] }> {
    const { storage, runId } = this;
    const damaged: string[] = [];
    let resumed: Resumed<S> | undefined;
    for (const { state: stored, step, blobs, forkedFrom } of await storage.checkpoints.list(runId)) {
      const blob = blobs[0];
      if (!blob) continue;
      const forked = forkedFrom !== undefined;
      try {
        const state = await read(
          stored,
          () => storage.blobs.get(blob),
          forked ? undefined : this.fingerprint,
        );
        if (state === undefined) continue;
        resumed = { state, step, forked };
        break;
      } catch (thrown) {
        const { code, message } = toErrorInfo(thrown);
        if (code !== 'corrupt' && code !== 'notFound') throw thrown;
        damaged.push(
          `The checkpoint at step ${step} is damaged, so the run continues from an earlier one: ${message}`,
        );
      }
    }
    await storage.metrics.truncate(runId, resumed?.step ?? 0);
    await storage.snapshots.truncate(runId, resumed?.step ?? 0);
    return { resumed, damaged };
  }

  /** An event that leaves no metrics. */
  tell(event: TrainEvent): void {
    this.outlet.push(event);
  }

  async add(event: Extract<TrainEvent, { kind: 'steps' | 'epoch' }>): Promise<void> {
    this.log.add(event);
    this.outlet.push(event);
    await this.log.writeSometimes();
  }

  /** Kept beside the metrics; so that there are not too many, some of before are given up. */
  async snapshot(snapshot: Snapshot): Promise<void> {
    await this.storage.snapshots.put(this.runId, snapshot, keptBeside(snapshot.epoch));
  }

  async checkpoint({ step, epoch, score, state, bytes }: CheckpointContent): Promise<void> {
    const { storage, runId } = this;
    await this.log.write();
    expectBreath(atSlowest(bytes.byteLength));
    const { checkpointsKept } = await readStudioSettings(storage.settings);
    await storage.writing(async () => {
      const blob = await storage.blobs.put(bytes);
      await storage.checkpoints.put({ runId, step, epoch, score, state, blobs: [blob] }, checkpointsKept);
    });
    this.outlet.push({ kind: 'checkpoint', step });
  }

  /** Everything logged is stored, quick to read. */
  async write(): Promise<void> {
    await this.log.write();
    await this.storage.metrics.pack(this.runId);
  }

  flush(): void {
    this.outlet.flush();
  }
}

export const stoppedError = (how: 'cancel' | 'pause', step: number): TetradError =>
  new TetradError({
    code: 'cancelled',
    message: how === 'pause' ? 'Paused.' : 'Cancelled.',
    place: `step ${step}`,
    hint: how === 'pause' ? 'Resume continues from this very step.' : undefined,
  });
