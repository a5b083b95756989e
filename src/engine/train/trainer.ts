/**
 * The training loop: a pure async generator over what is worth telling. No worker, no storage, no clock of its
 * own; the same loop runs on every backend and in tests. A value is yielded only after the guard and the
 * finiteness of everything it was computed from have been checked.
 */
import { initWeights } from '#/core/arch/initWeights';
import { explainOutOfMemory, placeOutOfMemory } from '#/core/arch/outOfMemory';
import { planSchedule, type SchedulePlan } from '#/core/schedules/planSchedule';
import type { ScheduleState } from '#/core/schedules/scheduleDef';
import { batchOrder, type RowBlocks, rowsPerStep, stepsPerEpoch } from '#/core/train/batchOrder';
import { type EarlyStoppingState, observeEpoch, startEarlyStopping } from '#/core/train/earlyStopping';
import { BestWeights } from './step/bestWeights';
import { CheckpointClock } from './record/checkpointClock';
import { Gauges, isMeasured } from './gauges';
import type { Split } from '../kinds/preparedData';
import { type EpochVerdict, Judge } from './judge/judge';
import { LossQueue } from './step/lossQueue';
import { notFinite } from './notFinite';
import { Pace } from './pace';
import { stoppedError } from './record/runRecord';
import { Rewind } from './step/rewind';
import { Stepper } from './step/stepper';
import type { TrainDeps } from './trainDeps';
import { trainingMemory } from './trainingMemory';
import type { NamedWeights, TrainerEvent, TrainOutcome, TrainSpec, TrainState } from './trainSpec';
import { isPictured } from './step/weightHistograms';

export async function* train(
  spec: TrainSpec,
  deps: TrainDeps,
  resume?: TrainState,
): AsyncGenerator<TrainerEvent, TrainOutcome> {
  const trainer = new Trainer(spec, deps, resume);
  try {
    return yield* trainer.run();
  } catch (thrown) {
    const { guard, device, maxTensorBytes } = deps.backend;
    const reason = await guard.explain(thrown);
    throw explainOutOfMemory(reason, trainingMemory(spec, device !== undefined), maxTensorBytes);
  } finally {
    trainer.dispose();
  }
}

class Trainer {
  private readonly stepper: Stepper;
  private readonly queue: LossQueue;
  private readonly rewind: Rewind;
  private readonly judge: Judge;
  private readonly best: BestWeights;
  private readonly pace: Pace;
  private readonly gauges: Gauges;
  private readonly blocks?: RowBlocks;
  private readonly stepsPerEpoch: number;
  private readonly totalSteps: number;
  private step: number;
  private stopping: EarlyStoppingState;
  private readonly plan: SchedulePlan;
  private schedule: ScheduleState;
  private readonly checkpoints: CheckpointClock;
  private lastMetrics: Record<string, number> = {};
  private readonly spec: TrainSpec;
  private readonly deps: TrainDeps;

  constructor(spec: TrainSpec, deps: TrainDeps, resume?: TrainState) {
    this.spec = spec;
    this.deps = deps;
    const weights = resume?.weights ?? spec.start ?? initWeights(spec.arch, spec.config.seed);
    this.stepper = new Stepper(spec, deps.backend, weights, resume?.slots);
    this.rewind = new Rewind(this.stepper);
    this.queue = new LossQueue(deps.backend.tf, deps.now);
    this.judge = new Judge(spec, deps.backend, this.stepper);
    this.best = new BestWeights(this.stepper.weights, resume?.best);
    this.blocks = blocksOf(spec.train);
    this.stepsPerEpoch = stepsPerEpoch(spec.train.rows, rowsPerStep(spec.config));
    this.totalSteps = this.stepsPerEpoch * spec.config.epochs;
    this.step = resume?.step ?? 0;
    this.stopping = resume?.stopping ?? startEarlyStopping();
    this.plan = planSchedule(spec.config, this.totalSteps);
    this.schedule = resume?.schedule ?? {};
    this.checkpoints = new CheckpointClock(deps.now);
    this.pace = new Pace(deps.now, this.step, this.totalSteps);
    this.gauges = new Gauges(deps.backend, deps.now);
    if (resume) this.lastMetrics = resume.lastMetrics;
  }

