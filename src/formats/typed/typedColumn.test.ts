import { expect, test } from 'vitest';
import { KnownTexts } from './knownTexts';
import { type Spans, TypedColumn } from './typedColumn';

const spansOf = (...texts: (string | number[])[]): Spans => {
  const parts = texts.map((text) => (typeof text === 'string' ? [...Buffer.from(text)] : text));
  let at = 0;
  const ends = Uint32Array.from(parts, ({ length }) => (at += length));
  const starts = ends.map((end, i) => end - (parts[i] as number[]).length);
  return { bytes: Uint8Array.from(parts.flat()), starts, ends };
};
const cellsOf = (column: TypedColumn): (string | number | null)[] => {
  const { values } = column.take();
  if (values.physical === 'f64') return [...values.values].map((value) => (value === value ? value : null));
  expect(new Set(values.dictionary).size).toBe(values.dictionary.length);
  return [...values.codes].map((code) => (code < 0 ? null : (values.dictionary[code] as string)));
};

test('texts as bytes, entries of a dictionary and numbers may follow each other in a column', () => {
  const known = new KnownTexts();
  for (let batch = 0; batch < 2; batch++) {
    known.beginBatch();
    const column = new TypedColumn(10);
    const none = () => undefined;
    column.addBytes(spansOf('a', 'b', 'a'), 4, Int32Array.of(1), known, none);
    column.addEntries(['b', null, 'c'], [2, 0, 1], 3, undefined);
    column.addNumbers(Float64Array.of(2), 1, undefined);
    column.addBytes(spansOf('c', '2'), 2, undefined, known, none);
    expect(cellsOf(column)).toEqual(['a', null, 'b', 'a', 'c', 'b', null, '2', 'c', '2']);
  }
});

test('bytes that are no UTF-8 and read as a text that is known are that text', () => {
  const known = new KnownTexts();
  let bad = 0;
  known.beginBatch();
  const column = new TypedColumn(3);
  column.addBytes(spansOf('é', [0xe9], 'é'), 3, undefined, known, () => bad++);
  expect(cellsOf(column)).toEqual(['é', 'é', 'é']);
  expect(bad).toBe(1);
});

test('an infinite number is seen, wherever it stands', () => {
  for (let at = 0; at < 6; at++) {
    const column = new TypedColumn(8);
    const numbers = Float64Array.of(1, 2, 3, 4, 5, 6);
    column.addNumbers(numbers, 8, Int32Array.of(0, 4));
    expect(column.take().isFinite).toBe(true);
    const other = new TypedColumn(8);
    numbers[at] = at % 2 === 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
    other.addNumbers(numbers, 8, Int32Array.of(0, 4));
    expect(other.take().isFinite).toBe(false);
  }
});
