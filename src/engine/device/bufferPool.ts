/**
 * GPU buffers of tfjs, kept for reuse within a bound. tfjs's own pool keeps every freed buffer under its exact size for
 * ever, so memory grows with every new shape; here the longest unused go first once more would be held than what was
 * in use at the highest moment, plus a margin. Takes the place of `WebGPUBackend.bufferManager`.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { TetradError } from '#/core/protocol/errors';

type Usage = number;

/** Steps of one shape were measured to hold 1.06 to 1.13 times what they use at most: these never wait for a buffer. */
const margin = 1.2;

export class BufferPool {
  numBytesUsed = 0;
  numBytesAllocated = 0;
  /** The most bytes ever held. */
  peakBytes = 0;
  private peakUsed = 0;
  private readonly used = new Set<GPUBuffer>();
  private readonly bySize = new Map<string, GPUBuffer[]>();
  /** The longest unused first. */
  private readonly free = new Set<GPUBuffer>();
  private readonly device: GPUDevice;

  constructor(device: GPUDevice) {
    this.device = device;
  }

  acquireBuffer(size: number, usage: Usage, mappedAtCreation = false, reuse = true): GPUBuffer {
    const buffer =
      (reuse ? this.takeFree(size, usage) : undefined) ?? this.create(size, usage, mappedAtCreation);
    this.used.add(buffer);
    this.numBytesUsed += size;
    return buffer;
  }

  releaseBuffer(buffer: GPUBuffer, reuse = true): void {
    if (!this.used.delete(buffer)) return;
    this.numBytesUsed -= buffer.size;
    if (!reuse) {
      this.destroy(buffer);
      return;
    }
    const key = keyOf(buffer.size, buffer.usage);
    const same = this.bySize.get(key);
    if (same) same.push(buffer);
    else this.bySize.set(key, [buffer]);
    this.free.add(buffer);
  }

  getNumUsedBuffers(): number {
    return this.used.size;
  }

  getNumFreeBuffers(): number {
    return this.free.size;
  }

  dispose(): void {
    for (const buffer of [...this.used, ...this.free]) buffer.destroy();
    this.used.clear();
    this.free.clear();
    this.bySize.clear();
    this.numBytesUsed = 0;
    this.numBytesAllocated = 0;
  }

  private takeFree(size: number, usage: Usage): GPUBuffer | undefined {
    const buffer = this.bySize.get(keyOf(size, usage))?.pop();
    if (buffer) this.free.delete(buffer);
    return buffer;
  }

  private create(size: number, usage: Usage, mappedAtCreation: boolean): GPUBuffer {
    this.checkSize(size);
    this.peakUsed = Math.max(this.peakUsed, this.numBytesUsed + size);
    this.trim(margin * this.peakUsed - size);
    const buffer = this.device.createBuffer({ size, usage, mappedAtCreation });
    this.numBytesAllocated += size;
    this.peakBytes = Math.max(this.peakBytes, this.numBytesAllocated);
    return buffer;
  }

  /** Gives back what was unused longest until at most so many bytes are held. */
  private trim(bytes: number): void {
    for (const buffer of this.free) {
      if (this.numBytesAllocated <= bytes) return;
      this.free.delete(buffer);
      const key = keyOf(buffer.size, buffer.usage);
      const same = (this.bySize.get(key) ?? []).filter((other) => other !== buffer);
      if (same.length > 0) this.bySize.set(key, same);
      else this.bySize.delete(key);
      this.destroy(buffer);
    }
  }

  private destroy(buffer: GPUBuffer): void {
    this.numBytesAllocated -= buffer.size;
    buffer.destroy();
  }

  /** Beyond a limit WebGPU makes an invalid buffer, which reads as zeros. */
  private checkSize(size: number): void {
    const { maxBufferSize, maxStorageBufferBindingSize } = this.device.limits;
    const limit = Math.min(maxBufferSize, maxStorageBufferBindingSize);
    if (size <= limit) return;
    throw new TetradError({
      code: 'outOfMemory',
      message: `A tensor of ${toMegabytes(size)} is larger than this GPU holds in one piece (${toMegabytes(limit)}).`,
      hint: 'Use a smaller batch or fewer features, or train on the WASM or CPU backend.',
    });
  }
}

const keyOf = (size: number, usage: Usage): string => `${size}/${usage}`;
const toMegabytes = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20)} MB`;

/** Puts a pool of ours into a backend that has not made a buffer yet. */
export function boundBuffers(backend: WebGPUBackend): BufferPool {
  const pool = new BufferPool(backend.device);
  backend.bufferManager = pool as unknown as WebGPUBackend['bufferManager'];
  return pool;
}
