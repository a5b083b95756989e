/**
 * The device side of a training: data and weights as tensors, one step, one evaluation. Owns every tensor it
 * makes; `dispose` releases them. Knows nothing of epochs, events or stopping.
 */
import { compileForward, type Forward, type ForwardOptions } from '#/core/arch/compileForward';
import { type Augmenter, augmenterFor } from '#/core/augment/augmenter';
import { layerRates } from '#/core/arch/layerRates';
import { evaluateRows } from '#/core/arch/evaluateRows';
import { inferShapes, weightSpecs } from '#/core/arch/shapes';
import type { Ops, Tensor } from '#/core/layers/layerDef';
import { type LossSettings, meanLoss } from '#/core/losses/meanLoss';
import type { OptimizerDef } from '#/core/optimizers/optimizerDef';
import { taskOf } from '#/core/tasks/registry';
import { rowsPerStep, stepsPerEpoch } from '#/core/train/batchOrder';
import type { WeightHistogram } from '#/core/protocol/train';
import { withAveraging } from '#/core/optimizers/weightAveraging';
import { withWeightDecay } from '#/core/optimizers/weightDecay';
import { uniforms } from '#/core/random/random';
import type { TfBackend } from '../../backends/tfBackend';
import { setDeterministic } from '../../kernels/determinism';
import { stepSums } from '../../kernels/stepSums';
import { adversarialGradients, type Gradients } from './adversaries';
import { clipGradients } from './clipGradients';
import { updateGroup } from './groupUpdate';
import { type Batch, inputShape, SplitTensors } from './splitTensors';
import { readHistograms } from './weightHistograms';
import type { HeldFrames } from '../../kinds/frameSource';
import type { NamedWeights, TrainSpec } from '../trainSpec';
import { sizeOf } from '#/core/arch/sizeOf';
import { type SavedWeights, WeightStore } from './weightStore';

const predicting: ForwardOptions = { training: false };

/** What a step does beside training; changes no weight. */
export interface StepWatch {
  /** The loss comes back as [loss, gradient squares, change squares, weight squares]. */
  sums?: boolean;
  /** The gradients stay for `histograms`. */
  gradients?: boolean;
}

/**
 * Outputs that wait on the device to be read: all of a small split, so that their reads overlap. Frames that were read
 * for a part are held until it is taken, and count as well.
 */
const mostWaitingValues = 2 ** 23;
/** Of a pass over data that are held: several of them are on their way, and in use, at the same time. */
const readParts = 4;

/** A part of a split whose outputs were asked for. */
interface AskedPart {
  start: number;
  rows: number;
  tensors: Tensor[];
  read: Promise<[outputs: Float32Array, loss: Float32Array]>;
  held: HeldFrames;
  /** On the device and in frames of its own. */
  values: number;
}

/** Raw outputs of the rows from `start` on, row-major, and the frames that they were asked of. */
export type TakeOutputs = (start: number, outputs: Float32Array, held: HeldFrames) => void;

/** What a stepper needs of a backend. */
export type StepBackend = Pick<TfBackend, 'tf' | 'maxTensorBytes' | 'device'>;

export class Stepper {
  readonly train: SplitTensors;
  readonly weights: WeightStore;
  private readonly forward: Forward;
  private readonly optimizer: OptimizerDef;
  private kept: Tensor[] = [];
  private readonly classWeights?: Tensor;
  /** What codes of the target stand for. */
  private readonly targetTable?: Tensor;
  private readonly spec: TrainSpec;
  private readonly tf: Ops;
  private readonly evaluateRows: number;
  private readonly augment?: Augmenter;
  private readonly adversarial?: Gradients;
  private readonly stepsPerEpoch: number;

  constructor(
    spec: TrainSpec,
    { tf, maxTensorBytes }: StepBackend,
    weights: NamedWeights,
    slots?: ReadonlyMap<string, NamedWeights>,
  ) {
    this.spec = spec;
    this.tf = tf;
    setDeterministic(tf, spec.config.deterministic);
    this.forward = compileForward(spec.arch, tf);
    const shapes = inferShapes(spec.arch);
    this.train = new SplitTensors(tf, spec.train, inputShape(spec.arch), maxTensorBytes);
    this.evaluateRows = evaluateRows(Math.max(...[...shapes.values()].map(sizeOf)));
    this.augment = augmenterFor(spec.augment ?? [], inputShape(spec.arch), spec.config.seed);
    this.stepsPerEpoch = stepsPerEpoch(spec.train.rows, rowsPerStep(spec.config));
    const { weightDecay, averaging, layerRate = 1 } = spec.config;
    this.optimizer = withAveraging(withWeightDecay(spec.optimizer, weightDecay), averaging);
    this.weights = new WeightStore(
      tf,
      weightSpecs(spec.arch),
      {
        optimizer: this.optimizer,
        optimizerParams: spec.optimizerParams,
        ...(layerRate < 1 && { rates: layerRates(spec.arch, layerRate) }),
      },
      weights,
      slots,
    );
    this.adversarial = adversarialGradients(tf, spec, this.weights.trainable);
    const table = taskOf(spec.task).targetTable?.(spec.task);
    if (table) this.targetTable = tf.tensor2d(table, [table.length / spec.outputWidth, spec.outputWidth]);
    if (spec.classWeights) this.classWeights = tf.tensor1d(spec.classWeights, 'float32');
  }

