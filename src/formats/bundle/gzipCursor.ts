/** What a gzip file unpacks to, read from front to back; going back unpacks it from the start again. */
import { gunzip } from '../gzip/gunzip';
import { type BundleLimits, bundleLimits } from './bundle';
import type { TarBytes } from './tarHeaders';

export class GzipCursor implements TarBytes {
  readonly #file: Blob & { name: string };
  readonly #limits: BundleLimits;
  #reader?: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;
  #at = 0;
  #rest = new Uint8Array();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(file: Blob & { name: string }, limits: BundleLimits = bundleLimits) {
    this.#file = file;
    this.#limits = limits;
  }

  /** One after the other. Fewer where it ends. */
  read(at: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const reading = this.#turn.then(() => this.#read(at, length));
    this.#turn = reading.catch(() => undefined);
    return reading;
  }

  async #read(at: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    if (!this.#reader || at < this.#at) await this.#restart();
    while (this.#at < at) {
      if (this.#rest.length === 0 && !(await this.#more())) return new Uint8Array();
      const skipped = Math.min(this.#rest.length, at - this.#at);
      this.#advance(skipped);
    }
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    let got = 0;
    while (got < length) {
      if (this.#rest.length === 0 && !(await this.#more())) break;
      const piece = this.#rest.subarray(0, length - got);
      pieces.push(piece);
      got += piece.length;
      this.#advance(piece.length);
    }
    const bytes = new Uint8Array(got);
    let to = 0;
    for (const piece of pieces) {
      bytes.set(piece, to);
      to += piece.length;
    }
    return bytes;
  }

  #advance(bytes: number): void {
    this.#at += bytes;
    this.#rest = this.#rest.subarray(bytes);
  }

  async #more(): Promise<boolean> {
    const { done, value } = await (
      this.#reader as ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>
    ).read();
    if (value) this.#rest = value;
    return !done;
  }

  async #restart(): Promise<void> {
    await this.#reader?.cancel().catch(() => undefined);
    const { ratio, freeBytes } = this.#limits;
    const limits = { mostBytes: Number.POSITIVE_INFINITY, mostRatio: ratio, freeBytes };
    this.#reader = gunzip(this.#file, limits, { bytesRead: 0, told: [] }).getReader();
    this.#at = 0;
    this.#rest = new Uint8Array();
  }
}
