/**
 * The wire format of protocol buffers, read by hand: every length is checked against what is left before anything is
 * made of it, so that a file that lies costs no more than its own bytes.
 */
import { TetradError } from '../protocol/errors';

export const wireTypes = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

export const damaged = (message: string, place?: string): TetradError =>
  new TetradError({
    code: 'badInput',
    message: `This is no whole ONNX file: ${message}`,
    place,
    hint: 'Download or export it again; a file that was cut off while it was copied looks like this.',
  });

const decoder = new TextDecoder('utf-8', { fatal: true });

/** A message, field by field: `next()` steps to one, then exactly one of the readers (or `skip`) takes it. */
export class Wire {
  #at: number;
  #field = 0;
  #type = 0;
  readonly #view: DataView;

  constructor(
    readonly bytes: Uint8Array,
    /** Of `bytes` in the whole file, for messages. */
    readonly offset = 0,
  ) {
    this.#at = 0;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get field(): number {
    return this.#field;
  }
  get type(): number {
    return this.#type;
  }

  next(): boolean {
    if (this.#at >= this.bytes.length) return false;
    const tag = this.#size('a field');
    this.#field = Math.floor(tag / 8);
    this.#type = tag % 8;
    if (this.#field === 0) throw this.#wrong('a field has the number 0');
    return true;
  }

  skip(): void {
    switch (this.#type) {
      case wireTypes.varint:
        this.#varint();
        return;
      case wireTypes.fixed64:
        this.#take(8);
        return;
      case wireTypes.bytes:
        this.bytesOf('a field');
        return;
      case wireTypes.fixed32:
        this.#take(4);
        return;
      default:
        throw this.#wrong(`field ${this.#field} is of no type that there is`);
    }
  }

  /** A signed 64-bit number. */
  int(what: string): bigint {
    this.#expect(wireTypes.varint, what);
    return BigInt.asIntN(64, this.#varint());
  }

  /** The same as a number; what does not fit one is refused. */
  number(what: string): number {
    const value = Number(this.int(what));
    if (Number.isSafeInteger(value)) return value;
    throw this.#wrong(`${what} is ${value}`);
  }

  float(what: string): number {
    this.#expect(wireTypes.fixed32, what);
    return this.#view.getFloat32(this.#take(4), true);
  }

  bytesOf(what: string): Uint8Array {
    this.#expect(wireTypes.bytes, what);
    const size = this.#size(what);
    const left = this.bytes.length - this.#at;
    if (size > left)
      throw this.#wrong(
        `${what} says that it has ${size.toLocaleString('en')} bytes, and ${left.toLocaleString('en')} are left`,
      );
    const from = this.#take(size);
    return this.bytes.subarray(from, from + size);
  }

  /** A message inside this one. */
  inner(what: string): Wire {
    const inside = this.bytesOf(what);
    return new Wire(inside, this.offset + this.#at - inside.length);
  }

  text(what: string): string {
    const bytes = this.bytesOf(what);
    try {
      return decoder.decode(bytes);
    } catch {
      throw this.#wrong(`${what} is no text in UTF-8`);
    }
  }

  /** Of a repeated number, packed or one by one: what of it stands here, as it lies in the file. */
  piece(what: string): { type: number; bytes: Uint8Array } {
    if (this.#type === wireTypes.bytes) return { type: wireTypes.bytes, bytes: this.bytesOf(what) };
    const type = this.#type;
    const from = this.#at;
    this.skip();
    return { type, bytes: this.bytes.subarray(from, this.#at) };
  }

  /** The varints up to the end, each signed 64 bits; no more than `most`. */
  *varints(): Generator<bigint> {
    while (this.#at < this.bytes.length) yield BigInt.asIntN(64, this.#varint());
  }

  #expect(type: number, what: string): void {
    if (this.#type !== type) throw this.#wrong(`${what} is of another type than ONNX gives it`);
  }

  #take(count: number): number {
    const from = this.#at;
    if (from + count > this.bytes.length) throw this.#wrong('it ends in the middle of a value');
    this.#at += count;
    return from;
  }

  /** A varint that is a size or a tag: below 2^53. */
  #size(what: string): number {
    let [value, scale] = [0, 1];
    for (let i = 0; i < 8; i++) {
      const byte = this.bytes[this.#take(1)] as number;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
    throw this.#wrong(`the size of ${what} is beyond all bounds`);
  }

  #varint(): bigint {
    let [low, scale] = [0, 1];
    // Seven groups of seven bits fit a number; most values do.
    for (let i = 0; i < 7; i++) {
      const byte = this.bytes[this.#take(1)] as number;
      low += (byte & 0x7f) * scale;
      if (byte < 0x80) return BigInt(low);
      scale *= 128;
    }
    let value = BigInt(low);
    for (let shift = 49n; shift < 70n; shift += 7n) {
      const byte = this.bytes[this.#take(1)] as number;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw this.#wrong('a number has more than ten bytes');
  }

  #wrong(message: string): TetradError {
    return damaged(`${message}.`, `byte ${(this.offset + this.#at).toLocaleString('en')}`);
  }
}
