/**
 * How nodes of a graph enter a network: each with its surroundings, as [place, edge to place… + value…], the node itself at
 * place 0. Raw, values are those of columns: numbers as they are, of categories which one it is, NaN for missing. Part of
 * a model version.
 */
import type { Column } from '../protocol/dataset';
import { labelsOf } from '../transforms/labelsOf';
import { limited } from '../transforms/featureLimit';
import { safeScale } from '../transforms/scale';
import type { Values } from '../transforms/transformDef';

/** At most so many values of a category are told apart. */
export const mostCategories = 64;

export interface FittedNumber {
  column: string;
  /** Of training nodes. */
  mean: number;
  std: number;
}
export interface FittedCategories {
  column: string;
  categories: string[];
}

export interface FittedGraph {
  /** Nodes that are looked at, with the one in the middle. */
  places: number;
  /** How many edges away they may be. */
  hops: number;
  numbers: FittedNumber[];
  categories: FittedCategories[];
}

/** In the order of raw values. */
export const columnsOf = ({ numbers, categories }: Pick<FittedGraph, 'numbers' | 'categories'>): string[] =>
  [...numbers, ...categories].map(({ column }) => column);

export const widthOf = ({ numbers, categories }: Pick<FittedGraph, 'numbers' | 'categories'>): number =>
  categories.reduce((sum, { categories: { length } }) => sum + length, numbers.length);

export const rawShape = (fitted: FittedGraph): number[] => [
  fitted.places,
  fitted.places + columnsOf(fitted).length,
];

export const graphShape = (fitted: FittedGraph): number[] => [fitted.places, fitted.places + widthOf(fitted)];

/** Fitted on the training nodes, whose values these are; columns without any are left out. */
export function fitNodes(
  columns: readonly Column[],
  values: ReadonlyMap<string, Values>,
): Pick<FittedGraph, 'numbers' | 'categories'> {
  const numbers: FittedNumber[] = [];
  const categories: FittedCategories[] = [];
  for (const { name: column } of columns) {
    const read = values.get(column);
    if (read?.kind === 'number') {
      const known = read.data.filter((value) => !Number.isNaN(value));
      if (known.length === 0) continue;
      const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
      const std = Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length);
      numbers.push({ column, mean: Math.fround(mean), std: Math.fround(safeScale(std, mean)) });
    } else if (read) {
      const counts = new Map<string, number>();
      for (const text of read.data) if (text) counts.set(text, (counts.get(text) ?? 0) + 1);
      const common = [...counts].sort((a, b) => b[1] - a[1]).slice(0, mostCategories);
      if (common.length > 0) categories.push({ column, categories: labelsOf(common.map(([text]) => text)) });
    }
  }
  return { numbers, categories };
}

/** Row-major [nodes, columns]. */
export function rawNodes(
  fitted: FittedGraph,
  values: ReadonlyMap<string, Values>,
  nodes: number,
): Float32Array {
  const columns = columnsOf(fitted);
  const codes = new Map(
    fitted.categories.map(({ column, categories }) => [
      column,
      new Map(categories.map((name, i) => [name, i])),
    ]),
  );
  const raw = new Float32Array(nodes * columns.length);
  for (const [c, column] of columns.entries()) {
    const data = values.get(column)?.data ?? [];
    const code = codes.get(column);
    for (let node = 0; node < nodes; node++) {
      const value = data[node];
      raw[node * columns.length + c] = code
        ? (code.get(String(value)) ?? Number.NaN)
        : ((value as number | undefined) ?? Number.NaN);
    }
  }
  return raw;
}

/** Raw samples as the network takes them, in the float32 arithmetic of the exported graph. */
export function enterNodes(fitted: FittedGraph, raw: Float32Array, rows: number): Float32Array<ArrayBuffer> {
  const { places, numbers, categories } = fitted;
  const from = places + columnsOf(fitted).length;
  const to = places + widthOf(fitted);
  const entered = new Float32Array(rows * places * to);
  for (let line = 0; line < rows * places; line++) {
    const [read, write] = [line * from, line * to];
    entered.set(raw.subarray(read, read + places), write);
    for (const [i, { mean, std }] of numbers.entries()) {
      const value = Math.fround(Math.fround((raw[read + places + i] as number) - mean) / std);
      entered[write + places + i] = Number.isNaN(value) ? 0 : limited(value);
    }
    let at = write + places + numbers.length;
    for (const [i, { categories: names }] of categories.entries()) {
      const code = raw[read + places + numbers.length + i] as number;
      if (Number.isInteger(code) && code >= 0 && code < names.length) entered[at + code] = 1;
      at += names.length;
    }
  }
  return entered;
}
