/**
 * Large files hashed and written by a worker of their own: the disk is waited for there. Memory goes there and back, so that
 * none is fresh.
 */
import type { WriteRequest, Written } from './writerMessages';

export interface WriterWorker {
  postMessage(message: WriteRequest, moved: ArrayBuffer[]): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<Written>) => unknown) | null;
  onerror: ((event: ErrorEvent) => unknown) | null;
}

/** A worker that has had nothing to do for so long ends. */
const idleMs = 5_000;
const memoryUnit = 262_144;
const mostSpare = 3;

export class WriterBeside {
  readonly #make: () => WriterWorker;
  #worker: WriterWorker | undefined;
  #isBroken = false;
  #next = 0;
  readonly #waiting = new Map<number, (written: Written | undefined) => void>();
  readonly #spare: ArrayBuffer[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(make: () => WriterWorker) {
    this.#make = make;
  }

  /** The SHA-256 of what is written now; undefined where no worker is to be had. Rejects as writing does. */
  async write(handle: FileSystemFileHandle, bytes: Uint8Array): Promise<string | undefined> {
    const worker = this.#open();
    if (!worker) return undefined;
    const memory = this.#memoryOf(bytes);
    const id = this.#next++;
    const written = await new Promise<Written | undefined>((resolve) => {
      this.#waiting.set(id, resolve);
      worker.postMessage({ id, handle, memory, bytes: bytes.length }, [memory]);
    });
    if (!written) return undefined;
    if (this.#spare.push(written.memory) > mostSpare) this.#spare.shift();
    if ('failed' in written) throw new DOMException(written.failed.message, written.failed.name);
    return written.hash;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#spare.length = 0;
    for (const resolve of this.#waiting.values()) resolve(undefined);
    this.#waiting.clear();
  }

  #open(): WriterWorker | undefined {
    clearTimeout(this.#timer);
    if (this.#worker || this.#isBroken) return this.#worker;
    try {
      this.#worker = this.#make();
    } catch {
      this.#isBroken = true;
      return undefined;
    }
    this.#worker.onmessage = ({ data }) => {
      this.#waiting.get(data.id)?.(data);
      this.#waiting.delete(data.id);
      if (this.#waiting.size === 0) this.#timer = setTimeout(() => this.close(), idleMs);
    };
    this.#worker.onerror = () => {
      this.#isBroken = true;
      this.close();
    };
    return this.#worker;
  }

  /** A copy, for the caller's memory stays with the caller. */
  #memoryOf(bytes: Uint8Array): ArrayBuffer {
    const place = this.#spare.findIndex(({ byteLength }) => byteLength >= bytes.length);
    const [known] = place < 0 ? [] : this.#spare.splice(place, 1);
    const memory = known ?? new ArrayBuffer(Math.ceil(bytes.length / memoryUnit) * memoryUnit);
    new Uint8Array(memory).set(bytes);
    return memory;
  }
}
