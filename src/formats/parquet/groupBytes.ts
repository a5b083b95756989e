/**
 * The bytes of row groups: a small one is read at once, and while it is taken apart the next is on its way; of a large one
 * each column reads its own, in windows.
 */
import type { RowGroup } from 'hyparquet';
import { firstPage } from './footer';

/** Bytes of a file from one place to another. */
export interface ByteRange {
  readonly size: number;
  read(from: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
}

const mostBytes = 24 * 1024 * 1024;
/** Of what is read, so much at least belongs to the columns. */
const leastUsed = 0.5;

interface Span {
  from: number;
  end: number;
}

export class GroupBytes {
  readonly #file: Blob;
  readonly #groups: readonly RowGroup[];
  #ahead: { index: number; span: Span; bytes: Promise<Uint8Array<ArrayBuffer>> } | undefined;

  constructor(file: Blob, groups: readonly RowGroup[]) {
    this.#file = file;
    this.#groups = groups;
  }

  /** Of the groups in their order. */
  group(index: number): ByteRange {
    const here = this.#start(index);
    const file = this.#file;
    if (!here) return { size: file.size, read: (from, end) => readBlob(file, from, end) };
    // The next as soon as this one is there.
    here.bytes.then(() => this.#start(index + 1)).catch(() => undefined);
    return {
      size: file.size,
      read: async (from, end) => {
        if (from < here.span.from || end > here.span.end) return await readBlob(file, from, end);
        return (await here.bytes).subarray(from - here.span.from, end - here.span.from);
      },
    };
  }

  #start(index: number) {
    if (this.#ahead?.index === index) return this.#ahead;
    const group = this.#groups[index];
    const span = group && this.#spanOf(group);
    if (!span) return undefined;
    const bytes = readBlob(this.#file, span.from, span.end);
    bytes.catch(() => undefined); // Whoever needs them is told.
    return (this.#ahead = { index, span, bytes });
  }

  /** undefined where it is too large, or where its columns lie far apart. */
  #spanOf({ columns }: RowGroup): Span | undefined {
    const span = { from: this.#file.size, end: 0 };
    let used = 0;
    for (const { meta_data: meta } of columns) {
      if (!meta) return undefined;
      const from = Number(firstPage(meta.data_page_offset, meta.dictionary_page_offset));
      const bytes = Number(meta.total_compressed_size);
      if (!(from >= 0 && bytes >= 0)) return undefined;
      used += bytes;
      span.from = Math.min(span.from, from);
      span.end = Math.max(span.end, Math.min(this.#file.size, from + bytes));
    }
    const size = span.end - span.from;
    return size > 0 && size <= mostBytes && used >= size * leastUsed ? span : undefined;
  }
}

const readBlob = async (file: Blob, from: number, end: number): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await file.slice(from, end).arrayBuffer());
