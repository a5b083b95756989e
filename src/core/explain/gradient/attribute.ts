/** What explainers by gradients have in common: what they are given, and what they find. */
import type { Gradients } from '../explainerDef';

export interface GradientWork {
  /** Prepared, of one sample. */
  sample: Float32Array;
  /** Where nothing is said: of windows what the training's mean is, of tables the mean of background rows. */
  nothing: Float32Array;
  /** Prepared rows of the background, row-major, as many as asked where there are. */
  background(rows: number): Promise<{ rows: number; values: Float32Array }>;
  /** The number that is explained, and how it moves, for rows one behind the other. */
  ask(features: Float32Array, rows: number, at?: string, shares?: Float32Array): Promise<Gradients>;
  /** The number alone, which takes a part of the time. */
  answer(features: Float32Array, rows: number): Promise<Float64Array>;
  /** Rows that are asked about at once. */
  batch: number;
  seed: number;
  /** For a check: need not be finer than it must. */
  rough: boolean;
}

export interface Attributed {
  /** Of each value of the prepared sample; or of each place, its channels together. */
  values: Float64Array;
  /** Rows that the model was asked about. */
  asked: number;
  /** Where the values should add up to: the answer, and what it is compared with. */
  whole?: { answer: number; from: number; rows: number };
}

/** Yields its progress, 0 to 1. */
export type Attribute = (work: GradientWork) => AsyncGenerator<number, Attributed>;

/** Values of rows behind each other, made one by one. */
export function rowsOf(
  count: number,
  size: number,
  fill: (row: Float32Array, i: number) => void,
): Float32Array {
  const all = new Float32Array(count * size);
  for (let i = 0; i < count; i++) fill(all.subarray(i * size, (i + 1) * size), i);
  return all;
}
