/**
 * Numbers of one kind, in the fewest bytes that give every one of them back exactly: steps go up evenly, epochs stand
 * still for long, losses are single precision. Pure.
 */
export type PackedColumn =
  /** first, first + by, … */
  | { type: 'even'; first: number; by: number; count: number }
  /** Each value so many times. */
  | { type: 'runs'; values: Float64Array<ArrayBuffer>; lengths: Uint32Array<ArrayBuffer> }
  /** Integers above the smallest. */
  | {
      type: 'above';
      least: number;
      offsets: Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;
    }
  | { type: 'plain'; values: Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer> };

export function packColumn(given: ArrayLike<number>): PackedColumn {
  return evenly(given) ?? inRuns(given) ?? above(given) ?? plain(given);
}

export function unpackColumn(column: PackedColumn): Float64Array<ArrayBuffer> {
  switch (column.type) {
    case 'even': {
      const all = new Float64Array(column.count);
      for (let i = 0; i < all.length; i++) all[i] = column.first + i * column.by;
      return all;
    }
    case 'runs': {
      const all = new Float64Array(column.lengths.reduce((sum, length) => sum + length, 0));
      let at = 0;
      for (const [i, length] of column.lengths.entries()) {
        all.fill(column.values[i] as number, at, at + length);
        at += length;
      }
      return all;
    }
    case 'above': {
      const all = Float64Array.from(column.offsets);
      for (let i = 0; i < all.length; i++) all[i] = (all[i] as number) + column.least;
      return all;
    }
    case 'plain':
      return Float64Array.from(column.values);
  }
}

function evenly(given: ArrayLike<number>): PackedColumn | undefined {
  const first = given[0] ?? 0;
  const by = given.length > 1 ? (given[1] as number) - first : 0;
  for (let i = 0; i < given.length; i++) if (!Object.is(given[i], first + i * by)) return undefined;
  return { type: 'even', first, by, count: given.length };
}

/** Only where they are few. */
function inRuns(given: ArrayLike<number>): PackedColumn | undefined {
  const values: number[] = [];
  const lengths: number[] = [];
  for (let i = 0; i < given.length; i++) {
    if (i > 0 && Object.is(given[i], given[i - 1])) lengths[lengths.length - 1]!++;
    else {
      if (values.length > given.length / 8) return undefined;
      values.push(given[i] as number);
      lengths.push(1);
    }
  }
  return { type: 'runs', values: Float64Array.from(values), lengths: Uint32Array.from(lengths) };
}

function above(given: ArrayLike<number>): PackedColumn | undefined {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < given.length; i++) {
    const value = given[i] as number;
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) return undefined;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const range = most - least;
  if (range >= 2 ** 32) return undefined;
  const ArrayType = range < 2 ** 8 ? Uint8Array : range < 2 ** 16 ? Uint16Array : Uint32Array;
  const offsets = new ArrayType(given.length);
  for (let i = 0; i < given.length; i++) offsets[i] = (given[i] as number) - least;
  return { type: 'above', least, offsets };
}

function plain(given: ArrayLike<number>): PackedColumn {
  const single = Float32Array.from(given);
  for (let i = 0; i < given.length; i++)
    if (!Object.is(single[i], given[i])) return { type: 'plain', values: Float64Array.from(given) };
  return { type: 'plain', values: single };
}
