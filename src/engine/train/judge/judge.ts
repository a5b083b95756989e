/** What weights are worth: splits evaluated under the guard, nothing believed that is not finite. */
import type { Split } from '../../kinds/preparedData';
import type { KeptRows } from '#/core/tasks/keptRows';
import { expectBreath } from '#/core/protocol/heartbeat';
import { metricName } from '#/core/tasks/judgeName';
import { taskOf } from '#/core/tasks/registry';
import type { WeightHistogram } from '#/core/protocol/train';
import { judgeForecast } from './judgeForecast';
import { notFinite } from '../notFinite';
import { SplitMeter, type SplitName } from './splitMeter';
import { inputShape, SplitTensors } from '../step/splitTensors';
import type { Stepper, TakeOutputs } from '../step/stepper';
import type { TrainDeps } from '../trainDeps';
import { Replay } from '../replay/replay';
import type { ComparedFigures, TakenSnapshot, TrainOutcome, TrainSpec } from '../trainSpec';
import { isPictured } from '../step/weightHistograms';
import type { SavedWeights } from '../step/weightStore';

/** Values compared on the host in a millisecond, on the slowest machine. */
const slowestPerMs = 500;
/** And at most so many in one go. */
const mostValues = 2 ** 24;

/** What the kept weights came to on a part. */
export interface PartVerdict {
  metrics: Record<string, number>;
  kept?: KeptRows;
}

/** What an epoch came to. */
export interface EpochVerdict {
  metrics: Record<string, number>;
  /** On the validation part, or the training part where there is none. */
  loss: number;
  histograms?: WeightHistogram[];
  /** Of the rows that a replay shows. */
  answered?: KeptRows;
}

export class Judge {
  private readonly val?: SplitTensors;
  private readonly replay?: Replay;
  private readonly spec: TrainSpec;
  private readonly backend: TrainDeps['backend'];
  private readonly stepper: Stepper;

  constructor(spec: TrainSpec, backend: TrainDeps['backend'], stepper: Stepper) {
    this.spec = spec;
    this.backend = backend;
    this.stepper = stepper;
    if (spec.val.rows > 0) this.val = this.tensors(spec.val);
    if (spec.config.replay !== 'off') this.replay = new Replay(spec, backend.tf, stepper, this.val);
  }

  /** The current weights, after the last step of an epoch. */
  async epoch(epoch: number, step: number): Promise<EpochVerdict> {
    const { spec, stepper, replay } = this;
    const places = replay?.isDue(epoch) ? replay.places : undefined;
    const [train, val] = [
      new SplitMeter('train', spec, spec.train),
      new SplitMeter('val', spec, spec.val, places),
    ];
    expectBreath(Math.min((spec.train.rows + spec.val.rows) * spec.outputWidth, mostValues) / slowestPerMs);
    const [trainLoss, valLoss, histograms] = await this.guarded(step, () =>
      Promise.all([
        stepper.evaluate(stepper.train, (start, outputs, held) => train.add(start, outputs, held)),
        this.val && stepper.evaluate(this.val, (start, outputs, held) => val.add(start, outputs, held)),
        isPictured(epoch) ? stepper.histograms() : undefined,
      ]),
    );
    const metrics = {
      ...train.metrics(trainLoss),
      ...(valLoss === undefined ? {} : val.metrics(valLoss)),
    };
    if (!Object.values(metrics).every(Number.isFinite)) throw notFinite(step);
    return { metrics, loss: valLoss ?? trainLoss, histograms, answered: val.kept };
  }

  /** What the network is after an epoch, where that is kept. */
  async snapshot(
    epoch: number,
    step: number,
    { answered }: EpochVerdict,
  ): Promise<TakenSnapshot | undefined> {
    const { replay } = this;
    if (!replay?.isDue(epoch)) return undefined;
    const made = await this.guarded(step, () => replay.make());
    const { places } = replay;
    return { epoch, step, ...made, ...(answered && places && { answered: { places, kept: answered } }) };
  }

  /** Forecasts on the validation part by lead time. */
  async leads(step: number, saved?: SavedWeights): Promise<TrainOutcome['leads']> {
    const { spec } = this;
    const { frames, value } = taskOf(spec.task);
    if (!spec.val.targetFrames || !frames || value !== 'number') return undefined;
    return await judgeForecast(spec, async (windows) => {
      const { tf, maxTensorBytes } = this.backend;
      const split = new SplitTensors(tf, windows, inputShape(spec.arch), maxTensorBytes);
      const all = new Float32Array(windows.rows * spec.outputWidth);
      try {
        await this.evaluate(split, step, saved, (start, outputs) =>
          all.set(outputs, start * spec.outputWidth),
        );
      } finally {
        split.dispose();
      }
      if (!all.every(Number.isFinite)) throw notFinite(step);
      return all;
    });
  }

  /** What neither training nor early stopping has seen is looked at once. */
  async test(step: number, saved?: SavedWeights): Promise<PartVerdict | undefined> {
    const { test, keep } = this.spec;
    if (!test) return undefined;
    const tensors = this.tensors(test);
    try {
      return await this.part('test', test, tensors, step, { saved, places: keep?.test });
    } finally {
      tensors.dispose();
    }
  }

  /** What is kept of the validation part. */
  async validation(step: number, saved?: SavedWeights): Promise<PartVerdict | undefined> {
    const { val, keep } = this.spec;
    return this.val && (await this.part('val', val, this.val, step, { saved, places: keep?.val }));
  }

  /** What it began with, and what it came to, on the rows that are for that. */
  async compared(step: number, saved?: SavedWeights): Promise<TrainOutcome['compared']> {
    const { spec, stepper } = this;
    const { compared, start } = spec;
    if (!compared || !start) return undefined;
    const name = metricName('val', taskOf(spec.task).judge);
    const before = stepper.weights.upload(start);
    const found: ComparedFigures[] = [];
    try {
      for (const split of compared) {
        const tensors = this.tensors(split);
        try {
          const [then, now] = [
            await this.part('val', split, tensors, step, { saved: before }),
            await this.part('val', split, tensors, step, { saved }),
          ].map(({ metrics }) => metrics[name] ?? Number.NaN);
          found.push({ before: then as number, after: now as number });
        } finally {
          tensors.dispose();
        }
      }
      return found;
    } finally {
      stepper.weights.forget(before);
    }
  }

  private async part(
    name: SplitName,
    split: Split,
    tensors: SplitTensors,
    step: number,
    { saved, places }: { saved?: SavedWeights; places?: Uint32Array },
  ): Promise<PartVerdict> {
    const meter = new SplitMeter(name, this.spec, split, places);
    const loss = await this.evaluate(tensors, step, saved, (start, outputs, held) =>
      meter.add(start, outputs, held),
    );
    if (!meter.finite) throw notFinite(step);
    return { metrics: meter.metrics(loss), kept: meter.kept };
  }

  private evaluate(
    split: SplitTensors,
    step: number,
    saved: SavedWeights | undefined,
    take: TakeOutputs,
  ): Promise<number> {
    return this.guarded(step, () => this.stepper.evaluate(split, take, saved));
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
