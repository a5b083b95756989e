/**
 * A gzip file member by member (RFC 1952), as `cat a.gz b.gz`, bgzip and pigz write them, with zeros behind the last.
 * Slower than the browser's own, but it knows where each member ends and says what is wrong with it.
 */
import { crc32 } from '#/core/crc32';
import { GzipFault } from './gzipFault';
import { Inflater } from './inflater';

const pieceBytes = 256 * 1024;

export class MemberReader {
  /** Compressed bytes read so far. */
  bytesRead = 0;
  /** Members begun. */
  members = 0;
  /** Where the member that is being read begins. */
  memberAt = 0;
  /** Where something begins that is no member; undefined = nothing does. */
  garbageAt?: number;
  /** Where the last member ends. */
  endAt = 0;
  readonly #file: Blob;
  #left: Uint8Array = new Uint8Array(0);

  constructor(file: Blob) {
    this.#file = file;
  }

  /** Throws GzipFault. */
  async *pieces(): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    for (;;) {
      this.endAt = this.#at;
      if (!(await this.#begins())) return;
      this.memberAt = this.#at;
      this.members++;
      await this.#header();
      yield* this.#member();
    }
  }

  /** In the file, of the first byte that is not used up. */
  get #at(): number {
    return this.bytesRead - this.#left.length;
  }

  /** A member comes; zeros before it are passed over, and so is whatever else the file ends with. */
  async #begins(): Promise<boolean> {
    for (;;) {
      const begin = this.#left.findIndex((byte) => byte !== 0);
      this.#left = begin < 0 ? new Uint8Array(0) : this.#left.subarray(begin);
      if (this.#left.length >= 2 || !(await this.#more())) break;
    }
    if (this.#left.length === 0) return false;
    if (this.#left[0] === 0x1f && this.#left[1] === 0x8b) return true;
    this.garbageAt = this.#at;
    return false;
  }

  async #more(): Promise<boolean> {
    const bytes = await this.#next();
    if (bytes.length === 0) return false;
    const joined = new Uint8Array(this.#left.length + bytes.length);
    joined.set(this.#left);
    joined.set(bytes, this.#left.length);
    this.#left = joined;
    return true;
  }

  async #next(): Promise<Uint8Array> {
    const { bytesRead } = this;
    const bytes = await this.#file.slice(bytesRead, bytesRead + pieceBytes).arrayBuffer();
    this.bytesRead += bytes.byteLength;
    return new Uint8Array(bytes);
  }

  async #take(bytes: number): Promise<Uint8Array> {
    while (this.#left.length < bytes) if (!(await this.#more())) throw new GzipFault('cut');
    const taken = this.#left.subarray(0, bytes);
    this.#left = this.#left.subarray(bytes);
    return taken;
  }

  async #header(): Promise<void> {
    const [, , method, flags = 0] = await this.#take(10);
    if (method !== 8 || flags > 31) throw new GzipFault('damaged');
    if (flags & 4) {
      const [low = 0, high = 0] = await this.#take(2);
      await this.#take(low | (high << 8));
    }
    for (const isGiven of [flags & 8, flags & 16]) {
      if (!isGiven) continue;
      while ((await this.#take(1))[0] !== 0);
    }
    if (flags & 2) await this.#take(2);
  }

  async *#member(): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    const inflater = new Inflater();
    inflater.push(this.#left, this.bytesRead >= this.#file.size);
    let sum = 0;
    let bytes = 0;
    for (let ended = false; !ended; ) {
      const pause = inflater.run();
      ended = pause === 'end';
      if (pause !== 'input') {
        const piece = inflater.take();
        sum = crc32(piece, sum);
        bytes += piece.length;
        if (piece.length > 0) yield piece;
      } else {
        const more = await this.#next();
        inflater.push(more, more.length === 0 || this.bytesRead >= this.#file.size);
      }
    }
    this.#left = inflater.rest();
    const trailer = await this.#take(8);
    const view = new DataView(trailer.buffer, trailer.byteOffset);
    if (view.getUint32(0, true) !== sum || view.getUint32(4, true) !== bytes % 2 ** 32)
      throw new GzipFault('damaged');
  }
}
