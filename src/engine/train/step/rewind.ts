/**
 * Losses are read some steps late, when the weights of the failing step are long gone. This keeps the state of
 * the last confirmed step (references, no copies) and the batches since, and when a loss is not finite it
 * repeats the steps up to the failing one, exactly, to name the layer where it begins.
 */
import type { Tensor } from '#/core/layers/layerDef';
import type { Stepper, StepWatch } from './stepper';
import type { SavedWeights } from './weightStore';

interface Taken {
  rows: Uint32Array;
  step: number;
  learningRate: number;
}

export class Rewind {
  private saved?: SavedWeights;
  private taken: Taken[] = [];
  private readonly stepper: Stepper;

  constructor(stepper: Stepper) {
    this.stepper = stepper;
    this.saved = stepper.weights.save();
  }

  /** A step that can be repeated. */
  step(rows: Uint32Array, step: number, learningRate: number, watch?: StepWatch): Tensor {
    this.taken.push({ rows, step, learningRate });
    return this.stepper.step(rows, step, learningRate, watch);
  }

  /** Everything up to this step is sound. */
  mark(step: number): void {
    this.forget();
    this.taken = this.taken.filter((taken) => taken.step > step);
    this.saved = this.stepper.weights.save();
  }

  /** The layer where this step first leaves the finite numbers. Leaves the stepper there: training is over. */
  async blame(badStep: number): Promise<string | undefined> {
    const { saved, taken, stepper } = this;
    const bad = taken.find(({ step }) => step === badStep);
    if (!saved || !bad) return undefined;
    this.saved = undefined;
    stepper.weights.restore(saved);
    for (const { rows, step, learningRate } of taken) {
      if (step >= badStep) break;
      await stepper.train.ready(rows);
      stepper.step(rows, step, learningRate).dispose();
    }
    await stepper.train.ready(bad.rows);
    return await stepper.firstNotFiniteNode(bad.rows, badStep);
  }

  private forget(): void {
    if (this.saved) this.stepper.weights.forget(this.saved);
    this.saved = undefined;
  }

  dispose(): void {
    this.forget();
  }
}
