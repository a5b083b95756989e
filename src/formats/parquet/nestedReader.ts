/** Lists, maps and records of repeated things, each row as one text of JSON: levels say what belongs where. */
import type { LeafReader, Piece } from './leafReader';
import type { Cells, LeafSense } from './leafSense';
import { leavesOf, type Node } from './schema';

const atOnce = 16_384;
/** Of one row. */
const mostPerRow = 8 * 1024 * 1024;

/** What was read of a leaf and not given out yet. */
interface Buffer {
  reader: LeafReader;
  definition: number[];
  repetition: number[];
  /** As JSON writes it; null where there is none. */
  tokens: string[];
  ended: boolean;
  /** Where the next row begins. */
  at: number;
}

/** Of each leaf of a node, what belongs to it. */
type Ranges = readonly (readonly [start: number, end: number])[];

export class NestedReader {
  readonly #node: Node;
  readonly #buffers: Buffer[];
  readonly #leafCounts = new Map<Node, number>();

  constructor(node: Node, readers: readonly LeafReader[]) {
    this.#node = node;
    this.#buffers = readers.map((reader) => ({
      reader,
      definition: [],
      repetition: [],
      tokens: [],
      ended: false,
      at: 0,
    }));
  }

  /** Exactly so many rows; null where a row has nothing. */
  async next(rows: number): Promise<(string | null)[]> {
    for (const buffer of this.#buffers) {
      forget(buffer);
      await fill(buffer, rows);
    }
    return Array.from({ length: rows }, () => this.#row());
  }

  #row(): string | null {
    const ranges = this.#buffers.map((buffer) => {
      const start = buffer.at;
      if (start >= buffer.repetition.length) throw new Error('a column ends before its rows do');
      let end = start + 1;
      while (end < buffer.repetition.length && (buffer.repetition[end] as number) > 0) end++;
      buffer.at = end;
      return [start, end] as const;
    });
    const node = this.#node;
    const text =
      node.element.repetition_type === 'REPEATED'
        ? this.#list(node, 0, ranges)
        : this.#value(node, 0, ranges);
    return text === 'null' ? null : text;
  }

  /** `first`: which of the leaves is the first of the node; `ranges` are those of its own leaves. */
  #value(node: Node, first: number, ranges: Ranges): string {
    const start = ranges[0]?.[0] ?? 0;
    if (node.element.repetition_type !== 'REQUIRED' && this.#definitionAt(first, start) < node.definition)
      return 'null';
    if (node.leaf) return this.#buffers[first]?.tokens[start] ?? 'null';
    const [only] = node.children;
    const isWrapped = node.children.length === 1 && only?.element.repetition_type === 'REPEATED';
    if (isWrapped && only)
      return isMap(node) ? this.#map(only, first, ranges) : this.#list(only, first, ranges);
    return this.#record(node, first, ranges);
  }

  #record(node: Node, first: number, ranges: Ranges): string {
    const parts = this.#children(node, first, ranges).map(([child, at, own]) => {
      const value =
        child.element.repetition_type === 'REPEATED'
          ? this.#list(child, at, own)
          : this.#value(child, at, own);
      return `${JSON.stringify(child.name)}:${value}`;
    });
    return `{${parts.join(',')}}`;
  }

  #list(repeated: Node, first: number, ranges: Ranges): string {
    const [only] = repeated.children;
    const parts = this.#elements(repeated, first, ranges).map((own) => {
      if (repeated.leaf) return this.#buffers[first]?.tokens[own[0]?.[0] ?? 0] ?? 'null';
      if (repeated.children.length === 1 && only && only.element.repetition_type !== 'REPEATED')
        return this.#value(only, first, own);
      return this.#record(repeated, first, own);
    });
    return `[${parts.join(',')}]`;
  }

  #map(entries: Node, first: number, ranges: Ranges): string {
    const parts = this.#elements(entries, first, ranges).map((own) => {
      const [key = 'null', value = 'null'] = this.#children(entries, first, own).map(([child, at, part]) =>
        child.element.repetition_type === 'REPEATED'
          ? this.#list(child, at, part)
          : this.#value(child, at, part),
      );
      return `${key.startsWith('"') ? key : JSON.stringify(key)}:${value}`;
    });
    return `{${parts.join(',')}}`;
  }

  #elements(repeated: Node, first: number, ranges: Ranges): Ranges[] {
    const start = ranges[0]?.[0] ?? 0;
    if (this.#definitionAt(first, start) < repeated.definition) return [];
    const parts: [number, number][][] = [];
    ranges.forEach(([from, to], i) => {
      const { repetition } = this.#buffers[first + i] as Buffer;
      let element = 0;
      for (let at = from; at < to; element++) {
        let end = at + 1;
        while (end < to && (repetition[end] as number) > repeated.repetition) end++;
        const part = (parts[element] ??= []);
        if (part.length !== i) throw new Error('the parts of a list do not belong together');
        part.push([at, end]);
        at = end;
      }
    });
    if (parts.some((part) => part.length !== ranges.length))
      throw new Error('the parts of a list do not belong together');
    return parts;
  }

  #children(node: Node, first: number, ranges: Ranges): [Node, number, Ranges][] {
    let at = 0;
    return node.children.map((child) => {
      const count = this.#leavesIn(child);
      const own = ranges.slice(at, at + count);
      at += count;
      return [child, first + at - count, own];
    });
  }

  #leavesIn(node: Node): number {
    let count = this.#leafCounts.get(node);
    if (count === undefined) this.#leafCounts.set(node, (count = leavesOf(node).length));
    return count;
  }

  #definitionAt(leaf: number, at: number): number {
    return this.#buffers[leaf]?.definition[at] ?? 0;
  }
}

