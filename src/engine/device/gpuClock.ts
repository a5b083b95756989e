/**
 * How long the GPU is busy in a step, by timestamp queries. While a window of steps is measured, every compute
 * pass that anyone begins on the device writes its begin and its end; their sum leaves out the time in which the
 * GPU waited. Nothing waits for the answer. Browsers round timestamps (Chrome to 0.1 ms), which the many passes
 * of a window average out.
 */
const passLimit = 2048;
const everyMs = 1000;

interface Window {
  steps: number;
  passes: number;
  /** At the last whole step that all fitted. */
  counted: { steps: number; passes: number };
}

export class GpuClock {
  private readonly queries: GPUQuerySet;
  private readonly resolved: GPUBuffer;
  private readonly staging: GPUBuffer;
  private window?: Window;
  private reading = false;
  private openedAt = Number.NEGATIVE_INFINITY;
  private answer?: number;
  private readonly device: GPUDevice;
  private readonly now: () => number;
  private readonly createCommandEncoder: GPUDevice['createCommandEncoder'];

  static offeredBy = (device: GPUDevice): boolean => device.features.has('timestamp-query');

  constructor(device: GPUDevice, now: () => number) {
    this.device = device;
    this.now = now;
    const bytes = passLimit * 2 * 8;
    this.queries = device.createQuerySet({ type: 'timestamp', count: passLimit * 2 });
    this.resolved = device.createBuffer({
      size: bytes,
      usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC,
    });
    this.staging = device.createBuffer({
      size: bytes,
      usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
    });
    this.createCommandEncoder = device.createCommandEncoder.bind(device);
    device.createCommandEncoder = (descriptor) => this.encoder(descriptor);
  }

  private encoder(descriptor?: GPUCommandEncoderDescriptor): GPUCommandEncoder {
    const encoder = this.createCommandEncoder(descriptor);
    if (!this.window) return encoder;
    const begin = encoder.beginComputePass.bind(encoder);
    encoder.beginComputePass = (given) => {
      const { window } = this;
      if (!window || window.passes >= passLimit) {
        if (window) window.passes = passLimit + 1;
        return begin(given);
      }
      const first = 2 * window.passes++;
      const timestampWrites = {
        querySet: this.queries,
        beginningOfPassWriteIndex: first,
        endOfPassWriteIndex: first + 1,
      };
      return begin({ ...given, timestampWrites });
    };
    return encoder;
  }

  /** When everything recorded before has been submitted. Measures one window a second. */
  open(): void {
    if (this.reading || this.now() - this.openedAt < everyMs) return;
    this.openedAt = this.now();
    this.window = { steps: 0, passes: 0, counted: { steps: 0, passes: 0 } };
  }

  stepped(): void {
    const { window } = this;
    if (!window) return;
    window.steps++;
    if (window.passes <= passLimit) window.counted = { steps: window.steps, passes: window.passes };
  }

  /** When everything of the window has been submitted. */
  close(): void {
    const { window, device } = this;
    this.window = undefined;
    if (!window || window.counted.passes === 0) return;
    // The last step may have ended in a pass that was still open when it was counted.
    const { steps } = window.counted;
    const passes = window.passes <= passLimit ? window.passes : window.counted.passes;
    const encoder = this.createCommandEncoder();
    encoder.resolveQuerySet(this.queries, 0, passes * 2, this.resolved, 0);
    encoder.copyBufferToBuffer(this.resolved, 0, this.staging, 0, passes * 16);
    device.queue.submit([encoder.finish()]);
    this.reading = true;
    this.staging
      .mapAsync(GPUMapMode.READ, 0, passes * 16)
      .then(() => {
        const times = new BigInt64Array(this.staging.getMappedRange(0, passes * 16));
        let nanoseconds = 0n;
        for (let i = 0; i < passes; i++)
          nanoseconds += (times[2 * i + 1] as bigint) - (times[2 * i] as bigint);
        this.staging.unmap();
        // A GPU that changes its clock may count backwards.
        if (nanoseconds >= 0n) this.answer = Number(nanoseconds) / 1e6 / steps;
        this.reading = false;
      })
      // The device was lost or the training ended: the guard tells.
      .catch(() => undefined);
  }

  /** Milliseconds a step of the latest measured window; once. */
  take(): number | undefined {
    const { answer } = this;
    this.answer = undefined;
    return answer;
  }

  dispose(): void {
    this.device.createCommandEncoder = this.createCommandEncoder;
    this.queries.destroy();
    this.resolved.destroy();
    this.staging.destroy();
  }
}
