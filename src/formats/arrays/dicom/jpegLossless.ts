/** JPEG, process 14: lossless, by Huffman codes and a predictor (ITU-T T.81, annex H). */
import { TetradError } from '#/core/protocol/errors';
import type { NumberArray } from '../numericType';
import type { PixelForm } from './imageFacts';

interface HuffmanTable {
  /** For each length the first code, and the index of its value. */
  first: Int32Array;
  counts: Uint8Array;
  offsets: Int32Array;
  values: Uint8Array;
}

export function decodeJpegLossless(packed: Uint8Array, form: PixelForm, place: string): NumberArray {
  try {
    return new LosslessReader(packed, form).read();
  } catch (cause) {
    throw new TetradError(
      {
        code: 'badInput',
        message:
          cause instanceof Damaged
            ? `Its JPEG is damaged: ${cause.message}.`
            : 'Its JPEG is damaged or cut short.',
        place,
        hint: 'Copy or export the file again.',
      },
      { cause },
    );
  }
}

class Damaged extends Error {}

class LosslessReader {
  readonly #bytes: Uint8Array;
  readonly #form: PixelForm;
  #at = 2;
  #tables: (HuffmanTable | undefined)[] = [];
  #precision = 0;
  #ids: number[] = [];
  #restart = 0;
  #bits = 0;
  #bitCount = 0;

  constructor(bytes: Uint8Array, form: PixelForm) {
    this.#bytes = bytes;
    this.#form = form;
  }

