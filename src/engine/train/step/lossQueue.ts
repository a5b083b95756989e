/**
 * What steps told and was not yet read. It stays on the device and is read together a few times a second: a
 * read-back in every step would stall the GPU. The window between reads follows the measured speed.
 */
import type { Ops, Tensor } from '#/core/layers/layerDef';

const targetMs = 120;
const maxPending = 256;

/** Values of all steps of a window. */
export interface Drained {
  losses: Float32Array;
  /** Of the steps that told more than a loss: which of them (from 0), and the squares they summed. */
  sums: { index: number; gradient: number; change: number; weight: number }[];
  elapsedMs: number;
}

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

  /** Takes ownership of the loss, or of the loss and three sums (`stepSums`). */
  push(told: Tensor): void {
    this.pending.push(told);
  }

  get due(): boolean {
    return this.pending.length >= this.windowSteps || this.now() - this.openedAt >= targetMs * 2;
  }

  /** Reads and forgets everything pending. The caller decides whether to believe the values. */
  async drain(): Promise<Drained> {
    const { tf, pending } = this;
    this.pending = [];
    const sizes = pending.map(({ size }) => size);
    const joined = tf.tidy(() => {
      const flat = pending.map((told) => tf.reshape(told, [-1]));
      return flat.length === 1 ? (flat[0] as Tensor) : tf.concat(flat, 0);
    });
    tf.dispose(pending);
    let values: Float32Array;
    try {
      values = (await joined.data<'float32'>()).slice();
    } finally {
      joined.dispose();
    }
    const now = this.now();
    const elapsedMs = Math.max(now - this.openedAt, 0.01);
    this.windowSteps = Math.min(maxPending, Math.max(1, Math.round((targetMs * sizes.length) / elapsedMs)));
    this.openedAt = now;
    return { ...apart(values, sizes), elapsedMs };
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

function apart(values: Float32Array, sizes: readonly number[]): Pick<Drained, 'losses' | 'sums'> {
  const losses = new Float32Array(sizes.length);
  const sums: Drained['sums'] = [];
  let at = 0;
  for (const [index, size] of sizes.entries()) {
    const [loss, gradient, change, weight] = values.subarray(at, at + size) as unknown as number[];
    losses[index] = loss as number;
    if (size === 4)
      sums.push({
        index,
        gradient: gradient as number,
        change: change as number,
        weight: weight as number,
      });
    at += size;
  }
  return { losses, sums };
}
