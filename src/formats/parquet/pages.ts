/**
 * The pages of one column of one row group, one after the other. The bytes are read in windows, so that a column of any
 * length takes little memory; what a page says of itself is bounded before anything is made of it.
 */
import type { ColumnMetaData, Encoding } from 'hyparquet';
import { deserializeTCompactProtocol } from 'hyparquet/src/thrift.js';
import type { PageMemory } from './pageMemory';
import { unpackPage } from './unpackPage';
import { firstPage } from './footer';
import type { ByteRange } from './groupBytes';

const mostPage = 128 * 1024 * 1024;
/** Of values: so many rows of nothing fit into a few bytes. */
const mostValues = 2 ** 26;
/** Statistics in it may be long texts. */
const mostHeader = 16 * 1024 * 1024;

export type Page =
  | { kind: 'dictionary'; values: number; encoding: Encoding; body: Uint8Array }
  | {
      kind: 'data';
      values: number;
      encoding: Encoding;
      body: Uint8Array;
      /** Of version 2, where levels stand before what is packed; the body is then the values alone. */
      levels?: { repetition: Uint8Array; definition: Uint8Array };
    };

const encodings: Encoding[] = [
  'PLAIN',
  'GROUP_VAR_INT',
  'PLAIN_DICTIONARY',
  'RLE',
  'BIT_PACKED',
  'DELTA_BINARY_PACKED',
  'DELTA_LENGTH_BYTE_ARRAY',
  'DELTA_BYTE_ARRAY',
  'RLE_DICTIONARY',
  'BYTE_STREAM_SPLIT',
];

export class PageReader {
  readonly #file: ByteRange;
  readonly #meta: ColumnMetaData;
  readonly #windowBytes: number;
  readonly #memory: PageMemory | undefined;
  /** In the file. */
  #at: number;
  readonly #end: number;
  #window = new Uint8Array(0);
  #windowAt: number;

  /** With `memory` the body of a page of data is there until the next is read. */
  constructor(file: ByteRange, meta: ColumnMetaData, windowBytes: number, memory?: PageMemory) {
    this.#memory = memory;
    this.#file = file;
    this.#meta = meta;
    this.#windowBytes = windowBytes;
    this.#at = Number(firstPage(meta.data_page_offset, meta.dictionary_page_offset));
    this.#windowAt = this.#at;
    this.#end = Math.min(file.size, this.#at + Number(meta.total_compressed_size));
  }

  /** Bytes of the file left to read. */
  get bytesLeft(): number {
    return this.#end - this.#at;
  }

  async next(): Promise<Page | undefined> {
    while (this.#at < this.#end) {
      const { header, size } = await this.#header();
      this.#at += size;
      const packed = int(header.field_3, mostPage, 'size');
      const unpacked = int(header.field_2, mostPage, 'size');
      if (packed > this.#end - this.#at) throw new Error('a page is longer than its column');
      const bytes = await this.#bytes(packed);
      this.#at += packed;
      const page = this.#page(header, bytes, unpacked);
      if (page) return page;
    }
    return undefined;
  }

  #page(header: Header, bytes: Uint8Array, unpacked: number): Page | undefined {
    const { codec } = this.#meta;
    const { field_1: kind, field_5: data, field_7: dictionary, field_8: second } = header;
    if (kind === 2 && dictionary) {
      const values = int(dictionary.field_1, mostValues, 'number of values');
      const body = unpackPage(bytes, unpacked, codec);
      return { kind: 'dictionary', values, encoding: encodingOf(dictionary.field_2), body };
    }
    if (kind === 0 && data) {
      const values = int(data.field_1, mostValues, 'number of values');
      return {
        kind: 'data',
        values,
        encoding: encodingOf(data.field_2),
        body: unpackPage(bytes, unpacked, codec, this.#memory),
      };
    }
    if (kind !== 3 || !second) return undefined;
    const values = int(second.field_1, mostValues, 'number of values');
    const definition = int(second.field_5, bytes.length, 'length of levels');
    const repetition = int(second.field_6, bytes.length - definition, 'length of levels');
    const body = bytes.subarray(definition + repetition);
    const isPacked = second.field_7 !== false;
    return {
      kind: 'data',
      values,
      encoding: encodingOf(second.field_4),
      body: isPacked ? unpackPage(body, unpacked - definition - repetition, codec, this.#memory) : body,
      levels: {
        repetition: bytes.subarray(0, repetition),
        definition: bytes.subarray(repetition, repetition + definition),
      },
    };
  }

  /** A header says its length only by being read. */
  async #header(): Promise<{ header: Header; size: number }> {
    for (let wanted = 1024; ; wanted *= 8) {
      const bytes = await this.#bytes(Math.min(wanted, this.#end - this.#at));
      const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), offset: 0 };
      try {
        const header = deserializeTCompactProtocol(reader) as Header;
        return { header, size: reader.offset };
      } catch (cause) {
        const isWhole = bytes.length === this.#end - this.#at;
        if (isWhole || wanted > mostHeader) throw new Error('the header of a page is damaged', { cause });
      }
    }
  }

  /** The next ones, without moving on. */
  async #bytes(count: number): Promise<Uint8Array> {
    const from = this.#at - this.#windowAt;
    if (from + count <= this.#window.length) return this.#window.subarray(from, from + count);
    const end = Math.min(this.#end, this.#at + Math.max(count, this.#windowBytes));
    this.#window = await this.#file.read(this.#at, end);
    this.#windowAt = this.#at;
    if (this.#window.length < count) throw new Error('the file ends in the middle of a page');
    return this.#window.subarray(0, count);
  }
}

/** Numbers of fields in the format's own definition. */
interface Header {
  field_1?: unknown;
  field_2?: unknown;
  field_3?: unknown;
  field_5?: Header;
  field_7?: Header;
  field_8?: { [field: string]: unknown };
}

function int(value: unknown, most: number, what: string): number {
  if (typeof value === 'number' && value >= 0 && value <= most) return value;
  throw new Error(`a page has a ${what} that cannot be (${String(value).slice(0, 40)})`);
}

function encodingOf(value: unknown): Encoding {
  const encoding = encodings[value as number];
  if (!encoding)
    throw new Error(`a page has an encoding that does not exist (${String(value).slice(0, 40)})`);
  return encoding;
}
