/**
 * What members come to together on rows that taught none of them, weighed each time by the other rows: how good the weights
 * are, without the flattery of those rows that they were learnt from.
 */
import { type Combine, combineRows } from './combine';
import type { Known } from './greedySelection';

const parts = 5;

/** `members`: row-major [rows, labels] shares, or [rows] numbers. Raw outputs of all rows, row-major. */
export function crossFitted(
  members: readonly Float32Array[],
  { truth, labels }: Known,
  fit: (members: readonly Float32Array[], known: Known) => Combine,
): Float32Array<ArrayBuffer> {
  const rows = truth.length;
  const width = labels || 1;
  const whole = new Float32Array(rows * width);
  const places = Array.from({ length: rows }, (_, row) => row);
  const take = (of: readonly number[]) =>
    members.map((member) => {
      const own = new Float32Array(of.length * width);
      for (const [at, row] of of.entries())
        own.set(member.subarray(row * width, (row + 1) * width), at * width);
      return own;
    });
  for (let part = 0; part < Math.min(parts, rows); part++) {
    const held = places.filter((row) => row % parts === part);
    const others = places.filter((row) => row % parts !== part);
    const combine = fit(take(others), { truth: others.map((row) => truth[row] as number), labels });
    const raw = combineRows(combine, take(held), { width, areShares: labels > 0 });
    for (const [at, row] of held.entries())
      whole.set(raw.subarray(at * width, (at + 1) * width), row * width);
  }
  return whole;
}
