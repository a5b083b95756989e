/**
 * One file over a connection that may break. Bytes are hashed and stored part by part as they come; after a break the
 * rest is asked for with a Range, and taken only if it surely belongs to the same file: same ETag, same date, same
 * length, and the last bytes before the break once more. A host that answers otherwise starts from the beginning.
 *
 * If-Range is not sent: it would make the browser ask first whether it may send it, which few hosts answer.
 */
import { Sha256 } from '#/core/hash/sha256';
import type { BlobRef } from '#/core/protocol/dataset';
import type { Partial } from '#/core/protocol/sourceApi';

/** The answer ended before its end, or nothing came for too long: worth another try. */
export class BrokeOff extends Error {}
/** It is another file there now. */
export class Changed extends Error {}

export interface TransferDeps {
  /** Throws BrokeOff where trying again makes sense. */
  ask(headers: Record<string, string>): Promise<Response>;
  /** Whether the beginning of a whole answer is what was asked for; throws if not. */
  look(response: Response, head: Uint8Array): void;
  put(bytes: Uint8Array): Promise<BlobRef>;
  get(ref: BlobRef): Promise<Uint8Array>;
  onBytes(received: number, total: number | undefined, came: number): void;
  onSaved(partial: Partial): void;
  onBreak(received: number): void;
  /** Throws when that much is too much. */
  requireRoom(bytes: number): Promise<void>;
  /** The file is the one that is known already. */
  isKnown(response: Response): boolean;
  signal: AbortSignal;
  patience: Patience;
}

export interface Patience {
  /** Nothing comes for so long: the connection counts as broken. */
  idleMs: number;
  /** Breaks without progress before giving up. */
  attempts: number;
  waitMs(attempt: number): number;
  partBytes: number;
}

export const standardPatience: Patience = {
  idleMs: 30_000,
  attempts: 5,
  waitMs: (attempt) => Math.min(30_000, 500 * 2 ** attempt),
  partBytes: 32 * 2 ** 20,
};

const overlapBytes = 4096;
const headBytes = 4096;

export type Transferred =
  | { kind: 'whole'; partial: Partial; sha256: string; bytes: number }
  /** The file is the one that is there already: nothing was read. */
  | { kind: 'known' }
  /** Stopped, or (with why) given up: to go on from. */
  | { kind: 'part'; partial: Partial; bytes: number; thrown?: unknown };

export async function transfer(earlier: Partial | undefined, deps: TransferDeps): Promise<Transferred> {
  const { signal, patience } = deps;
  const file = new GrowingFile(deps);
  if (earlier && earlier.parts.length > 0) await file.goOn(earlier);
  let furthest = file.received;
  for (let failed = 0; ; ) {
    try {
      if ((await file.attempt()) === 'known') return { kind: 'known' };
      return await file.end();
    } catch (thrown) {
      if (signal.aborted) return await file.soFar();
      if (!(thrown instanceof BrokeOff || thrown instanceof Changed)) throw thrown;
      if (file.received > furthest) failed = 0;
      furthest = Math.max(furthest, file.received);
      if (++failed > patience.attempts) return { ...(await file.soFar()), thrown };
      if (thrown instanceof Changed) file.startAgain();
      else deps.onBreak(file.received);
      await pause(patience.waitMs(failed), signal);
      if (signal.aborted) return await file.soFar();
    }
  }
}

class GrowingFile {
  readonly #deps: TransferDeps;
  readonly #part: Uint8Array;
  #filled = 0;
  #parts: BlobRef[] = [];
  #stored = 0;
  #hash = new Sha256();
  #last = new Uint8Array(0);
  #etag?: string;
  #lastModified?: string;
  #total?: number;
  /** Of an answer that was packed for the way, the length says nothing: asked for from byte 0, it comes as it is. */
  #unpacked = false;

  constructor(deps: TransferDeps) {
    this.#deps = deps;
    this.#part = new Uint8Array(deps.patience.partBytes);
  }

  get received(): number {
    return this.#stored + this.#filled;
  }

  async goOn({ parts, etag, lastModified, total }: Partial): Promise<void> {
    this.#etag = etag;
    this.#lastModified = lastModified;
    this.#total = total;
    for (const ref of parts) {
      const bytes = await this.#deps.get(ref);
      this.#remember(bytes);
      this.#parts.push(ref);
      this.#stored += bytes.length;
    }
  }

  startAgain(): void {
    this.#filled = 0;
    this.#parts = [];
    this.#stored = 0;
    this.#hash = new Sha256();
    this.#last = new Uint8Array(0);
    this.#etag = this.#lastModified = this.#total = undefined;
    this.#unpacked = true;
    this.#deps.onSaved({ parts: [] });
  }