  read(): NumberArray {
    if (this.#bytes[0] !== 0xff || this.#bytes[1] !== 0xd8) throw new Damaged('it does not begin as one');
    for (;;) {
      const marker = this.#marker();
      const end = this.#at + this.#uint16(this.#at);
      if (end > this.#bytes.length) throw new Damaged('it ends in its header');
      if (marker === 0xc3) this.#frame();
      else if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc)
        throw new Damaged('it is of another process');
      else if (marker === 0xc4) this.#huffman(end);
      else if (marker === 0xdd) this.#restart = this.#uint16(this.#at + 2);
      else if (marker === 0xda) return this.#scan(end);
      this.#at = end;
    }
  }

  #marker(): number {
    while (this.#bytes[this.#at] === 0xff && this.#bytes[this.#at + 1] === 0xff) this.#at++;
    if (this.#bytes[this.#at] !== 0xff) throw new Damaged('a marker is missing');
    const marker = this.#bytes[this.#at + 1] as number;
    this.#at += 2;
    return marker;
  }

  #frame(): void {
    const { rows, columns, samples } = this.#form;
    this.#precision = this.#bytes[this.#at + 2] as number;
    const [height, width] = [this.#uint16(this.#at + 3), this.#uint16(this.#at + 5)];
    const count = this.#bytes[this.#at + 7] as number;
    if (height !== rows || width !== columns || count !== samples)
      throw new Damaged(
        `it has ${width} × ${height} × ${count} values, the header says ${columns} × ${rows} × ${samples}`,
      );
    if (this.#precision < 2 || this.#precision > 16) throw new Damaged('its precision is unknown');
    this.#ids = Array.from({ length: count }, (_, i) => this.#bytes[this.#at + 8 + 3 * i] as number);
    for (let i = 0; i < count; i++)
      if (this.#bytes[this.#at + 9 + 3 * i] !== 0x11) throw new Damaged('its colours are of fewer pixels');
  }

  #huffman(end: number): void {
    for (let at = this.#at + 2; at + 17 <= end; ) {
      const id = (this.#bytes[at] as number) & 15;
      const counts = this.#bytes.slice(at, at + 17);
      counts[0] = 0;
      const total = counts.reduce((sum, count) => sum + count, 0);
      const first = new Int32Array(17);
      const offsets = new Int32Array(17);
      let code = 0;
      let offset = 0;
      for (let length = 1; length <= 16; length++) {
        first[length] = code;
        offsets[length] = offset;
        code = (code + (counts[length] as number)) << 1;
        offset += counts[length] as number;
      }
      this.#tables[id] = { first, counts, offsets, values: this.#bytes.slice(at + 17, at + 17 + total) };
      at += 17 + total;
    }
  }

  #scan(start: number): NumberArray {
    const { rows, columns, samples, signed } = this.#form;
    const count = this.#bytes[this.#at + 2] as number;
    if (this.#ids.length === 0 || count !== samples)
      throw new Damaged('its colours lie in scans of their own');
    const tables = Array.from({ length: count }, (_, i) => {
      const table = this.#tables[(this.#bytes[this.#at + 4 + 2 * i] as number) >> 4];
      if (!table) throw new Damaged('a table is missing');
      return table;
    });
    const predictor = this.#bytes[this.#at + 3 + 2 * count] as number;
    const shift = (this.#bytes[this.#at + 5 + 2 * count] as number) & 15;
    if (predictor < 1 || predictor > 7 || shift >= this.#precision)
      throw new Damaged('its predictor is unknown');
    this.#at = start;
    const out = new Uint16Array(rows * columns * samples);
    const line = columns * samples;
    const begin = 1 << (this.#precision - shift - 1);
    let untilRestart = this.#restart;
    let fresh = true;
    let firstLine = 0;
    for (let y = 0; y < rows; y++)
      for (let x = 0; x < columns; x++) {
        if (this.#restart > 0 && untilRestart === 0) {
          this.#skipRestart();
          untilRestart = this.#restart;
          fresh = true;
          firstLine = y;
        }
        untilRestart--;
        for (let c = 0; c < samples; c++) {
          const to = y * line + x * samples + c;
          const left = out[to - samples] as number;
          const above = out[to - line] as number;
          const predicted = fresh
            ? begin
            : y === firstLine
              ? left
              : x === 0
                ? above
                : predict(predictor, left, above, out[to - line - samples] as number);
          out[to] = predicted + this.#difference(tables[c] as HuffmanTable);
        }
        fresh = false;
      }
    if (shift > 0) for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) << shift;
    return signed ? new Int16Array(out.buffer) : out;
  }

  #difference(table: HuffmanTable): number {
    const size = this.#symbol(table);
    if (size === 0) return 0;
    if (size === 16) return 32_768;
    if (size > 16) throw new Damaged('a code is unknown');
    const value = this.#take(size);
    return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
  }

  #symbol({ first, counts, offsets, values }: HuffmanTable): number {
    let code = 0;
    for (let length = 1; length <= 16; length++) {
      code = (code << 1) | this.#take(1);
      const index = code - (first[length] as number);
      if (index < (counts[length] as number)) return values[(offsets[length] as number) + index] as number;
    }
    throw new Damaged('a code is unknown');
  }

  #take(count: number): number {
    while (this.#bitCount < count) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) throw new Damaged('it is cut short');
      if (byte === 0xff) {
        if (this.#bytes[this.#at + 1] !== 0) throw new Damaged('it is cut short');
        this.#at++;
      }
      this.#at++;
      this.#bits = ((this.#bits << 8) | byte) & 0xff_ffff;
      this.#bitCount += 8;
    }
    this.#bitCount -= count;
    return (this.#bits >>> this.#bitCount) & ((1 << count) - 1);
  }

  #skipRestart(): void {
    this.#bitCount = 0;
    const marker = this.#marker();
    if (marker < 0xd0 || marker > 0xd7) throw new Damaged('a restart is missing');
  }

  #uint16(at: number): number {
    if (at + 2 > this.#bytes.length) throw new Damaged('it ends in its header');
    return (this.#bytes[at] as number) * 256 + (this.#bytes[at + 1] as number);
  }
}

function predict(predictor: number, left: number, above: number, corner: number): number {
  switch (predictor) {
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return corner;
    case 4:
      return left + above - corner;
    case 5:
      return left + ((above - corner) >> 1);
    case 6:
      return above + ((left - corner) >> 1);
    default:
      return (left + above) >> 1;
  }
}
