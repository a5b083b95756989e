/** What is kept of a column to compare it later: how its values are spread, in bounded memory. */
import type { Distribution } from './distribution';

export type Float64 = Float64Array<ArrayBuffer>;

interface Seen {
  name: string;
  /** Rows, and how many of them have no value. */
  count: number;
  missing: number;
}

export interface NumberSketch extends Seen {
  form: 'number';
  /** Epoch ms. */
  date?: boolean;
  /** 0 and 1. */
  truth?: boolean;
  /** Of all values; NaN where there is none. */
  min: number;
  max: number;
  mean: number;
  std: number;
  /** Of a uniform sample of them. */
  spread: Distribution;
}

export interface CategorySketch extends Seen {
  form: 'category';
  /** Most frequent first. */
  labels: string[];
  counts: Float64;
  /** Values of other labels, by a hash of the label. */
  rest: Float64;
  /** Labels that occur once: so many of as many rows more are labels that did not occur (Good 1953). */
  once: number;
  /** Hashes of all labels; undefined where there were too many to tell what is new. */
  known?: ReadonlySet<number>;
}

export type ColumnSketch = NumberSketch | CategorySketch;

export const restBuckets = 32;

/** FNV-1a over the UTF-16 units, 32 bits. */
export function hashLabel(label: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < label.length; i++) hash = Math.imul(hash ^ label.charCodeAt(i), 0x01000193);
  return hash | 0;
}
export const bucketOf = (label: string): number =>
  ((hashLabel(label) >>> 7) ^ hashLabel(label)) & (restBuckets - 1);

export const present = ({ count, missing }: Seen): number => count - missing;
