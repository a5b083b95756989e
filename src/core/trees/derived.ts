/**
 * What trees ask beside the values of a row as they are, as values behind them: one of which a missing one counts as the
 * least, or whether a category is in a set. So every question stays "not above the threshold", here and in ONNX.
 */
import type { GraphBuilder } from '../onnx/graphBuilder';
import { castTo } from '../onnx/dtypes';
import { featureLimit } from '../transforms/featureLimit';

export interface Derived {
  /** The value of the row that it reads. */
  feature: number;
  /** Codes of categories (-1: missing or never seen) for which it is 0; it is 1 for all others. Absent: missing is the least. */
  zero?: readonly number[];
}

/** Below every value, and above. */
export const leastValue = -2 * featureLimit;
export const aboveAll = 2 * featureLimit;

/** By derived value what it is for a value of the row. */
export function derivedReaders(derived: readonly Derived[]): ((value: number) => number)[] {
  return derived.map(({ zero }) => {
    if (!zero) return (value) => (Number.isNaN(value) ? leastValue : value);
    const ones = new Uint8Array(Math.max(-1, ...zero) + 2).fill(1);
    for (const code of zero) ones[code + 1] = 0;
    return (value) => ones[value + 1] ?? 1;
  });
}

/** Row-major [rows, width + derived]. */
export function widened(rows: Float32Array, width: number, derived: readonly Derived[]): Float32Array {
  const readers = derivedReaders(derived);
  const all = width + derived.length;
  const out = new Float32Array((rows.length / width) * all);
  for (let from = 0, to = 0; from < rows.length; from += width, to += all) {
    out.set(rows.subarray(from, from + width), to);
    for (const [i, { feature }] of derived.entries())
      out[to + width + i] = (readers[i] as (value: number) => number)(rows[from + feature] as number);
  }
  return out;
}

/** The same as operators; [batch, width + derived], the derived ones in an order of their own: by number, its place. */
export function widenedOnnx(
  graph: GraphBuilder,
  input: string,
  width: number,
  derived: readonly Derived[],
): { value: string; places: Int32Array } {
  const places = new Int32Array(derived.length);
  const parts = [input];
  let at = width;
  const column = (features: readonly number[]) =>
    graph.node(
      'Gather',
      [input, graph.constant('int64', [features.length], BigInt64Array.from(features, BigInt))],
      {
        axis: 1n,
      },
    );
  const numbers = derived.flatMap(({ zero }, i) => (zero ? [] : [i]));
  if (numbers.length > 0) {
    const values = column(numbers.map((i) => (derived[i] as Derived).feature));
    const least = graph.constant('float', [], Float32Array.of(leastValue), 'leastValue');
    parts.push(
      graph.node('Where', [graph.node('IsNaN', [values]), least, values], {}, { hint: 'missingLeast' }),
    );
    for (const i of numbers) places[i] = at++;
  }
  for (const feature of new Set(derived.flatMap(({ feature: own, zero }) => (zero ? [own] : [])))) {
    const own = derived.flatMap((one, i) => (one.zero && one.feature === feature ? [i] : []));
    const codes = own.reduce((most, i) => Math.max(most, ...(derived[i]?.zero ?? [])), -1) + 3;
    // The last row is of codes that no set names.
    const table = new Uint8Array(codes * own.length).fill(1);
    for (const [k, i] of own.entries()) {
      for (const code of derived[i]?.zero ?? []) table[(code + 1) * own.length + k] = 0;
      places[i] = at++;
    }
    const one = graph.constant('float', [], Float32Array.of(1));
    const last = graph.constant('float', [], Float32Array.of(codes - 1));
    const row = graph.node('Min', [graph.node('Add', [column([feature]), one]), last]);
    const flat = graph.node('Reshape', [row, graph.constant('int64', [1], BigInt64Array.of(-1n))]);
    const index = graph.node('Cast', [flat], { to: castTo('int32') });
    const sets = graph.node('Gather', [graph.constant('uint8', [codes, own.length], table, 'sets'), index], {
      axis: 0n,
    });
    parts.push(graph.node('Cast', [sets], { to: castTo('float') }, { hint: 'inSets' }));
  }
  return {
    value: parts.length > 1 ? graph.node('Concat', parts, { axis: 1n }, { hint: 'asked' }) : input,
    places,
  };
}

/** In one list of numbers: by derived value its feature, how many codes (-1: none), and these. */
export const packDerived = (derived: readonly Derived[]): Float32Array<ArrayBuffer> =>
  Float32Array.from(derived.flatMap(({ feature, zero }) => [feature, zero?.length ?? -1, ...(zero ?? [])]));

export function unpackDerived(packed: ArrayLike<number>): Derived[] {
  const all: Derived[] = [];
  for (let at = 0; at < packed.length; ) {
    const [feature, codes] = [packed[at] as number, packed[at + 1] as number];
    at += 2;
    if (codes < 0) all.push({ feature });
    else {
      all.push({ feature, zero: Array.from({ length: codes }, (_, i) => packed[at + i] as number) });
      at += codes;
    }
  }
  return all;
}
