/** Rows of an Arrow batch as values of a column: numbers and texts straight from their buffers where they lie plain. */
import { Type } from '@uwdata/flechette';
import { safeNumbers } from '../typed/exactNumber';
import { KnownTexts } from '../typed/knownTexts';
import { type Filled, TypedColumn } from '../typed/typedColumn';
import { type ArrowBatch, digitsOf } from './arrowTypes';
import { cellText, dictionaryText } from './cellText';

/** `above`: records that the column is part of; where one is missing, so is it. */
export function fillColumn(
  batch: ArrowBatch,
  above: readonly ArrowBatch[],
  start: number,
  count: number,
  onBadBytes: () => void,
): Filled {
  const levels = levelsOf([...above, batch], start, count);
  const values = new TypedColumn(count);
  const isThere = (i: number): boolean => !levels || levels[i] === 1;
  const numbers = numbersOf(batch, start, count);
  if (numbers) {
    if (levels) for (let i = 0; i < count; i++) if (levels[i] === 0) numbers[i] = Number.NaN;
    values.addNumbers(numbers, count, undefined);
  } else if (batch.type.typeId === Type.Utf8 || batch.type.typeId === Type.LargeUtf8) {
    const spans = spansOf(batch, start, count, levels);
    values.addBytes(spans, count, levels && gapsOf(levels), new KnownTexts(), onBadBytes);
  } else if (batch.type.typeId === Type.Dictionary) {
    const { dictionary, indices } = entriesOf(batch, start, count, isThere);
    values.addEntries(dictionary, indices, count, undefined);
  } else values.addTexts((i) => (isThere(i) ? cellText(batch, start + i) : null), count, undefined);
  return values.take();
}

/** 1 where every batch has a value; undefined where all rows do. */
function levelsOf(batches: readonly ArrowBatch[], start: number, count: number): Uint8Array | undefined {
  const holed = batches.filter(({ nullCount, validity }) => nullCount > 0 && validity && validity.length > 0);
  if (holed.length === 0) return undefined;
  const levels = new Uint8Array(count).fill(1);
  for (const { validity } of holed)
    for (let i = 0; i < count; i++) {
      const row = start + i;
      if ((((validity as Uint8Array)[row >>> 3] as number) & (1 << (row & 7))) === 0) levels[i] = 0;
    }
  return levels;
}

const gapsOf = (levels: Uint8Array): Int32Array =>
  Int32Array.from([...levels.keys()].filter((row) => levels[row] === 0));

/** A copy; undefined where the values are no numbers that float64 holds. */
function numbersOf(batch: ArrowBatch, start: number, count: number): Float64Array | undefined {
  const { type, values } = batch;
  const isNumber =
    type.typeId === Type.Int ||
    (type.typeId === Type.Float && type.precision !== 0) ||
    type.typeId === Type.Time ||
    type.typeId === Type.Duration;
  if (!isNumber || !values) return undefined;
  if (start + count > values.length) throw new Error('the values of a column end early');
  let out: Float64Array | undefined;
  if (values instanceof BigInt64Array || values instanceof BigUint64Array)
    out = safeNumbers(values.subarray(start, start + count), count);
  else {
    out = new Float64Array(count);
    for (let i = 0; i < count; i++) out[i] = values[start + i] as number;
  }
  if (out && (type.typeId === Type.Time || type.typeId === Type.Duration)) {
    const scale = 10 ** digitsOf(type.unit);
    for (let i = 0; i < count; i++) out[i] = (out[i] as number) / scale;
  }
  return out;
}

function spansOf(batch: ArrowBatch, start: number, count: number, levels: Uint8Array | undefined) {
  const { offsets = [], values } = batch;
  const bytes = values instanceof Uint8Array ? values : new Uint8Array(0);
  const starts = new Uint32Array(count);
  const ends = new Uint32Array(count);
  let next = 0;
  for (let i = 0; i < count; i++) {
    if (levels && levels[i] === 0) continue;
    const from = Number(offsets[start + i]);
    const to = Number(offsets[start + i + 1]);
    if (!(from >= 0 && to >= from && to <= bytes.length)) throw new Error('a text lies outside its batch');
    starts[next] = from;
    ends[next++] = to;
  }
  return { bytes, starts, ends };
}

const madeEntries = new WeakMap<object, (string | null)[]>();

function entriesOf(batch: ArrowBatch, start: number, count: number, isThere: (i: number) => boolean) {
  const { dictionary, values = [] } = batch;
  const size = dictionary?.length ?? 0;
  let entries = dictionary && madeEntries.get(dictionary);
  if (!entries) {
    // The last one stands for a missing value.
    entries = Array.from({ length: size + 1 }, (_, i) => (i < size ? dictionaryText(batch, i) : null));
    if (dictionary) madeEntries.set(dictionary, entries);
  }
  const indices = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const index = isThere(i) ? Number(values[start + i]) : size;
    if (!(index >= 0 && index <= size) || (index === size && isThere(i)))
      throw new Error('a value stands for an entry that the dictionary does not have');
    indices[i] = index;
  }
  return { dictionary: entries, indices };
}
