/**
 * The training loop: a pure async generator over what is worth telling. No worker, no storage, no clock of its
 * own; the same loop runs on every backend and in tests. A value is yielded only after the guard and the
 * finiteness of everything it was computed from have been checked.
 */
import { initWeights } from '#/core/arch/initWeights';
import { explainOutOfMemory, placeOutOfMemory } from '#/core/arch/outOfMemory';
import { TetradError } from '#/core/protocol/errors';
import type { WeightHistogram } from '#/core/protocol/train';
import { planSchedule, type SchedulePlan } from '#/core/schedules/planSchedule';
import type { ScheduleState } from '#/core/schedules/scheduleDef';
import { batchOrder, rowsPerStep, stepsPerEpoch } from '#/core/train/batchOrder';
import { type EarlyStoppingState, observeEpoch, startEarlyStopping } from '#/core/train/earlyStopping';
import type { Guard } from '../device/guard';
import { Gauges, isMeasured } from './gauges';
import { judgeForecast } from './judgeForecast';
import { LossQueue } from './lossQueue';
import { Pace } from './pace';
import { Rewind } from './rewind';
import { splitMetrics } from './splitMetrics';
import { inputShape, SplitTensors } from './splitTensors';
import { type StepBackend, Stepper } from './stepper';
import type { BestSoFar, NamedWeights, TrainerEvent, TrainOutcome, TrainSpec, TrainState } from './trainSpec';
import { isPictured } from './weightHistograms';
import { trainingMemory } from './trainingMemory';
import type { SavedWeights } from './weightStore';

export interface TrainDeps {
  backend: StepBackend & { guard: Guard };
  now(): number;
  /** Lets messages in (a stop, for one) before the next window of steps. */
  breathe(): Promise<void>;
  /** Asked between two steps. */
  stopped(): 'cancel' | 'pause' | undefined;
  /** At the ends of epochs at most one checkpoint in this time; at the pause always. */
  checkpointEveryMs: number;
  /** In the middle of a long epoch one after this time. */
  checkpointInEpochMs?: number;
  /** Tests break the device here. */
  afterStep?(step: number): void;
}

/** Large checkpoints are rarer, so that writing them takes at most this share of the time, or as rare as this. */
const checkpointShare = 0.05;
const rarestCheckpoint = 30;

interface Best {
  epoch: number;
  metrics: Record<string, number>;
  saved: SavedWeights;
}

export async function* train(
  spec: TrainSpec,
  deps: TrainDeps,
  resume?: TrainState,
): AsyncGenerator<TrainerEvent, TrainOutcome> {
  const trainer = new Trainer(spec, deps, resume);
  try {
    return yield* trainer.run();
  } catch (thrown) {
    const reason = await deps.backend.guard.explain(thrown);
    throw explainOutOfMemory(reason, trainingMemory(spec), deps.backend.maxTensorBytes);
  } finally {
    trainer.dispose();
  }
}

class Trainer {
  private readonly stepper: Stepper;
  private readonly queue: LossQueue;
  private readonly rewind: Rewind;
  private readonly val?: SplitTensors;
  private readonly pace: Pace;
  private readonly gauges: Gauges;
  private readonly stepsPerEpoch: number;
  private readonly totalSteps: number;
  private step: number;
  private stopping: EarlyStoppingState;
  private readonly plan: SchedulePlan;
  private schedule: ScheduleState;
  private best?: Best;
  private checkpointedAt: number;
  private checkpointMs = 0;
  private lastMetrics: Record<string, number> = {};
  private readonly spec: TrainSpec;
  private readonly deps: TrainDeps;