  async *run(): AsyncGenerator<TrainerEvent, TrainOutcome> {
    const { spec, deps } = this;
    const { epochs, earlyStopping, patience } = spec.config;
    // A run checkpointed at the end of its last patient epoch has nothing left to do.
    const patient = () => !earlyStopping || this.stopping.epochsSinceBest < patience;
    while (this.step < this.totalSteps && patient()) {
      const epoch = Math.floor(this.step / this.stepsPerEpoch) + 1;
      yield* this.runEpoch(epoch);
      const verdict = await this.judge.epoch(epoch, this.step);
      yield this.endEpoch(epoch, verdict);
      const taken = await this.judge.snapshot(epoch, this.step, verdict);
      if (taken) yield { kind: 'snapshot', taken };
      const last = epoch === epochs || !patient();
      if (last || this.checkpoints.due(deps.checkpointEveryMs)) yield* this.checkpoint();
    }
    return this.outcome(!patient() && this.step < this.totalSteps);
  }

  private async *runEpoch(epoch: number): AsyncGenerator<TrainerEvent> {
    const { spec, deps, queue } = this;
    const { seed, sampling } = spec.config;
    const codes = spec.train.target;
    const { blocks } = this;
    const batches = batchOrder(seed, epoch, spec.train.rows, rowsPerStep(spec.config), {
      sampling,
      codes,
      blocks,
    });
    const data = this.stepper.train;
    queue.restartClock();
    while (this.step < epoch * this.stepsPerEpoch) {
      const stop = deps.stopped();
      if (stop) yield* this.stop(stop);
      const rows = batches[this.step % this.stepsPerEpoch] as Uint32Array;
      const wait = data.ready(rows);
      if (wait) await wait;
      const next = batches[(this.step % this.stepsPerEpoch) + 1];
      if (next) data.prefetch(next);
      this.takeStep(rows);
      if (queue.due) {
        await this.confirm();
        if (this.pace.due) yield this.stepsEvent();
        await deps.breathe();
        const inside = this.step < epoch * this.stepsPerEpoch;
        if (inside && this.checkpoints.due(deps.checkpointInEpochMs ?? Number.POSITIVE_INFINITY))
          yield* this.checkpoint();
      }
    }
    if (queue.size > 0) await this.confirm();
    await deps.breathe();
    const done = this.step === this.totalSteps;
    if (this.pace.due || done) yield this.stepsEvent(done);
  }

  private takeStep(rows: Uint32Array): void {
    const { deps } = this;
    const step = this.step + 1;
    const learningRate = this.plan.rateAt(step, this.schedule);
    const gradients = step % this.stepsPerEpoch === 0 && isPictured(step / this.stepsPerEpoch);
    if (this.queue.size === 0) this.gauges.openWindow();
    deps.backend.guard.openStep(step);
    try {
      this.queue.push(this.rewind.step(rows, step, learningRate, { sums: isMeasured(step), gradients }));
      deps.afterStep?.(step);
    } catch (thrown) {
      throw placeOutOfMemory(thrown, `step ${step}`);
    } finally {
      deps.backend.guard.closeStep();
    }
    this.pace.stepped(rows.length, learningRate);
    this.gauges.stepped(rows.length);
    this.step = step;
  }

  /** Reads what is pending, and believes it only if the device and the numbers are sound. */
  private async confirm(): Promise<void> {
    const drained = await this.queue.drain();
    const { losses } = drained;
    await this.deps.backend.guard.settle();
    this.deps.backend.guard.check();
    const firstStep = this.step - losses.length + 1;
    const bad = losses.findIndex((loss) => !Number.isFinite(loss));
    if (bad >= 0) throw notFinite(firstStep + bad, await this.rewind.blame(firstStep + bad));
    this.pace.confirm(losses);
    this.gauges.closeWindow(drained, firstStep, (step) => this.plan.rateAt(step, this.schedule));
    this.rewind.mark(this.step);
  }

