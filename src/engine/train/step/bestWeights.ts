/** The weights of the best epoch so far, kept on the device. */
import type { BestSoFar } from '../trainSpec';
import type { SavedWeights, WeightStore } from './weightStore';

interface Best {
  epoch: number;
  metrics: Record<string, number>;
  saved: SavedWeights;
}

export class BestWeights {
  private best?: Best;
  private readonly weights: WeightStore;

  constructor(weights: WeightStore, resume?: BestSoFar) {
    this.weights = weights;
    if (resume)
      this.best = { epoch: resume.epoch, metrics: resume.metrics, saved: weights.upload(resume.weights) };
  }

  get found(): Readonly<Best> | undefined {
    return this.best;
  }

  /** The current weights take the place of those before. */
  keep(epoch: number, metrics: Record<string, number>): void {
    this.forget();
    this.best = { epoch, metrics, saved: this.weights.saveJudged() };
  }

  async read(): Promise<BestSoFar | undefined> {
    const { best } = this;
    if (!best) return undefined;
    const weights = await this.weights.readWeights(best.saved);
    return { epoch: best.epoch, metrics: best.metrics, weights };
  }

  forget(): void {
    if (this.best) this.weights.forget(this.best.saved);
    this.best = undefined;
  }
}
