/**
 * What a training tells beside its losses: gradient norm and update-to-weight ratio at steps that depend on the
 * step alone, so that a resumed run logs the same ones; time, speed and memory as often as someone could look.
 */
import type { Ops } from '#/core/layers/layerDef';
import type { Figure, StepFigure } from '#/core/protocol/train';
import { GpuClock } from '../device/gpuClock';
import type { Drained } from './step/lossQueue';

const everyStepUpTo = 2048;
const speedEveryMs = 500;

/** Every step at first, then every second, every fourth ...: points that grow with the logarithm of the steps. */
export function isMeasured(step: number): boolean {
  const every = 2 ** Math.max(0, Math.floor(Math.log2(step / (everyStepUpTo / 2))));
  return step % every === 0;
}

export class Gauges {
  private figures: Figure[] = [];
  private stepsTimed = 0;
  private msTimed = 0;
  private rows = 0;
  private toldAt = Number.NEGATIVE_INFINITY;
  private readonly clock?: GpuClock;
  private readonly tf: Ops;
  private readonly now: () => number;

  constructor({ tf, device }: { tf: Ops; device?: GPUDevice }, now: () => number) {
    this.tf = tf;
    this.now = now;
    if (device && GpuClock.offeredBy(device)) this.clock = new GpuClock(device, now);
  }

  /** Before the first step of a window, when nothing waits to be sent to the device. */
  openWindow(): void {
    this.clock?.open();
  }

  stepped(rows: number): void {
    this.rows += rows;
    this.clock?.stepped();
  }

  /** What a window told, read and sound. `firstStep` is the number of its first step. */
  closeWindow(
    { losses, sums, elapsedMs }: Drained,
    firstStep: number,
    rateAt: (step: number) => number,
  ): void {
    this.clock?.close();
    this.stepsTimed += losses.length;
    this.msTimed += elapsedMs;
    for (const { index, gradient, change, weight } of sums) {
      const step = firstStep + index;
      this.tell('batchLearningRate', step, rateAt(step));
      this.tell('gradientNorm', step, Math.sqrt(gradient));
      this.tell('updateRatio', step, Math.sqrt(change / weight));
    }
  }

  /** Everything since the last report; with speed and memory when it is time, or `always`. */
  take(step: number, secondsLeft: number | undefined, always: boolean): Figure[] {
    const now = this.now();
    if (this.stepsTimed > 0 && (always || now - this.toldAt >= speedEveryMs)) {
      this.toldAt = now;
      this.tell('stepMs', step, this.msTimed / this.stepsTimed);
      this.tell('samplesPerSecond', step, (this.rows * 1000) / this.msTimed);
      this.tell('memoryBytes', step, this.memoryBytes());
      if (secondsLeft !== undefined) this.tell('secondsLeft', step, secondsLeft);
      const gpuStepMs = this.clock?.take();
      if (gpuStepMs !== undefined) this.tell('gpuStepMs', step, gpuStepMs);
      this.stepsTimed = 0;
      this.msTimed = 0;
      this.rows = 0;
    }
    const { figures } = this;
    this.figures = [];
    return figures;
  }

  /** On WebGPU all buffers, those kept for reuse included; else the tensors. */
  private memoryBytes(): number {
    const memory = this.tf.memory() as { numBytes: number; numBytesAllocatedInGPU?: number };
    return memory.numBytesAllocatedInGPU ?? memory.numBytes;
  }

  /** A square may overflow where nothing else does, and weights may all be zero: then there is nothing to say. */
  private tell(name: StepFigure, step: number, value: number): void {
    if (Number.isFinite(value)) this.figures.push({ name, step, value });
  }

  dispose(): void {
    this.clock?.dispose();
  }
}
