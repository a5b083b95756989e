/**
 * Losses of steps not yet read. They stay on the device and are read together a few times a second: a read-back
 * in every step would stall the GPU. The window between reads follows the measured speed.
 */
import type { Ops, Tensor } from '#/core/layers/layerDef';

const targetMs = 120;
const maxPending = 256;

export class LossQueue {
  private pending: Tensor[] = [];
  private windowSteps = 1;
  private openedAt: number;
  private readonly tf: Ops;
  private readonly now: () => number;

  constructor(tf: Ops, now: () => number) {
    this.tf = tf;
    this.now = now;
    this.openedAt = now();
  }

  get size(): number {
    return this.pending.length;
  }

  /** Takes ownership of the scalar. */
  push(loss: Tensor): void {
    this.pending.push(loss);
  }

  get due(): boolean {
    return this.pending.length >= this.windowSteps || this.now() - this.openedAt >= targetMs * 2;
  }

  /** Reads and forgets everything pending. The caller decides whether to believe the values. */
  async drain(): Promise<{ losses: Float32Array; elapsedMs: number }> {
    const pending = this.pending;
    this.pending = [];
    const stacked = this.tf.tidy(() => this.tf.stack(pending.map((loss) => this.tf.reshape(loss, []))));
    this.tf.dispose(pending);
    let losses: Float32Array;
    try {
      losses = (await stacked.data<'float32'>()).slice();
    } finally {
      stacked.dispose();
    }
    const now = this.now();
    const elapsedMs = Math.max(now - this.openedAt, 0.01);
    this.windowSteps = Math.min(maxPending, Math.max(1, Math.round((targetMs * losses.length) / elapsedMs)));
    this.openedAt = now;
    return { losses, elapsedMs };
  }

  /** Starts the clock of the next window anew, after time spent on something else (evaluation). */
  restartClock(): void {
    this.openedAt = this.now();
  }

  dispose(): void {
    this.tf.dispose(this.pending);
    this.pending = [];
  }
}
