/** One leaf column of one row group: levels and cells in step, any number at a time. */
import type { ColumnMetaData } from 'hyparquet';
import { decodeText } from '#/core/table/textDictionary';
import type { Gaps } from '../typed/typedColumn';
import type { Cells } from './leafSense';
import type { ByteRange } from './groupBytes';
import type { PageMemory } from './pageMemory';
import { type Page, PageReader } from './pages';
import type { ValueReader } from './rawValues';
import { bitWidth, RleReader } from './rleReader';
import type { Leaf } from './schema';
import { valueReader } from './valueReaders';

export interface Piece {
  count: number;
  /** Absent: every row has a value. */
  definition?: Uint8Array;
  repetition?: Uint8Array;
  /** Of those whose level is the highest. */
  present: number;
  cells: Cells;
}

/** Of a column that has one value a row at most. */
export interface FlatPiece extends Pick<Piece, 'count' | 'present' | 'cells'> {
  gaps: Gaps;
}

export class LeafReader {
  readonly leaf: Leaf;
  readonly #pages: PageReader;
  readonly #meta: ColumnMetaData;
  #dictionary: Entries | undefined;
  #left = 0;
  #definition: RleReader | undefined;
  #repetition: RleReader | undefined;
  #values: ValueReader | undefined;

  readonly #memory: PageMemory | undefined;

  /** With `memory` the cells of a piece are there until the next is read. */
  constructor(file: ByteRange, leaf: Leaf, meta: ColumnMetaData, windowBytes: number, memory?: PageMemory) {
    this.#memory = memory;
    this.leaf = leaf;
    this.#meta = meta;
    this.#pages = new PageReader(file, meta, windowBytes, memory);
  }

  get bytesLeft(): number {
    return this.#pages.bytesLeft;
  }

  /** As many as `most`, at least one; undefined where the column ends. */
  async next(most: number): Promise<Piece | undefined> {
    const count = await this.#begin(most);
    if (count === undefined) return undefined;
    const { mostDefinition } = this.leaf;
    let present = count;
    let definition: Uint8Array | undefined;
    let repetition: Uint8Array | undefined;
    if (this.#repetition) this.#repetition.read((repetition = new Uint8Array(count)), count);
    if (this.#definition) {
      definition = new Uint8Array(count);
      this.#definition.read(definition, count);
      present = 0;
      for (let i = 0; i < count; i++) if (definition[i] === mostDefinition) present++;
    }
    return {
      count,
      ...(definition && (present < count || mostDefinition > 1) && { definition }),
      ...(repetition && { repetition }),
      present,
      cells: this.#cells(present),
    };
  }

  /** The same of a column that has one value a row at most. */
  async nextFlat(most: number, memory: PageMemory): Promise<FlatPiece | undefined> {
    const count = await this.#begin(most);
    if (count === undefined) return undefined;
    const found = this.#definition ? this.#gaps(this.#definition, count, memory) : 0;
    const present = count - found;
    const gaps = found > 0 ? memory.gaps(count).subarray(0, found) : undefined;
    return { count, gaps, present, cells: this.#cells(present) };
  }

  #gaps(levels: RleReader, count: number, memory: PageMemory): number {
    const gaps = memory.gaps(count);
    const { mostDefinition } = this.leaf;
    if (mostDefinition === 1) return levels.readGaps(gaps, count);
    const definition = new Uint8Array(count);
    levels.read(definition, count);
    let found = 0;
    for (let i = 0; i < count; i++) if (definition[i] !== mostDefinition) gaps[found++] = i;
    return found;
  }

  async #begin(most: number): Promise<number | undefined> {
    while (this.#left === 0) {
      const page = await this.#pages.next();
      if (!page) return undefined;
      this.#open(page);
    }
    const count = Math.min(most, this.#left);
    this.#left -= count;
    return count;
  }

  #open(page: Page) {
    const { leaf } = this;
    const { type_length: typeLength = 0 } = leaf.element;
    const type = this.#meta.type;
    if (type !== leaf.element.type)
      throw new Error('a column is stored as another type than it is said to be');
    if (page.kind === 'dictionary') {
      const values = valueReader({
        bytes: page.body,
        start: 0,
        most: page.values,
        encoding: 'PLAIN',
        type,
        typeLength,
      });
      const raw = values.next(page.values);
      if (raw.form === 'indices') throw new Error('a dictionary has a dictionary');
      this.#dictionary = entriesOf(leaf.sense.toCells(raw, page.values));
      return;
    }
    this.#left = page.values;
    const { mostDefinition, mostRepetition } = leaf;
    let start = 0;
    const levels = (most: number): RleReader | undefined => {
      if (most === 0) return undefined;
      const view = new DataView(page.body.buffer, page.body.byteOffset, page.body.length);
      if (start + 4 > page.body.length) throw new Error('the levels of a page are missing');
      const end = start + 4 + view.getUint32(start, true);
      const reader = new RleReader(page.body, start + 4, end, bitWidth(most));
      start = end;
      return reader;
    };
    if (page.levels) {
      const { repetition, definition } = page.levels;
      this.#repetition =
        mostRepetition > 0
          ? new RleReader(repetition, 0, repetition.length, bitWidth(mostRepetition))
          : undefined;
      this.#definition =
        mostDefinition > 0
          ? new RleReader(definition, 0, definition.length, bitWidth(mostDefinition))
          : undefined;
    } else {
      this.#repetition = levels(mostRepetition);
      this.#definition = levels(mostDefinition);
    }
    const { body: bytes, values: most, encoding } = page;
    // A page of nothing but missing values need not hold any.
    this.#values =
      start < bytes.length
        ? valueReader({ bytes, start, most, encoding, type, typeLength, memory: this.#memory })
        : undefined;
  }

  #cells(count: number): Cells {
    if (count === 0) return { form: 'numbers', data: new Float64Array(0) };
    if (!this.#values) throw new Error('the values of a page are missing');
    const raw = this.#values.next(count);
    if (raw.form !== 'indices') return this.leaf.sense.toCells(raw, count);
    return fromDictionary(this.#dictionary, raw.data, count, this.#memory);
  }
}

/** Each entry of a dictionary is made once. */
function fromDictionary(
  dictionary: Entries | undefined,
  indices: Int32Array,
  count: number,
  memory?: PageMemory,
): Cells {
  if (!dictionary) throw new Error('a dictionary is missing');
  const size = dictionary.length;
  for (let i = 0; i < count; i++)
    if ((indices[i] as number) >>> 0 >= size)
      throw new Error('a value stands for an entry that the dictionary does not have');
  if (!(dictionary instanceof Float64Array)) return { form: 'entries', dictionary, indices };
  const data = memory?.numbers(count) ?? new Float64Array(count);
  for (let i = 0; i < count; i++) data[i] = dictionary[indices[i] as number] as number;
  return { form: 'numbers', data };
}

type Entries = Float64Array | (string | null)[];

function entriesOf(cells: Cells): Entries {
  if (cells.form === 'numbers' || cells.form === 'texts') return cells.data;
  if (cells.form === 'entries') return Array.from(cells.indices, (index) => cells.dictionary[index] ?? null);
  const { bytes, starts, ends } = cells;
  return Array.from(starts, (start, i) => decodeText(bytes, start, ends[i] as number));
}
