/** What weights are worth: splits evaluated under the guard, nothing believed that is not finite. */
import { expectBreath } from '#/core/protocol/heartbeat';
import type { WeightHistogram } from '#/core/protocol/train';
import { judgeForecast } from './judgeForecast';
import { notFinite } from '../notFinite';
import { splitMetrics } from './splitMetrics';
import { inputShape, SplitTensors } from '../step/splitTensors';
import type { Stepper } from '../step/stepper';
import type { TrainDeps } from '../trainDeps';
import type { Split, TrainOutcome, TrainSpec } from '../trainSpec';
import { isPictured } from '../step/weightHistograms';
import type { SavedWeights } from '../step/weightStore';

/** Values compared on the host in a millisecond, on the slowest machine. */
const slowestPerMs = 500;

type Evaluated = Awaited<ReturnType<Stepper['evaluate']>>;

/** What an epoch came to. */
export interface EpochVerdict {
  metrics: Record<string, number>;
  /** On the validation part, or the training part where there is none. */
  loss: number;
  histograms?: WeightHistogram[];
}

export class Judge {
  private readonly val?: SplitTensors;
  private readonly spec: TrainSpec;
  private readonly backend: TrainDeps['backend'];
  private readonly stepper: Stepper;

  constructor(spec: TrainSpec, backend: TrainDeps['backend'], stepper: Stepper) {
    this.spec = spec;
    this.backend = backend;
    this.stepper = stepper;
    if (spec.val.rows > 0) this.val = this.tensors(spec.val);
  }

  /** The current weights, after the last step of an epoch. */
  async epoch(epoch: number, step: number): Promise<EpochVerdict> {
    const { spec, stepper } = this;
    const [train, val, histograms] = await this.guarded(step, () =>
      Promise.all([
        stepper.evaluate(stepper.train),
        this.val && stepper.evaluate(this.val),
        isPictured(epoch) ? stepper.histograms() : undefined,
      ]),
    );
    expectBreath((train.outputs.length + (val?.outputs.length ?? 0)) / slowestPerMs);
    const metrics = {
      ...splitMetrics('train', spec, spec.train, train),
      ...(val ? splitMetrics('val', spec, spec.val, val) : {}),
    };
    if (!Object.values(metrics).every(Number.isFinite)) throw notFinite(step);
    return { metrics, loss: (val ?? train).loss, histograms };
  }

  /** Forecasts on the validation part by lead time. */
  async leads(step: number, saved?: SavedWeights): Promise<TrainOutcome['leads']> {
    const { spec } = this;
    if (!spec.val.targetFrames) return undefined;
    return await judgeForecast(spec, async (windows) => {
      const { tf, maxTensorBytes } = this.backend;
      const split = new SplitTensors(tf, windows, inputShape(spec.arch), maxTensorBytes);
      return (await this.once(split, step, saved)).outputs;
    });
  }

  /** What neither training nor early stopping has seen is looked at once. */
  async test(
    step: number,
    saved?: SavedWeights,
  ): Promise<{ metrics: Record<string, number>; outputs: Float32Array } | undefined> {
    const { spec } = this;
    if (!spec.test) return undefined;
    const judged = await this.once(this.tensors(spec.test), step, saved);
    return { metrics: splitMetrics('test', spec, spec.test, judged), outputs: judged.outputs };
  }

  /** Raw outputs on the validation part. */
  async valOutputs(step: number, saved?: SavedWeights): Promise<Float32Array> {
    return this.val ? (await this.split(this.val, step, saved)).outputs : new Float32Array(0);
  }

  private async once(split: SplitTensors, step: number, saved?: SavedWeights): Promise<Evaluated> {
    try {
      return await this.split(split, step, saved);
    } finally {
      split.dispose();
    }
  }

  private async split(split: SplitTensors, step: number, saved?: SavedWeights): Promise<Evaluated> {
    const answered = await this.guarded(step, () => this.stepper.evaluate(split, saved));
    if (!answered.outputs.every(Number.isFinite)) throw notFinite(step);
    return answered;
  }

  /** The step is open while work is asked for, not while it is read. */
  private async guarded<T>(step: number, ask: () => Promise<T>): Promise<T> {
    const { guard } = this.backend;
    guard.openStep(step);
    let asked: Promise<T>;
    try {
      asked = ask();
    } finally {
      guard.closeStep();
    }
    const answer = await asked;
    await guard.settle();
    guard.check();
    return answer;
  }

  /** Frames that the training part holds are not laid out again. */
  private tensors(split: Split): SplitTensors {
    const { tf, maxTensorBytes } = this.backend;
    return new SplitTensors(tf, split, inputShape(this.spec.arch), maxTensorBytes, this.stepper.train);
  }

  dispose(): void {
    this.val?.dispose();
  }
}
