/**
 * The elements of a DICOM data set: tag, value representation, bytes; sequences as lists of data sets. Stops at the
 * pixels. What lies behind the bytes at hand is `undefined`: the caller reads more.
 * https://dicom.nema.org/medical/dicom/current/output/html/part05.html (7.1, 7.5)
 */
import { TetradError } from '#/core/protocol/errors';

export interface DicomElement {
  vr: string;
  bytes: Uint8Array;
  items?: DataSet[];
}
export type DataSet = Map<number, DicomElement>;

export interface Encoding {
  explicit: boolean;
  littleEndian: boolean;
}

export interface PixelPlace {
  /** Of its first byte, and how many; -1: in fragments. */
  offset: number;
  length: number;
  vr: string;
  tag: number;
}

export interface ParsedDataSet {
  elements: DataSet;
  pixels?: PixelPlace;
}

/** (group, element) as one number. */
export const tagOf = (group: number, element: number): number => group * 65_536 + element;

const longVrs = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'UC', 'UN', 'UR', 'UT', 'SV', 'UV']);
const undefinedLength = 0xffff_ffff;
const item = tagOf(0xfffe, 0xe000);
const itemEnd = tagOf(0xfffe, 0xe00d);
const sequenceEnd = tagOf(0xfffe, 0xe0dd);
const pixelTags = new Set([tagOf(0x7fe0, 8), tagOf(0x7fe0, 9), tagOf(0x7fe0, 0x10)]);
/** Of sequences that are looked into where the value representation is not written: those of enhanced images. */
const knownSequences = new Set([
  tagOf(0x5200, 0x9229),
  tagOf(0x5200, 0x9230),
  tagOf(0x0020, 0x9113),
  tagOf(0x0020, 0x9116),
  tagOf(0x0020, 0x9111),
  tagOf(0x0028, 0x9110),
  tagOf(0x0028, 0x9145),
  tagOf(0x0018, 0x9114),
  tagOf(0x0018, 0x9117),
]);
const deepest = 16;

/** Thrown inside, where the bytes at hand end. */
class Ended extends Error {}

/** undefined where the bytes end before the data set does; `whole`: there are no more. */
export function parseDataSet(
  bytes: Uint8Array,
  start: number,
  encoding: Encoding,
  { whole, place, group }: { whole: boolean; place: string; group?: number },
): (ParsedDataSet & { end: number }) | undefined {
  const reader = new DataSetReader(bytes, start, encoding, place);
  try {
    const parsed = reader.dataSet(bytes.length, 0, group, whole);
    return { ...parsed, end: reader.at };
  } catch (thrown) {
    if (!(thrown instanceof Ended)) throw thrown;
    if (!whole) return undefined;
    throw new TetradError({
      code: 'badInput',
      message: 'The file was cut short: it ends in the middle of its header.',
      place,
      hint: 'Copy or export the file again.',
    });
  }
}

class DataSetReader {
  at: number;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #encoding: Encoding;
  readonly #place: string;

  constructor(bytes: Uint8Array, start: number, encoding: Encoding, place: string) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.at = start;
    this.#encoding = encoding;
    this.#place = place;
  }

  /** `group`: only elements of this one. */
  dataSet(end: number, depth: number, group?: number, whole = false): ParsedDataSet {
    const elements: DataSet = new Map();
    while (this.at < end) {
      // Some writers pad the end of a file with a zero.
      if (depth === 0 && whole && end - this.at === 1 && this.#bytes[this.at] === 0) return { elements };
      const from = this.at;
      const tag = this.#tag();
      if (tag === itemEnd) {
        this.#uint32();
        return { elements };
      }
      if (group !== undefined && Math.floor(tag / 65_536) !== group) {
        this.at = from;
        return { elements };
      }
      const { vr, length } = this.#head(tag);
      if (depth === 0 && pixelTags.has(tag))
        return {
          elements,
          pixels: { offset: this.at, length: length === undefinedLength ? -1 : length, vr, tag },
        };
      elements.set(tag, this.#value(tag, vr, length, end, depth));
    }
    if (!whole && depth === 0 && group === undefined) throw new Ended();
    return { elements };
  }

  #value(tag: number, vr: string, length: number, end: number, depth: number): DicomElement {
    const isSequence = vr === 'SQ' || length === undefinedLength || (vr === '' && knownSequences.has(tag));
    if (!isSequence) {
      if (this.at + length > end) {
        if (depth === 0) throw new Ended();
        throw this.#damaged();
      }
      const bytes = this.#bytes.subarray(this.at, this.at + length);
      this.at += length;
      return { vr, bytes };
    }
    if (depth >= deepest) throw this.#damaged();
    const implicit = vr === 'UN' ? this.#asImplicit() : this;
    const items = implicit.#items(length === undefinedLength ? undefined : this.at + length, depth + 1);
    this.at = implicit.at;
    return { vr: 'SQ', bytes: this.#bytes.subarray(0, 0), items };
  }

  /** An unknown sequence is written without value representations. */
  #asImplicit(): DataSetReader {
    return new DataSetReader(this.#bytes, this.at, { explicit: false, littleEndian: true }, this.#place);
  }

  #items(end: number | undefined, depth: number): DataSet[] {
    const items: DataSet[] = [];
    if (end !== undefined && end > this.#bytes.length) throw new Ended();
    while (end === undefined || this.at < end) {
      const tag = this.#tag();
      const length = this.#uint32();
      if (tag === sequenceEnd && end === undefined) return items;
      if (tag !== item) throw this.#damaged();
      const isOpen = length === undefinedLength;
      if (!isOpen && this.at + length > (end ?? this.#bytes.length))
        throw end === undefined ? new Ended() : this.#damaged();
      items.push(this.dataSet(isOpen ? this.#bytes.length : this.at + length, depth).elements);
    }
    return items;
  }

  #head(tag: number): { vr: string; length: number } {
    if (!this.#encoding.explicit) return { vr: '', length: this.#uint32() };
    this.#need(4);
    const vr = String.fromCharCode(this.#bytes[this.at] as number, this.#bytes[this.at + 1] as number);
    if (!/^[A-Z]{2}$/.test(vr)) {
      // Items end without one; elsewhere it is damage.
      if (tag === sequenceEnd) return { vr: '', length: this.#uint32() };
      throw this.#damaged();
    }
    this.at += 2;
    if (longVrs.has(vr)) {
      this.at += 2;
      return { vr, length: this.#uint32() };
    }
    const length = this.#view.getUint16(this.at, this.#encoding.littleEndian);
    this.at += 2;
    return { vr, length };
  }

  #need(bytes: number): void {
    if (this.at + bytes > this.#bytes.length) throw new Ended();
  }

  #tag(): number {
    this.#need(4);
    const { littleEndian } = this.#encoding;
    const tag = tagOf(
      this.#view.getUint16(this.at, littleEndian),
      this.#view.getUint16(this.at + 2, littleEndian),
    );
    this.at += 4;
    return tag;
  }

  #uint32(): number {
    this.#need(4);
    const value = this.#view.getUint32(this.at, this.#encoding.littleEndian);
    this.at += 4;
    return value;
  }

  #damaged(): TetradError {
    return new TetradError({
      code: 'badInput',
      message: `The header is damaged near byte ${this.at.toLocaleString('en')}.`,
      place: this.#place,
      hint: 'Copy or export the file again.',
    });
  }
}
