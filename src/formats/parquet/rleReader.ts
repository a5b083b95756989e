/**
 * Runs and packed bits (the RLE hybrid of Parquet), read a few at a time: levels, indices into a dictionary, booleans.
 * A run may claim any length; nothing is made of it but what is asked for.
 */
export class RleReader {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  readonly #width: number;
  readonly #mask: number;
  #at: number;
  /** Of the run that is being read: its value, or the bits of packed ones. */
  #left = 0;
  #value = 0;
  #packed = false;
  #bits = 0;
  #bitCount = 0;

  constructor(bytes: Uint8Array, start: number, end: number, width: number) {
    if (width > 32 || end > bytes.length) throw new Error('a run of levels or indices lies outside its page');
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
    this.#width = width;
    this.#mask = width === 32 ? -1 : (1 << width) - 1;
  }

  read(out: Int32Array | Uint8Array, count: number): void {
    if (this.#width === 0) {
      out.fill(0, 0, count);
      return;
    }
    let at = 0;
    while (at < count) {
      if (this.#left === 0) this.#startRun();
      const length = Math.min(count - at, this.#left);
      if (this.#packed) this.#unpack(out, at, length);
      else out.fill(this.#value, at, at + length);
      this.#left -= length;
      at += length;
    }
  }

  /** Of levels of one bit: the places of those that are 0, which are put to `gaps`; answers how many. */
  readGaps(gaps: Int32Array, count: number): number {
    const bytes = this.#bytes;
    const end = this.#end;
    let found = 0;
    for (let at = 0; at < count; ) {
      if (this.#left === 0) this.#startRun();
      const next = at + Math.min(count - at, this.#left);
      this.#left -= next - at;
      if (!this.#packed) {
        if (this.#value === 1) at = next;
        else while (at < next) gaps[found++] = at++;
        continue;
      }
      for (; at < next && this.#bitCount > 0; at++) if (!this.#oneBit()) gaps[found++] = at;
      let from = this.#at;
      for (; next - at >= 8 && from < end; at += 8) {
        const byte = bytes[from++] as number;
        if (byte === 0xff) continue;
        for (let bit = 0; bit < 8; bit++) if (((byte >>> bit) & 1) === 0) gaps[found++] = at + bit;
      }
      this.#at = from;
      for (; at < next; at++) if (!this.#oneBit()) gaps[found++] = at;
    }
    return found;
  }

  #oneBit(): boolean {
    if (this.#bitCount === 0) {
      // The last run may be cut where its padding begins.
      if (this.#at > this.#end + 8) throw new Error('levels or indices end early');
      this.#bits = this.#at < this.#end ? (this.#bytes[this.#at] as number) : 0;
      this.#at++;
      this.#bitCount = 8;
    }
    const bit = this.#bits & 1;
    this.#bits >>>= 1;
    this.#bitCount--;
    return bit === 1;
  }

  #startRun() {
    const header = this.#varint();
    this.#packed = (header & 1) === 1;
    this.#left = this.#packed ? (header >>> 1) * 8 : header >>> 1;
    if (this.#left === 0) throw new Error('a run of levels or indices is empty');
    this.#bits = 0;
    this.#bitCount = 0;
    if (this.#packed) return;
    this.#value = 0;
    for (let byte = 0; byte * 8 < this.#width; byte++) this.#value |= this.#byte() << (byte * 8);
  }

  #unpack(out: Int32Array | Uint8Array, at: number, length: number) {
    const width = this.#width;
    if (width > 24) return this.#unpackWide(out, at, length);
    const mask = this.#mask;
    const bytes = this.#bytes;
    const end = this.#end;
    let bits = this.#bits;
    let bitCount = this.#bitCount;
    let from = this.#at;
    let i = 0;
    if (width === 1 && bitCount === 0)
      for (; length - i >= 8 && from < end; i += 8, from++) unpackByte(bytes[from] as number, out, at + i);
    for (; i < length; i++) {
      while (bitCount < width) {
        // The last run may be cut where its padding begins.
        if (from > end + 8) throw new Error('levels or indices end early');
        bits |= (from < end ? (bytes[from] as number) : 0) << bitCount;
        from++;
        bitCount += 8;
      }
      out[at + i] = bits & mask;
      bits >>>= width;
      bitCount -= width;
    }
    this.#bits = bits;
    this.#bitCount = bitCount;
    this.#at = from;
  }

  /** More bits than fit beside a rest of seven. */
  #unpackWide(out: Int32Array | Uint8Array, at: number, length: number) {
    for (let i = 0; i < length; i++) {
      let value = 0;
      let have = 0;
      while (have < this.#width) {
        if (this.#bitCount === 0) {
          this.#bits = this.#byte();
          this.#bitCount = 8;
        }
        const take = Math.min(this.#bitCount, this.#width - have);
        value |= (this.#bits & ((1 << take) - 1)) << have;
        this.#bits >>>= take;
        this.#bitCount -= take;
        have += take;
      }
      out[at + i] = value;
    }
  }

  #varint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.#byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new Error('a run of levels or indices has no length');
  }

  #byte(): number {
    if (this.#at >= this.#end) throw new Error('levels or indices end early');
    return this.#bytes[this.#at++] as number;
  }
}

/** Eight bits, mostly all ones: rows that have a value. */
function unpackByte(byte: number, out: Int32Array | Uint8Array, at: number) {
  if (byte === 0xff) out.fill(1, at, at + 8);
  else for (let bit = 0; bit < 8; bit++) out[at + bit] = (byte >>> bit) & 1;
}

/** Bits needed for values up to `most`. */
export const bitWidth = (most: number): number => 32 - Math.clz32(most);
