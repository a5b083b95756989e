/** A threshold for each group, so that a rate comes as near as its scores allow to what all rows have together. */
import { rankScores } from '../stats/rankScores';
import type { Group, JudgedClass } from './classFairness';

type Matched = 'positiveRate' | 'truePositiveRate';

/** `wanted`, the rate. Groups without rows to tell it by keep `otherwise`. */
export function matchedThresholds(
  { scores, isPositive }: JudgedClass,
  groups: readonly Group[],
  rate: Matched,
  wanted: number,
  otherwise: number,
): Map<string, number> {
  return new Map(
    groups.map(({ label, members }) => {
      const ranked = rankScores(
        Float64Array.from(members, (place) => scores[place] as number),
        Uint8Array.from(members, (place) => (isPositive[place] ? 1 : 0)),
      );
      const of = rate === 'positiveRate' ? members.length : ranked.positives;
      if (of === 0) return [label, otherwise];
      // From 1 on nobody is called, but who is told for certain.
      let best = 1;
      let nearest = wanted;
      for (const [i, threshold] of ranked.thresholds.entries()) {
        const found =
          ((ranked.truePositives[i] as number) +
            (rate === 'positiveRate' ? (ranked.falsePositives[i] as number) : 0)) /
          of;
        if (Math.abs(found - wanted) >= nearest) continue;
        nearest = Math.abs(found - wanted);
        best = between(threshold, ranked.thresholds[i + 1]);
      }
      return [label, best];
    }),
  );
}

/** Half-way to the next score: what is shown rounded still divides the same rows. */
const between = (threshold: number, next: number | undefined): number =>
  next === undefined ? threshold : (threshold + next) / 2;