  private endEpoch(epoch: number, { metrics, loss, histograms }: EpochVerdict): TrainerEvent {
    const { spec } = this;
    const seen = observeEpoch(this.stopping, epoch, loss, spec.config.patience);
    this.stopping = seen.state;
    this.schedule = this.plan.observe(this.schedule, loss);
    if (seen.improved) this.best.keep(epoch, metrics);
    this.lastMetrics = metrics;
    return {
      kind: 'epoch',
      epoch,
      epochs: spec.config.epochs,
      step: this.step,
      metrics: { ...metrics, ...this.pace.epochMetrics() },
      best: seen.improved,
      histograms,
    };
  }

  private stepsEvent(last = false): TrainerEvent {
    const { epochs } = this.spec.config;
    const epoch = Math.max(1, Math.ceil(this.step / this.stepsPerEpoch));
    const report = this.pace.report();
    const figures = this.gauges.take(report.step, report.secondsLeft, last);
    return { kind: 'steps', epoch, epochs, totalSteps: this.totalSteps, ...report, figures };
  }

  private async *checkpoint(): AsyncGenerator<TrainerEvent> {
    if (this.pace.unreported > 0) yield this.stepsEvent();
    const startedAt = this.deps.now();
    const state = await this.readState();
    const epochEnded = this.step % this.stepsPerEpoch === 0;
    yield { kind: 'checkpoint', epoch: Math.floor(this.step / this.stepsPerEpoch), epochEnded, state };
    // Back when it has been stored.
    this.checkpoints.stored(startedAt);
    this.queue.restartClock();
  }

  private async *stop(how: 'cancel' | 'pause'): AsyncGenerator<TrainerEvent> {
    if (this.queue.size > 0) await this.confirm();
    if (how === 'pause') yield* this.checkpoint();
    else if (this.pace.unreported > 0) yield this.stepsEvent();
    throw stoppedError(how, this.step);
  }

  private async readState(): Promise<TrainState> {
    const { stepper } = this;
    const current = stepper.weights.save();
    try {
      const [{ weights, slots }, best] = await Promise.all([stepper.weights.read(current), this.best.read()]);
      await this.deps.backend.guard.settle();
      this.deps.backend.guard.check();
      // A loss can stay finite while weights do not: shaders may treat NaN as they like.
      if (!isFinite(weights)) throw notFinite(this.step);
      const { step, stopping, schedule, lastMetrics } = this;
      return { step, weights, slots, best, stopping, schedule, lastMetrics };
    } finally {
      stepper.weights.forget(current);
    }
  }

  private async outcome(stoppedEarly: boolean): Promise<TrainOutcome> {
    const { judge, step } = this;
    const state = await this.readState();
    const { found } = this.best;
    const restore = this.spec.config.earlyStopping && found && state.best;
    const saved = restore ? found.saved : undefined;
    const test = await judge.test(step, saved);
    const val = await judge.validation(step, saved);
    return {
      weights: restore ? restore.weights : this.stepper.weights.judged(state),
      metrics: { ...(restore ? restore.metrics : this.lastMetrics), ...test?.metrics },
      bestEpoch: found?.epoch ?? 0,
      step,
      stoppedEarly,
      leads: await judge.leads(step, saved),
      compared: await judge.compared(step, saved),
      kept: { val: val?.kept, test: test?.kept },
    };
  }

  dispose(): void {
    this.queue.dispose();
    this.gauges.dispose();
    this.best.forget();
    this.judge.dispose();
    this.rewind.dispose();
    this.stepper.dispose();
  }
}

/** Of data that are read block by block: a row is where its first frame is. */
function blocksOf({ rows, frames, source }: Split): RowBlocks | undefined {
  if (!source || !frames) return undefined;
  const length = frames.length / rows;
  const of = Int32Array.from({ length: rows }, (_, row) => source.blockOf(frames[row * length] as number));
  return { of, atHand: source.blocksAtHand };
}

const isFinite = (weights: NamedWeights): boolean =>
  [...weights.values()].every(({ data }) => data.every(Number.isFinite));
