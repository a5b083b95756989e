/**
 * Bytes of a box of an array that lies in a file, row-major with any stride of its outer dimensions:
 * only the runs the box touches are read, near ones in one piece.
 */
import { sizeOf } from '#/core/arch/sizeOf';
import { TetradError } from '#/core/protocol/errors';
import type { ArraySource } from '../formatDef';
import { scatterBox } from '#/core/grid/scatterBox';
import type { NumberArray } from './numericType';
import { type Floats, newValues } from './openedVariable';

export interface ArrayLayout {
  /** Of the first element, from the start of the file. */
  offset: number;
  shape: readonly number[];
  /** In bytes; outer dimensions never have smaller ones than inner. */
  strides: readonly number[];
  itemBytes: number;
}

/** Reading a gap of this size costs less than another request to the file. */
const worthwhileGapBytes = 32 * 1024;
const longestSpanBytes = 16 * 1024 * 1024;
/** On their way at once: a browser takes a millisecond or two for each, whatever its size. */
const mostReads = 64;

/** Row-major strides without gaps. */
export function denseStrides(shape: readonly number[], itemBytes: number): number[] {
  const strides: number[] = [];
  let bytes = itemBytes;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = bytes;
    bytes *= shape[axis] as number;
  }
  return strides;
}

export async function readBytes(
  file: ArraySource,
  start: number,
  length: number,
  what: string,
): Promise<Uint8Array<ArrayBuffer>> {
  if (start + length > file.size)
    throw new TetradError({
      code: 'badInput',
      message: `The file ends at byte ${file.size.toLocaleString('en')}, in the middle of ${what}, which goes on to byte ${(start + length).toLocaleString('en')}.`,
      place: `${file.name}, ${what}`,
      hint: 'The file was cut short: download or copy it again.',
    });
  return new Uint8Array(await file.slice(start, start + length).arrayBuffer());
}

export async function readBoxBytes(
  file: ArraySource,
  layout: ArrayLayout,
  start: readonly number[],
  count: readonly number[],
  step: readonly number[],
  what: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const { itemBytes } = layout;
  const strides = layout.strides.map((stride, axis) => stride * (step[axis] as number));
  let outer = count.length;
  let runBytes = itemBytes;
  // A dimension joins the run while everything inside it is taken whole.
  while (outer > 0 && strides[outer - 1] === runBytes) runBytes *= count[--outer] as number;
  const out = new Uint8Array(sizeOf(count) * itemBytes);
  const first = start.reduce((sum, at, axis) => sum + at * (layout.strides[axis] as number), layout.offset);
  let runs: { from: number; to: number }[] = [];
  let spanEnd = first;
  let reads: Promise<void>[] = [];
  let readingBytes = 0;
  const readSpan = async (span: typeof runs, spanStart: number, spanBytes: number) => {
    const bytes = await readBytes(file, spanStart, spanBytes, what);
    for (const { from, to } of span)
      out.set(bytes.subarray(from - spanStart, from - spanStart + runBytes), to);
  };
  const flush = async () => {
    const spanStart = runs[0]?.from ?? 0;
    readingBytes += spanEnd - spanStart;
    reads.push(readSpan(runs, spanStart, spanEnd - spanStart));
    runs = [];
    if (reads.length < mostReads && readingBytes < longestSpanBytes) return;
    await Promise.all(reads);
    reads = [];
    readingBytes = 0;
  };
  const index = new Array<number>(outer).fill(0);
  for (let to = 0; to < out.length; to += runBytes) {
    const from = index.reduce((sum, at, axis) => sum + at * (strides[axis] as number), first);
    const spanStart = runs[0]?.from;
    if (spanStart !== undefined)
      if (from - spanEnd > worthwhileGapBytes || from + runBytes - spanStart > longestSpanBytes)
        await flush();
    runs.push({ from, to });
    spanEnd = from + runBytes;
    for (let axis = outer - 1; axis >= 0; axis--) {
      index[axis] = (index[axis] as number) + 1;
      if ((index[axis] as number) < (count[axis] as number)) break;
      index[axis] = 0;
    }
  }
  if (runs.length > 0) await flush();
  await Promise.all(reads);
  return out;
}

/**
 * A box of an array that is shorter than its dimensions: what lies behind its end is missing. `read` gives the part
 * of that size at the box's start that is there.
 */
export function readThere<F extends Floats>(
  there: readonly number[],
  start: readonly number[],
  count: readonly number[],
  step: readonly number[],
  Values: F,
  read: (inside: readonly number[]) => InstanceType<F>,
): InstanceType<F> {
  const inside = count.map((wanted, axis) => {
    const room = (there[axis] as number) - (start[axis] as number);
    return Math.max(0, Math.min(wanted, Math.ceil(room / (step[axis] as number))));
  });
  if (inside.every((size, axis) => size === count[axis])) return read(count);
  const out = newValues(Values, sizeOf(count)).fill(Number.NaN) as InstanceType<F>;
  if (!inside.includes(0)) scatterBox(read(inside), inside, out, denseStrides(count, 1), 0);
  return out;
}

/** The same values with the order of the axes turned round; `shape` is that of `values`. */
export function reverseAxes<T extends Float32Array | Float64Array>(values: T, shape: readonly number[]): T {
  if (shape.filter((size) => size > 1).length < 2) return values;
  const out = values.slice() as T;
  const index = new Array<number>(shape.length).fill(0);
  // In the result the first axis of `shape` is the innermost one.
  const strides: number[] = [];
  shape.reduce((stride, size, axis) => {
    strides[axis] = stride;
    return stride * size;
  }, 1);
  const last = shape.length - 1;
  const lastSize = shape[last] as number;
  const lastStride = strides[last] as number;
  for (let from = 0; from < values.length; from += lastSize) {
    let to = 0;
    for (let axis = 0; axis < last; axis++) to += (index[axis] as number) * (strides[axis] as number);
    for (let i = 0; i < lastSize; i++, to += lastStride) out[to] = values[from + i] as number;
    for (let axis = last - 1; axis >= 0; axis--) {
      index[axis] = (index[axis] as number) + 1;
      if ((index[axis] as number) < (shape[axis] as number)) break;
      index[axis] = 0;
    }
  }
  return out;
}

/** Values with any strides (in elements) as dense row-major ones. */
export function gather(
  values: NumberArray,
  shape: readonly number[],
  strides: readonly number[],
): NumberArray {
  const dense = denseStrides(shape, 1);
  if (shape.every((size, axis) => size === 1 || strides[axis] === dense[axis])) return values;
  const out = new Float64Array(sizeOf(shape));
  for (let to = 0; to < out.length; to++) {
    let from = 0;
    let rest = to;
    for (let axis = 0; axis < shape.length; axis++) {
      const step = dense[axis] as number;
      from += Math.floor(rest / step) * (strides[axis] as number);
      rest %= step;
    }
    out[to] = values[from] as number;
  }
  return out;
}