const isMap = ({ element, children }: Node): boolean =>
  (element.converted_type === 'MAP' ||
    element.converted_type === 'MAP_KEY_VALUE' ||
    element.logical_type?.type === 'MAP') &&
  children[0]?.children.length === 2;

function forget(buffer: Buffer) {
  buffer.definition = buffer.definition.slice(buffer.at);
  buffer.repetition = buffer.repetition.slice(buffer.at);
  buffer.tokens = buffer.tokens.slice(buffer.at);
  buffer.at = 0;
}

/** Until the row behind the last wanted one has begun, or the column ended. */
async function fill(buffer: Buffer, rows: number): Promise<void> {
  let begun = buffer.repetition.filter((level) => level === 0).length;
  let since = 0;
  while (begun <= rows && !buffer.ended) {
    const piece = await buffer.reader.next(atOnce);
    if (!piece) {
      buffer.ended = true;
      return;
    }
    const before = begun;
    begun += add(buffer, piece);
    since = begun > before ? 0 : since + piece.count;
    if (since > mostPerRow) throw new Error('a list has more than eight million entries');
  }
}

function add(buffer: Buffer, { count, definition, repetition, cells }: Piece): number {
  const { mostDefinition, sense } = buffer.reader.leaf;
  const token = tokenOf(cells, sense);
  let begun = 0;
  let next = 0;
  for (let i = 0; i < count; i++) {
    const level = definition ? (definition[i] as number) : mostDefinition;
    const again = repetition ? (repetition[i] as number) : 0;
    if (again === 0) begun++;
    buffer.definition.push(level);
    buffer.repetition.push(again);
    buffer.tokens.push(level === mostDefinition ? token(next++) : 'null');
  }
  return begun;
}

function tokenOf(cells: Cells, { isNumber, as }: LeafSense): (index: number) => string {
  const quoted = (text: string | null): string =>
    text === null ? 'null' : isNumber || as === 'boolean' ? text : JSON.stringify(text);
  switch (cells.form) {
    case 'numbers':
      return (i) => (Number.isFinite(cells.data[i]) ? String(cells.data[i]) : 'null');
    case 'texts':
      return (i) => quoted(cells.data[i] ?? null);
    case 'entries':
      return (i) => quoted(cells.dictionary[cells.indices[i] as number] ?? null);
    default: {
      const decoder = new TextDecoder();
      return (i) => JSON.stringify(decoder.decode(cells.bytes.subarray(cells.starts[i], cells.ends[i])));
    }
  }
}