  constructor(spec: TrainSpec, deps: TrainDeps, resume?: TrainState) {
    this.spec = spec;
    this.deps = deps;
    const weights = resume?.weights ?? initWeights(spec.arch, spec.config.seed);
    this.stepper = new Stepper(spec, deps.backend, weights, resume?.slots);
    this.rewind = new Rewind(this.stepper);
    this.queue = new LossQueue(deps.backend.tf, deps.now);
    if (spec.val.rows > 0)
      this.val = new SplitTensors(
        deps.backend.tf,
        spec.val,
        inputShape(spec.arch),
        deps.backend.maxTensorBytes,
        this.stepper.train,
      );
    this.stepsPerEpoch = stepsPerEpoch(spec.train.rows, rowsPerStep(spec.config));
    this.totalSteps = this.stepsPerEpoch * spec.config.epochs;
    this.step = resume?.step ?? 0;
    this.stopping = resume?.stopping ?? startEarlyStopping();
    this.plan = planSchedule(spec.config, this.totalSteps);
    this.schedule = resume?.schedule ?? {};
    this.checkpointedAt = deps.now();
    this.pace = new Pace(deps.now, this.step, this.totalSteps);
    this.gauges = new Gauges(deps.backend, deps.now);
    if (resume?.best) this.best = this.restoreBest(resume.best);
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
      const event = await this.endEpoch(epoch);
      yield event;
      const last = epoch === epochs || !patient();
      if (last || this.checkpointDue(deps.checkpointEveryMs)) yield* this.checkpoint();
    }
    return this.outcome(!patient() && this.step < this.totalSteps);
  }

  private async *runEpoch(epoch: number): AsyncGenerator<TrainerEvent> {
    const { spec, deps, queue } = this;
    const { seed, sampling } = spec.config;
    const codes = spec.train.target;
    const batches = batchOrder(seed, epoch, spec.train.rows, rowsPerStep(spec.config), { sampling, codes });
    queue.restartClock();
    while (this.step < epoch * this.stepsPerEpoch) {
      const stop = deps.stopped();
      if (stop) yield* this.stop(stop);
      this.takeStep(batches[this.step % this.stepsPerEpoch] as Uint32Array);
      if (queue.due) {
        await this.confirm();
        if (this.pace.due) yield this.stepsEvent();
        await deps.breathe();
        const inside = this.step < epoch * this.stepsPerEpoch;
        if (inside && this.checkpointDue(deps.checkpointInEpochMs ?? Number.POSITIVE_INFINITY))
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

  private async endEpoch(epoch: number): Promise<TrainerEvent> {
    const { spec, deps, stepper } = this;
    deps.backend.guard.openStep(this.step);
    let train: Awaited<ReturnType<Stepper['evaluate']>>;
    let val: typeof train | undefined;
    let histograms: WeightHistogram[] | undefined;
    try {
      const all = [
        stepper.evaluate(stepper.train),
        this.val && stepper.evaluate(this.val),
        isPictured(epoch) ? stepper.histograms() : undefined,
      ] as const;
      deps.backend.guard.closeStep();
      [train, val, histograms] = await Promise.all([all[0], all[1], all[2]]);
    } finally {
      deps.backend.guard.closeStep();
    }
    await deps.backend.guard.settle();
    deps.backend.guard.check();
    const metrics = {
      ...splitMetrics('train', spec, spec.train, train),
      ...(val ? splitMetrics('val', spec, spec.val, val) : {}),
    };
    if (!Object.values(metrics).every(Number.isFinite)) throw notFinite(this.step);
    const seen = observeEpoch(this.stopping, epoch, val?.loss ?? train.loss, spec.config.patience);
    this.stopping = seen.state;
    this.schedule = this.plan.observe(this.schedule, val?.loss ?? train.loss);
    if (seen.improved) {
      this.forgetBest();
      this.best = { epoch, metrics, saved: stepper.weights.saveJudged() };
    }
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

  private checkpointDue(everyMs: number): boolean {
    const rareMs = Math.min(this.checkpointMs / checkpointShare, everyMs * rarestCheckpoint);
    return this.deps.now() - this.checkpointedAt >= Math.max(everyMs, rareMs);
  }

  private async *checkpoint(): AsyncGenerator<TrainerEvent> {
    if (this.pace.unreported > 0) yield this.stepsEvent();
    const startedAt = this.deps.now();
    const state = await this.readState();
    const epochEnded = this.step % this.stepsPerEpoch === 0;
    yield { kind: 'checkpoint', epoch: Math.floor(this.step / this.stepsPerEpoch), epochEnded, state };
    // Back when it has been stored.
    this.checkpointedAt = this.deps.now();
    this.checkpointMs = this.checkpointedAt - startedAt;
    this.queue.restartClock();
  }

  private async *stop(how: 'cancel' | 'pause'): AsyncGenerator<TrainerEvent> {
    if (this.queue.size > 0) await this.confirm();
    if (how === 'pause') yield* this.checkpoint();
    else if (this.pace.unreported > 0) yield this.stepsEvent();
    throw new TetradError({
      code: 'cancelled',
      message: how === 'pause' ? 'Paused.' : 'Cancelled.',
      place: `step ${this.step}`,
      hint: how === 'pause' ? 'Resume continues from this very step.' : undefined,
    });
  }

  private async readState(): Promise<TrainState> {
    const { stepper, best } = this;
    const current = stepper.weights.save();
    try {
      const [{ weights, slots }, bestWeights] = await Promise.all([
        stepper.weights.read(current),
        best && stepper.weights.readWeights(best.saved),
      ]);
      await this.deps.backend.guard.settle();
      this.deps.backend.guard.check();
      // A loss can stay finite while weights do not: shaders may treat NaN as they like.
      if (!isFinite(weights)) throw notFinite(this.step);
      return {
        step: this.step,
        weights,
        slots,
        best: best && bestWeights && { epoch: best.epoch, metrics: best.metrics, weights: bestWeights },
        stopping: this.stopping,
        schedule: this.schedule,
        lastMetrics: this.lastMetrics,
      };
    } finally {
      stepper.weights.forget(current);
    }
  }

  private async outcome(stoppedEarly: boolean): Promise<TrainOutcome> {
    const { best } = this;
    const state = await this.readState();
    const restore = this.spec.config.earlyStopping && best && state.best;
    const saved = restore ? best.saved : undefined;
    return {
      weights: restore ? restore.weights : this.stepper.weights.judged(state),
      metrics: { ...(restore ? restore.metrics : this.lastMetrics), ...(await this.judgeTest(saved)) },
      bestEpoch: best?.epoch ?? 0,
      step: this.step,
      stoppedEarly,
      leads: await this.judgeLeads(saved),
      valOutputs: this.val ? (await this.judge(this.val, saved)).outputs : new Float32Array(0),
    };
  }

  private async judgeLeads(saved?: SavedWeights): Promise<TrainOutcome['leads']> {
    const { spec, deps } = this;
    if (!spec.val.targetFrames) return undefined;
    const { tf, maxTensorBytes } = deps.backend;
    return await judgeForecast(spec, async (windows) => {
      const split = new SplitTensors(tf, windows, inputShape(spec.arch), maxTensorBytes);
      try {
        return (await this.judge(split, saved)).outputs;
      } finally {
        split.dispose();
      }
    });
  }

  /** What neither training nor early stopping has seen is looked at once. */
  private async judgeTest(saved?: SavedWeights): Promise<Record<string, number>> {
    const { spec, deps, stepper } = this;
    if (!spec.test) return {};
    const { tf, maxTensorBytes } = deps.backend;
    const split = new SplitTensors(tf, spec.test, inputShape(spec.arch), maxTensorBytes, stepper.train);
    try {
      return splitMetrics('test', spec, spec.test, await this.judge(split, saved));
    } finally {
      split.dispose();
    }
  }

  /** What the weights that are kept answer on a split. */
  private async judge(split: SplitTensors, saved?: SavedWeights): ReturnType<Stepper['evaluate']> {
    const { guard } = this.deps.backend;
    guard.openStep(this.step);
    let judged: ReturnType<Stepper['evaluate']>;
    try {
      judged = this.stepper.evaluate(split, saved);
    } finally {
      guard.closeStep();
    }
    const answered = await judged;
    await guard.settle();
    guard.check();
    if (!answered.outputs.every(Number.isFinite)) throw notFinite(this.step);
    return answered;
  }

  private restoreBest({ epoch, metrics, weights }: BestSoFar): Best {
    return { epoch, metrics, saved: this.stepper.weights.upload(weights) };
  }

  private forgetBest(): void {
    if (this.best) this.stepper.weights.forget(this.best.saved);
    this.best = undefined;
  }

  dispose(): void {
    this.queue.dispose();
    this.gauges.dispose();
    this.forgetBest();
    this.val?.dispose();
    this.rewind.dispose();
    this.stepper.dispose();
  }
}

const isFinite = (weights: NamedWeights): boolean =>
  [...weights.values()].every(({ data }) => data.every(Number.isFinite));

const notFinite = (step: number, layer?: string): TetradError =>
  new TetradError({
    code: 'notFinite',
    message: `The loss is no longer a finite number${layer ? `; layer ${layer} is the first to give one that is not` : ''}.`,
    place: layer ? `step ${step}, layer ${layer}` : `step ${step}`,
    hint: 'Divide the learning rate by 3 to 10, and look for extreme values in the features or the target.',
  });
