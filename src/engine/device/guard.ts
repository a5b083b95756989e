/**
 * Watches a GPUDevice so that no value computed in a failed step is ever believed. tfjs-webgpu never listens
 * for errors: an invalid shader leaves whatever was in a recycled buffer in every tensor of the batch.
 * Each step runs inside an error scope, everything else arrives as `uncapturederror`; the first failure
 * is latched and stays.
 */
import { TetradError } from '#/core/protocol/errors';

export interface Guard {
  /** Names the step that the following GPU work belongs to. */
  openStep(step: number): void;
  closeStep(): void;
  /** Resolves when every error of work submitted so far has arrived. */
  settle(): Promise<void>;
  /** Throws the latched failure, if any. */
  check(): void;
  /** The latched failure behind something thrown by the runtime (a lost device rejects reads first), or the thing itself. */
  explain(thrown: unknown): Promise<unknown>;
}

/** For backends that throw where they fail. */
export const openGuard: Guard = {
  openStep: () => undefined,
  closeStep: () => undefined,
  settle: () => Promise.resolve(),
  check: () => undefined,
  explain: (thrown) => Promise.resolve(thrown),
};

/** How long a rejected read waits for the device to say why. */
const explainMs = 500;

export class DeviceGuard implements Guard {
  private step = 0;
  private scopeOpen = false;
  private failure?: TetradError;
  private released = false;
  private pending = new Set<Promise<void>>();
  private readonly lost: Promise<void>;
  private readonly device: GPUDevice;

  constructor(device: GPUDevice) {
    this.device = device;
    device.addEventListener('uncapturederror', (event) => this.latchError(event.error, this.step));
    this.lost = device.lost.then((info) => {
      if (!this.released) this.latchLost(info.message);
    });
  }

  openStep(step: number): void {
    this.step = step;
    this.device.pushErrorScope('validation');
    this.scopeOpen = true;
  }

  closeStep(): void {
    if (!this.scopeOpen) return;
    this.scopeOpen = false;
    const step = this.step;
    const popped = this.device
      .popErrorScope()
      .then((error) => {
        if (error) this.latchError(error, step);
      })
      .catch(() => undefined)
      .finally(() => this.pending.delete(popped));
    this.pending.add(popped);
  }

  async settle(): Promise<void> {
    // An empty scope answers after all earlier errors of this device have been delivered.
    this.device.pushErrorScope('validation');
    const fence = this.device.popErrorScope().catch(() => null);
    await Promise.all([...this.pending, fence]);
    // Let queued `uncapturederror` and `lost` reactions run.
    await new Promise((resolve) => setTimeout(resolve, 0));
  }

  check(): void {
    if (this.failure) throw this.failure;
  }

  async explain(thrown: unknown): Promise<unknown> {
    if (!this.failure) {
      await Promise.race([this.settle(), new Promise((resolve) => setTimeout(resolve, explainMs))]);
    }
    if (!this.failure) {
      await Promise.race([this.lost, new Promise((resolve) => setTimeout(resolve, explainMs / 5))]);
    }
    return this.failure ?? thrown;
  }

  /** The device is about to be destroyed on purpose: that is not a failure. */
  release(): void {
    this.released = true;
  }

  private latchError(error: GPUError, step: number): void {
    const outOfMemory = typeof GPUOutOfMemoryError !== 'undefined' && error instanceof GPUOutOfMemoryError;
    this.failure ??= new TetradError({
      code: outOfMemory ? 'outOfMemory' : 'gpuError',
      message: outOfMemory
        ? 'The GPU ran out of memory.'
        : `The GPU rejected a command: ${firstLine(error.message)}`,
      place: placeOf(step),
      hint: outOfMemory
        ? 'Use a smaller batch or model, or train on the WASM backend.'
        : 'Nothing computed in this step was kept. Train on the WASM backend, or update the browser and graphics driver.',
    });
  }

  private latchLost(message: string): void {
    this.failure ??= new TetradError({
      code: 'deviceLost',
      message: `The GPU device was lost${message ? `: ${firstLine(message)}` : '.'}`,
      place: placeOf(this.step),
      hint: 'Nothing computed after the last checkpoint was kept. Resume the run, or train on the WASM backend.',
    });
  }
}

const placeOf = (step: number): string | undefined => (step > 0 ? `step ${step}` : undefined);

const firstLine = (text: string): string => {
  const line = text.split('\n').find((part) => part.trim() !== '') ?? '';
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
};
