/**
 * The course of a learner that needs no device: steps that let messages in, epochs, checkpoints, stops. What is learnt
 * is the learner's; it says how much a step was and how its state is stored.
 */
import { CheckpointClock } from '../../train/record/checkpointClock';
import { type CheckpointContent, stoppedError } from '../../train/record/runRecord';
import type { LearnerJob } from '../learner';

const reportEveryMs = 100;
const standardCheckpointEveryMs = 2000;
const checkpointInEpochMs = 10_000;

export interface HostCourse {
  epochs: number;
  totalSteps: number;
  /** Everything the learner goes on from. */
  save(): Pick<CheckpointContent, 'state' | 'bytes'>;
}

export class HostRun {
  /** Steps done. */
  step: number;
  /** Epochs done. */
  epoch: number;
  private rows = 0;
  private reportedAt = performance.now();
  private epochAt = performance.now();
  private readonly startedAt = performance.now();
  private readonly startedStep: number;
  private score?: number;
  private readonly clock = new CheckpointClock(() => performance.now());
  private readonly job: Pick<LearnerJob, 'record' | 'deps'>;
  private readonly course: HostCourse;

  constructor(
    job: Pick<LearnerJob, 'record' | 'deps'>,
    course: HostCourse,
    { step, epoch }: { step: number; epoch: number },
  ) {
    this.job = job;
    this.course = course;
    this.step = step;
    this.epoch = epoch;
    this.startedStep = step;
  }

  /** One more step is done, on so many rows. Throws where the run is stopped. */
  async stepped(rows: number): Promise<void> {
    const { deps } = this.job;
    this.step++;
    this.rows += rows;
    if (performance.now() - this.reportedAt >= reportEveryMs) await this.report();
    await this.breathe();
    if (this.clock.due(deps.checkpointInEpochMs ?? checkpointInEpochMs)) await this.checkpoint();
  }

  /** The step that ends an epoch. `score`: what a checkpoint is kept by, lower is better. */
  async epochEnded(
    metrics: Record<string, number>,
    { rows, score, best, last }: { rows: number; score: number; best: boolean; last: boolean },
  ): Promise<void> {
    const { record, deps } = this.job;
    const now = performance.now();
    this.step++;
    this.epoch++;
    this.rows += rows;
    this.score = score;
    await record.add({
      kind: 'epoch',
      epoch: this.epoch,
      epochs: this.course.epochs,
      step: this.step,
      metrics: { ...metrics, epochMs: Math.max(now - this.epochAt, 0.01) },
      best,
    });
    this.epochAt = now;
    await this.report();
    if (last || this.clock.due(deps.checkpointEveryMs ?? standardCheckpointEveryMs)) await this.checkpoint();
    if (!last) await this.breathe();
  }

  /** Lets messages in, within a step as well: what is stored there is the state after the last one. */
  async breathe(): Promise<void> {
    const { deps } = this.job;
    await deps.breathe();
    const how = deps.stopped();
    if (!how) return;
    if (how === 'pause') await this.checkpoint();
    throw stoppedError(how, this.step);
  }

  private async report(): Promise<void> {
    const { epochs, totalSteps } = this.course;
    const { step, rows } = this;
    const now = performance.now();
    const done = step - this.startedStep;
    const samplesPerSecond = rows / (Math.max(now - this.reportedAt, 0.01) / 1000);
    const secondsLeft = (((now - this.startedAt) / Math.max(done, 1)) * (totalSteps - step)) / 1000;
    this.rows = 0;
    this.reportedAt = now;
    await this.job.record.add({
      kind: 'steps',
      epoch: Math.min(this.epoch + 1, epochs),
      epochs,
      step,
      totalSteps,
      losses: [],
      firstStep: step + 1,
      learningRate: 0,
      samplesPerSecond,
      secondsLeft: done < 3 ? undefined : secondsLeft,
    });
  }

  private async checkpoint(): Promise<void> {
    const startedAt = performance.now();
    const { step, epoch, score } = this;
    await this.job.record.checkpoint({ step, epoch, score, ...this.course.save() });
    this.clock.stored(startedAt);
  }
}