  /**
   * One step on these rows; returns the loss, still on the device, owned by the caller. More rows than a batch
   * are taken batch by batch, and the gradients added up: the step of one large batch in the memory of a small.
   */
  step(rows: ArrayLike<number>, step: number, learningRate: number, watch: StepWatch = {}): Tensor {
    const { tf, spec, weights } = this;
    const state = new Map<string, Tensor>();
    const outdated: Tensor[] = [];
    let next: ReturnType<WeightStore['next']> = { packed: [], views: new Map() };
    const [told] = tf.tidy(() => {
      let sums: Tensor[] = [];
      for (const [part, batch] of this.batches(rows).entries()) {
        const found = tf.tidy(() => {
          const named = part === 0 ? weights.views : new Map([...weights.views, ...state]);
          const { loss, gradients } = this.gradients(this.batchAt(batch, step), named, {
            ...this.trainingOptions(step, part),
            updateState: (name, value) => {
              const before = state.get(name);
              if (before) outdated.push(before);
              state.set(name, tf.keep(value));
            },
          });
          if (batch.length === rows.length) return [loss, ...gradients];
          return [loss, ...gradients].map((value) => tf.mul(value, batch.length / rows.length));
        });
        sums = part === 0 ? found : sums.map((sum, i) => tf.add(sum, found[i] as Tensor));
      }
      const [loss, ...gradients] = sums;
      next = weights.next(
        clipGradients(tf, gradients, spec.config),
        (packed, gradient, { size, decay, shape, rate = 1 }) =>
          updateGroup(tf, this.optimizer, spec.optimizerParams, {
            packed,
            gradient,
            size,
            learningRate: learningRate * rate,
            step,
            decay,
            shape,
          }),
      );
      if (watch.gradients) this.keep(gradients);
      const changes = weights.groups.map(({ layout: { size }, packed }, i) => ({
        gradient: gradients[i] as Tensor,
        before: packed,
        after: next.packed[i] as Tensor,
        size,
      }));
      const told = watch.sums ? stepSums(tf, loss as Tensor, changes) : (loss as Tensor);
      return [told, ...next.packed, ...next.views.values()];
    });
    tf.dispose(outdated);
    weights.replace(next.packed, new Map([...next.views, ...state]));
    return told as Tensor;
  }

  private keep(gradients: readonly Tensor[]): void {
    const { tf } = this;
    tf.dispose(this.kept);
    this.kept = gradients.map((gradient) => tf.keep(tf.clone(gradient)));
  }

  /** Of the weights, and of the gradients that the last step was told to keep. */
  async histograms(): Promise<WeightHistogram[]> {
    const gradients = this.kept;
    this.kept = [];
    try {
      return await readHistograms(this.tf, this.weights.groups, gradients);
    } finally {
      this.tf.dispose(gradients);
    }
  }

  private meant(target: Tensor): Tensor {
    if (this.targetTable) return this.tf.gather(this.targetTable, target);
    const { task } = this.spec;
    return taskOf(task).meant?.(this.tf, target, task) ?? target;
  }

  /** The output, and the loss that an answer and the layers on its way make. Inside tf.tidy. */
  private judged(
    { input, target }: Batch,
    views: ReadonlyMap<string, Tensor>,
    options: ForwardOptions,
    settings: LossSettings,
  ): { output: Tensor; loss: Tensor } {
    const { tf } = this;
    const added: Tensor[] = [];
    const addLoss = (value: Tensor) => void added.push(value);
    const output = this.forward([input], views, { ...options, addLoss })[0] as Tensor;
    const loss = meanLoss(tf, settings, output, this.meant(target));
    return { output, loss: added.reduce((sum, value) => tf.add(sum, value), loss) };
  }

  private batches(rows: ArrayLike<number>): ArrayLike<number>[] {
    const { batchSize } = this.spec.config;
    if (rows.length <= batchSize) return [rows];
    const all = Uint32Array.from(rows);
    return Array.from({ length: Math.ceil(all.length / batchSize) }, (_, i) =>
      all.subarray(i * batchSize, (i + 1) * batchSize),
    );
  }

  /** The rows as the epoch of this step changes them. */
  private batchAt(rows: ArrayLike<number>, step: number): Batch {
    const { augment } = this;
    const epoch = Math.ceil(step / this.stepsPerEpoch);
    return this.train.batch(rows, augment && ((values, row, mask) => augment(values, row, epoch, mask)));
  }

