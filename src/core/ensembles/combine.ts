/**
 * Several answers to one: what members of an ensemble say of the same rows, in one form, and what becomes of it. Shares
 * of classes are averaged, or pooled as logarithms with a bias for each class; numbers are averaged with a bias.
 */
import { probabilities } from '../train/probabilities';

/** Below, a share counts as this. */
export const leastShare = 1e-7;

/**
 * A number further from the mean of the training rows than so many standard deviations counts as that far: members that
 * are asked of rows far from all they know answer with huge numbers of both signs, whose sum is rounding.
 */
export const farthest = 100;

/**
 * Scores of labels (before they are shared out) count as at most so far from 0, the others in proportion: those of rows far
 * away are of hundreds, whose rounding alone, other in each runtime, would move the shares.
 */
export const surest = 128;

/** Labels that are as likely come in their order, by more than rounding: members that are sure of different ones tie. */
const byOrder = 2e-6;
export const ordered = (labels: number): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length: labels }, (_, label) => -byOrder * label);

export interface Combine {
  /** mean: of shares, or of standardised numbers. pooled: of logarithms of shares, before they are shared out again. */
  how: 'mean' | 'pooled';
  /** One for each member, none below 0. */
  weights: number[];
  /** Of numbers one value, of pooled shares one for each class; absent: nothing is added. */
  bias?: number[];
  /** Of a mean of shares: what its logarithms are taken by, above 1 where it is not sure enough. Absent: 1. */
  sharpness?: number;
}

/** How what a member answers is read. */
export interface MemberReading {
  /** Of classes: for each of the ensemble's labels its place among the member's own, -1 where the member has none. */
  order?: number[];
  /** Of numbers: to the ensemble's standardised ones. */
  scale?: { times: number; plus: number };
}

/** `raw`: row-major [rows, width]. Row-major [rows, labels] shares, or [rows] standardised numbers. */
export function readMember(
  raw: Float32Array,
  rows: number,
  { order, scale }: MemberReading,
): Float32Array<ArrayBuffer> {
  if (!order) {
    const { times, plus } = scale ?? { times: 1, plus: 0 };
    return Float32Array.from(raw, (value) => Math.max(-farthest, Math.min(farthest, value * times + plus)));
  }
  const shares = probabilities(held(raw, rows), raw.length / rows);
  const own = shares.length / rows;
  const read = new Float32Array(rows * order.length);
  for (let row = 0; row < rows; row++)
    for (const [label, place] of order.entries())
      if (place >= 0) read[row * order.length + label] = shares[row * own + place] as number;
  return read;
}

/** Each row's scores within what is counted. */
function held(raw: Float32Array, rows: number): Float32Array {
  const width = raw.length / rows;
  if (width === 1) return raw;
  const own = Float32Array.from(raw);
  for (let row = 0; row < rows; row++) {
    const scores = own.subarray(row * width, (row + 1) * width);
    const most = scores.reduce((so, score) => Math.max(so, Math.abs(score)), surest);
    for (let i = 0; i < width; i++) scores[i] = (scores[i] as number) * (surest / most);
  }
  return own;
}

/** `members`: each row-major [rows, width]. The raw output of the ensemble: logits, or standardised numbers. */
export function combineRows(
  { how, weights, bias, sharpness = 1 }: Combine,
  members: readonly Float32Array[],
  { width, areShares }: { width: number; areShares: boolean },
): Float32Array<ArrayBuffer> {
  const values = members[0]?.length ?? 0;
  const raw = new Float32Array(values);
  const pooled = how === 'pooled';
  const order = ordered(width);
  for (let at = 0; at < values; at++) {
    let sum = 0;
    for (const [i, member] of members.entries()) {
      const value = member[at] as number;
      sum += (weights[i] as number) * (pooled ? Math.log(Math.max(value, leastShare)) : value);
    }
    raw[at] =
      areShares && !pooled
        ? sharpness * (Math.log(Math.max(sum, leastShare)) + (order[at % width] as number))
        : sum + (bias?.[at % width] ?? 0);
  }
  return raw;
}

/** They sum to 1; all the same where they sum to nothing. */
export function asShares(weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  return weights.map((weight) => (sum > 0 ? weight / sum : 1 / weights.length));
}
