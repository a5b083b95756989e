/** Whole numbers as differences in packed blocks (DELTA_BINARY_PACKED), a few at a time. */

const mostPerBlock = 65_536;

export class DeltaReader {
  readonly #bytes: Uint8Array;
  readonly #is32: boolean;
  readonly #perMini: number;
  readonly #minis: number;
  readonly total: number;
  #at: number;
  #value: bigint;
  #isFirst = true;
  #minDelta = 0n;
  #widths: Uint8Array = new Uint8Array(0);
  #mini: number;
  #inMini = 0;
  #bit = 0;
  #miniStart = 0;
  #left: number;

  constructor(bytes: Uint8Array, start: number, is32: boolean) {
    this.#bytes = bytes;
    this.#at = start;
    this.#is32 = is32;
    const blockSize = Number(this.#varint());
    this.#minis = Number(this.#varint());
    this.total = Number(this.#varint());
    this.#value = zigzag(this.#varint());
    this.#perMini = blockSize / this.#minis;
    const isWhole = Number.isInteger(this.#perMini) && this.#perMini >= 8 && this.#perMini % 8 === 0;
    if (!isWhole || blockSize > mostPerBlock)
      throw new Error('a block of differences has no size that exists');
    this.#mini = this.#minis;
    this.#left = this.total;
  }

  /** Behind the last block, when all values were read. */
  get end(): number {
    if (this.#mini < this.#minis && this.#inMini > 0) return this.#miniEnd();
    return this.#at;
  }

  read(out: BigInt64Array, count: number): void {
    if (count > this.#left) throw new Error('there are fewer values than the page says');
    this.#left -= count;
    for (let i = 0; i < count; i++) {
      if (this.#isFirst) this.#isFirst = false;
      else this.#value = BigInt.asIntN(this.#is32 ? 32 : 64, this.#value + this.#delta());
      out[i] = this.#value;
    }
  }

  #delta(): bigint {
    if (this.#mini < this.#minis && this.#inMini === this.#perMini) {
      this.#at = this.#miniEnd();
      this.#mini++;
      this.#startMini();
    }
    if (this.#mini >= this.#minis) this.#startBlock();
    const width = this.#widths[this.#mini] as number;
    this.#inMini++;
    return this.#minDelta + this.#packed(width);
  }

  #startBlock() {
    this.#minDelta = zigzag(this.#varint());
    this.#widths = this.#bytes.subarray(this.#at, this.#at + this.#minis);
    if (this.#widths.length < this.#minis) throw new Error('differences end early');
    this.#at += this.#minis;
    this.#mini = 0;
    this.#startMini();
  }

  #startMini() {
    this.#inMini = 0;
    this.#bit = 0;
    this.#miniStart = this.#at;
  }

  #miniEnd(): number {
    return this.#miniStart + (this.#perMini * (this.#widths[this.#mini] as number)) / 8;
  }

  #packed(width: number): bigint {
    if (width === 0) return 0n;
    if (width > 64) throw new Error('a difference has more than 64 bits');
    const bytes = this.#bytes;
    let at = this.#miniStart + (this.#bit >>> 3);
    const shift = this.#bit & 7;
    this.#bit += width;
    if (at >= bytes.length) throw new Error('differences end early');
    if (shift + width <= 48) {
      let number = 0;
      for (let byte = 0, scale = 1; byte * 8 < shift + width; byte++, scale *= 256)
        number += (bytes[at + byte] ?? 0) * scale;
      return BigInt(Math.floor(number / 2 ** shift) % 2 ** width);
    }
    let value = 0n;
    for (let have = 0n; have < BigInt(shift + width); have += 8n) value |= BigInt(bytes[at++] ?? 0) << have;
    return BigInt.asUintN(width, value >> BigInt(shift));
  }

  #varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw new Error('differences end early');
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new Error('a number of the differences has no end');
  }
}

const zigzag = (value: bigint): bigint => (value >> 1n) ^ -(value & 1n);