  private gradients(batch: Batch, views: ReadonlyMap<string, Tensor>, options: ForwardOptions) {
    const { tf, spec, weights, classWeights } = this;
    if (this.adversarial) {
      const { loss, gradients } = this.adversarial(batch, views, options);
      return { loss, gradients: weights.flatten(gradients) };
    }
    const { loss, lossParams: params } = spec;
    const { present } = this.train;
    const settings = { loss, params, smoothing: spec.config.labelSmoothing, classWeights, present };
    const gradient = tf.valueAndGrads((...values: Tensor[]) => {
      const named = new Map(views);
      weights.trainable.forEach((name, i) => named.set(name, values[i] as Tensor));
      return tf.reshape(this.judged(batch, named, options, settings).loss, []);
    });
    const { value, grads } = gradient(weights.trainable.map((name) => weights.views.get(name) as Tensor));
    const byName = new Map(weights.trainable.map((name, i) => [name, grads[i] as Tensor]));
    return { loss: value as Tensor, gradients: weights.flatten(byName) };
  }

  /**
   * The first node whose output holds a value that is not finite, on these rows with the current weights.
   * Reads every node back: for finding the cause of a failure only.
   */
  async firstNotFiniteNode(rows: ArrayLike<number>, step: number): Promise<string | undefined> {
    const { tf } = this;
    for (const [part, batch] of this.batches(rows).entries()) {
      const outputs: [node: string, output: Tensor][] = [];
      tf.tidy(() => {
        const { input } = this.batchAt(batch, step);
        this.forward([input], this.weights.views, {
          ...this.trainingOptions(step, part),
          observe: (node, output) => outputs.push([node, tf.keep(tf.clone(output))]),
        });
      });
      try {
        for (const [node, output] of outputs) {
          if (!(await output.data<'float32'>()).every(Number.isFinite)) return node;
        }
      } finally {
        tf.dispose(outputs.map(([, output]) => output));
      }
    }
    return undefined;
  }

  private trainingOptions(step: number, part: number): ForwardOptions {
    const { tf, spec } = this;
    const stream = (draw: string) => (part === 0 ? `draw/${draw}` : `draw/${draw}/${part}`);
    return {
      training: true,
      uniform: (draw, shape) =>
        tf.tensor(uniforms(spec.config.seed, stream(draw), step, sizeOf(shape)), shape, 'float32'),
    };
  }

  /**
   * Mean loss over a split, with the weights that predict (or those saved): plain, whatever training adds. Raw outputs
   * go to `take` part by part, in order, from the row `start` on, with the frames that they are of; so much of them
   * waits on the device at a time.
   */
  async evaluate(
    split: SplitTensors,
    take: TakeOutputs = () => undefined,
    saved?: SavedWeights,
  ): Promise<number> {
    const most = split.isRead ? Math.ceil(this.evaluateRows / readParts) : this.evaluateRows;
    const waiting: AskedPart[] = [];
    let [loss, values] = [0, 0];
    const takeFirst = async () => {
      const part = waiting[0] as AskedPart;
      const [outputs, losses] = await part.read;
      loss += ((losses[0] ?? Number.NaN) * part.rows) / split.rows;
      take(part.start, outputs, part.held);
      this.tf.dispose(part.tensors);
      waiting.shift();
      values -= part.values;
    };
    try {
      for (let start = 0; start < split.rows; start += most) {
        const rows = Math.min(most, split.rows - start);
        const wait = split.readyPart(start, rows);
        if (wait) await wait;
        split.prefetchPart(start + rows, Math.min(most, split.rows - start - rows));
        const part = this.askPart(split, start, rows, saved);
        waiting.push(part);
        values += part.values;
        while (values > mostWaitingValues && waiting.length > 1) await takeFirst();
      }
      while (waiting.length > 0) await takeFirst();
      return loss;
    } finally {
      this.tf.dispose(waiting.flatMap(({ tensors }) => tensors));
    }
  }

  /** What `work` makes with the weights that predict. */
  async withWeights(work: (views: ReadonlyMap<string, Tensor>) => Tensor): Promise<Float32Array> {
    const made = this.tf.tidy(() => work(this.weights.judgedViews()));
    try {
      return (await made.data<'float32'>()).slice();
    } finally {
      made.dispose();
    }
  }

  private askPart(split: SplitTensors, start: number, rows: number, saved?: SavedWeights): AskedPart {
    const { tf, spec } = this;
    const tensors = tf.tidy(() => {
      const part = split.part(start, rows);
      const settings = { loss: spec.loss, params: spec.lossParams, present: split.present };
      const { output, loss } = this.judged(part, this.weights.judgedViews(saved), predicting, settings);
      const judged = taskOf(spec.task).onDevice?.of(tf, output, part.target, spec.task) ?? output;
      return [judged, loss] as [Tensor, Tensor];
    });
    const [output, loss] = tensors;
    const read = Promise.all([output.data<'float32'>(), loss.data<'float32'>()]);
    // When an earlier part fails nobody waits for this one.
    read.catch(() => undefined);
    const values = rows * spec.outputWidth + split.valuesAtHand;
    return { start, rows, tensors, read, held: split.atHand, values };
  }

  dispose(): void {
    this.tf.dispose(this.kept);
    this.train.dispose();
    this.weights.dispose();
    this.classWeights?.dispose();
    this.targetTable?.dispose();
  }
}