  async attempt(): Promise<'known' | 'read'> {
    const { ask, isKnown, requireRoom, signal } = this.#deps;
    const from = this.received - this.#last.length;
    const response = await ask(
      from > 0 || this.#last.length > 0 || this.#unpacked ? { Range: `bytes=${from}-` } : {},
    );
    const isRest = response.status === 206 && this.received > 0;
    try {
      if (this.received > 0 && !isRest) {
        // It knows no ranges, or no such range any more.
        if (response.status !== 200) throw new Changed();
        this.startAgain();
      }
      if (isRest) this.#requireSame(response, from);
      else {
        if (isKnown(response)) {
          await response.body?.cancel();
          return 'known';
        }
        this.#etag = response.headers.get('ETag') ?? undefined;
        this.#lastModified = response.headers.get('Last-Modified') ?? undefined;
        this.#total = lengthOf(response);
        if (this.#total !== undefined) await requireRoom(this.#total);
      }
      await this.#read(response, isRest);
    } catch (thrown) {
      response.body?.cancel().catch(() => {});
      throw thrown;
    }
    signal.throwIfAborted();
    if (this.#total !== undefined && this.received < this.#total) throw new BrokeOff();
    return 'read';
  }

  async end(): Promise<Transferred> {
    const { partial, bytes } = await this.soFar();
    return { kind: 'whole', partial, bytes, sha256: this.#hash.digest() };
  }

  /** What is in memory goes into a part of its own, however short. */
  async soFar(): Promise<{ kind: 'part'; partial: Partial; bytes: number }> {
    if (this.#filled > 0 || this.#parts.length === 0) await this.#flush();
    return { kind: 'part', partial: this.#partial(), bytes: this.received };
  }

  async #read(response: Response, isRest: boolean): Promise<void> {
    const { look, onBytes, requireRoom } = this.#deps;
    let overlap = isRest ? this.#last.slice() : new Uint8Array(0);
    let head = isRest ? undefined : new Uint8Array(0);
    let roomAskedAt = 0;
    for await (const chunk of this.#chunksOf(response)) {
      let bytes = chunk;
      if (overlap.length > 0) {
        const again = bytes.subarray(0, overlap.length);
        if (again.some((value, i) => value !== overlap[i])) throw new Changed();
        overlap = overlap.subarray(again.length);
        bytes = bytes.subarray(again.length);
      }
      if (head) {
        head = joined(head, bytes.subarray(0, headBytes - head.length));
        if (head.length >= headBytes || head.length === this.#total) {
          look(response, head);
          head = undefined;
        }
      }
      await this.#add(bytes);
      onBytes(this.received, this.#total, chunk.length);
      if (this.#total === undefined && this.received - roomAskedAt > this.#part.length) {
        roomAskedAt = this.received;
        await requireRoom(this.received);
      }
    }
    if (head) look(response, head);
  }

  async #add(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      const taken = bytes.subarray(at, at + this.#part.length - this.#filled);
      this.#part.set(taken, this.#filled);
      this.#filled += taken.length;
      at += taken.length;
      if (this.#filled === this.#part.length) await this.#flush();
    }
    this.#remember(bytes);
  }

  #remember(bytes: Uint8Array): void {
    this.#hash.update(bytes);
    this.#last = joined(this.#last, bytes.subarray(-overlapBytes)).slice(-overlapBytes);
  }

  async #flush(): Promise<void> {
    this.#parts.push(await this.#deps.put(this.#part.slice(0, this.#filled)));
    this.#stored += this.#filled;
    this.#filled = 0;
    this.#deps.onSaved(this.#partial());
  }

  #partial(): Partial {
    return {
      parts: [...this.#parts],
      ...(this.#etag !== undefined && { etag: this.#etag }),
      ...(this.#lastModified !== undefined && { lastModified: this.#lastModified }),
      ...(this.#total !== undefined && { total: this.#total }),
    };
  }

  /** Of a host that hides its headers only the length and the bytes before the break tell. */
  #requireSame(response: Response, from: number): void {
    const etag = response.headers.get('ETag');
    const lastModified = response.headers.get('Last-Modified');
    const rest = lengthOf(response);
    const otherTag = this.#etag !== undefined && etag !== null && etag !== this.#etag;
    const otherDate =
      this.#lastModified !== undefined && lastModified !== null && lastModified !== this.#lastModified;
    const otherLength = this.#total !== undefined && rest !== undefined && from + rest !== this.#total;
    if (otherTag || otherDate || otherLength) throw new Changed();
  }

  async *#chunksOf(response: Response): AsyncGenerator<Uint8Array> {
    const reader = response.body?.getReader();
    if (!reader) return;
    const { signal, patience } = this.#deps;
    try {
      for (;;) {
        const { done, value } = await withinTime(reader.read(), patience.idleMs, signal);
        if (done) return;
        yield value;
      }
    } catch (thrown) {
      reader.cancel().catch(() => {});
      // A failed read is a broken connection, whatever words the browser has for it.
      throw thrown instanceof TypeError || (thrown as Error)?.name === 'AbortError' ? new BrokeOff() : thrown;
    } finally {
      reader.releaseLock();
    }
  }
}

const lengthOf = ({ headers }: Response): number | undefined => {
  const packed = headers.get('Content-Encoding');
  const length = headers.get('Content-Length');
  return length === null || (packed && packed !== 'identity') ? undefined : Number(length);
};

const joined = (a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> => {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
};

/** Rejects with BrokeOff when it takes too long, and at once when stopped. */
export async function withinTime<T>(work: Promise<T>, ms: number, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  work.catch(() => {});
  let timer: ReturnType<typeof setTimeout> | undefined;
  let onAbort = () => {};
  const ended = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new BrokeOff()), ms);
    onAbort = () => reject(new Stopped());
    signal.addEventListener('abort', onAbort);
  });
  try {
    return await Promise.race([work, ended]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

class Stopped extends Error {}

/** Ends early when stopped. */
const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
