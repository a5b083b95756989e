/**
 * How members are combined, learnt from their answers on rows that taught none of them: non-negative weights drawn
 * towards the plain mean, so that few rows cannot do harm. Wolpert (1992), Stacked generalization; Breiman (1996), Stacked
 * regressions, for why no weight may be below 0.
 */
import { type Combine, leastShare } from './combine';
import type { Known } from './greedySelection';

const iterations = 300;
/**
 * Weights are thought to lie within 0.2 of equal ones before any row is seen: one over the square of that. Of numbers within
 * 0.1, which over eight seeds each of diabetes and Friedman's first was better than 0.2 and than 0.05.
 */
const pull = 25;
const numberPull = 100;
/** A bias for each class takes so many rows of each. */
const rowsPerBias = 10;

export function fitStack(members: readonly Float32Array[], known: Known): Combine {
  return known.labels > 0 ? poolShares(members, known) : sumNumbers(members, known);
}

/** Non-negative ridge regression by coordinates, with a free bias; how strongly it is drawn depends on what is left unsaid. */
function sumNumbers(members: readonly Float32Array[], { truth }: Known): Combine {
  const rows = truth.length;
  const means = members.map((member) => meanOf(member, rows));
  const mean = meanOf(truth, rows);
  const centred = members.map((member, i) =>
    Float64Array.from({ length: rows }, (_, row) => (member[row] as number) - (means[i] as number)),
  );
  const target = Float64Array.from({ length: rows }, (_, row) => (truth[row] as number) - mean);
  const free = byCoordinates(centred, target, 1e-9 * rows);
  const weights = byCoordinates(
    centred,
    target,
    (numberPull * free.left) / Math.max(1, rows - members.length),
  ).weights;
  const said = weights.reduce((sum, weight, i) => sum + weight * (means[i] as number), 0);
  return { how: 'mean', weights, bias: [mean - said] };
}

function meanOf(values: ArrayLike<number>, rows: number): number {
  let sum = 0;
  for (let row = 0; row < rows; row++) sum += values[row] as number;
  return sum / rows;
}

/** Of centred members; `left`: the sum of the squared errors. */
function byCoordinates(
  members: readonly Float64Array[],
  target: Float64Array,
  ridge: number,
): { weights: number[]; left: number } {
  const rows = target.length;
  const even = 1 / members.length;
  const weights = members.map(() => even);
  const left = target.map(
    (value, row) => value - even * members.reduce((sum, own) => sum + (own[row] as number), 0),
  );
  const sizes = members.map((own) => own.reduce((sum, value) => sum + value * value, 0));
  for (let pass = 0; pass < iterations; pass++) {
    let moved = 0;
    for (const [i, own] of members.entries()) {
      const before = weights[i] as number;
      let along = 0;
      for (let row = 0; row < rows; row++) along += (own[row] as number) * (left[row] as number);
      const size = sizes[i] as number;
      const after = Math.max(0, (along + size * before + ridge * even) / (size + ridge));
      if (after === before) continue;
      for (let row = 0; row < rows; row++)
        left[row] = (left[row] as number) - (after - before) * (own[row] as number);
      weights[i] = after;
      moved = Math.max(moved, Math.abs(after - before));
    }
    if (moved < 1e-9) break;
  }
  return { weights, left: left.reduce((sum, error) => sum + error * error, 0) };
}

/** Projected gradient with a step that halves until it helps; convex, so where it ends is the end. */
function poolShares(members: readonly Float32Array[], known: Known): Combine {
  const { truth, labels } = known;
  const rows = truth.length;
  const count = members.length;
  const logs = members.map((member) => Float64Array.from(member, (p) => Math.log(Math.max(p, leastShare))));
  const biased = rows >= rowsPerBias * labels;
  const size = count + (biased ? labels : 0);
  const share = new Float64Array(labels);
  const judge = (at: Float64Array, slope?: Float64Array): number => {
    slope?.fill(0);
    let loss = 0;
    for (let row = 0; row < rows; row++) {
      let highest = Number.NEGATIVE_INFINITY;
      for (let k = 0; k < labels; k++) {
        let sum = biased ? (at[count + k] as number) : 0;
        for (let i = 0; i < count; i++) sum += (at[i] as number) * (logs[i]?.[row * labels + k] as number);
        share[k] = sum;
        highest = Math.max(highest, sum);
      }
      let all = 0;
      for (let k = 0; k < labels; k++) {
        share[k] = Math.exp((share[k] as number) - highest);
        all += share[k] as number;
      }
      const known = truth[row] as number;
      loss -= Math.log(Math.max((share[known] as number) / all, Number.MIN_VALUE));
      if (!slope) continue;
      for (let k = 0; k < labels; k++) {
        const over = (share[k] as number) / all - (k === known ? 1 : 0);
        if (biased) slope[count + k] = (slope[count + k] as number) + over;
        for (let i = 0; i < count; i++)
          slope[i] = (slope[i] as number) + over * (logs[i]?.[row * labels + k] as number);
      }
    }
    for (let i = 0; i < size; i++) {
      const off = (at[i] as number) - (i < count ? 1 / count : 0);
      loss += (pull / 2) * off * off;
      if (slope) slope[i] = ((slope[i] as number) + pull * off) / rows;
    }
    return loss / rows;
  };
  let at = Float64Array.from({ length: size }, (_, i) => (i < count ? 1 / count : 0));
  const slope = new Float64Array(size);
  let loss = judge(at, slope);
  let step = 1;
  for (let pass = 0; pass < iterations; pass++) {
    const next = at.map((value, i) => {
      const moved = value - step * (slope[i] as number);
      return i < count ? Math.max(0, moved) : moved;
    });
    const found = judge(next);
    if (found > loss - 1e-12) {
      step /= 2;
      if (step < 1e-7) break;
      continue;
    }
    at = next;
    loss = judge(at, slope);
    step *= 1.5;
  }
  return {
    how: 'pooled',
    weights: [...at.subarray(0, count)],
    ...(biased && { bias: [...at.subarray(count)] }),
  };
}
