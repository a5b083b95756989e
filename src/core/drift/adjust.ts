/** Probabilities of many tests at once, so that what is called different is so by chance in few looks at all of them. */

export const corrections = ['holm', 'benjaminiHochberg'] as const;
/** holm: one false alarm among all columns at most with probability alpha. benjaminiHochberg: of the alarms a share of alpha is false. */
export type Correction = (typeof corrections)[number];

/** In the order given; what is not tested is left out by the caller. */
export function adjusted(pValues: readonly number[], how: Correction): number[] {
  const count = pValues.length;
  const order = pValues.map((_, i) => i).sort((i, j) => (pValues[i] as number) - (pValues[j] as number));
  const found: number[] = Array.from({ length: count }, () => 1);
  let last = how === 'holm' ? 0 : 1;
  if (how === 'holm')
    for (const [rank, i] of order.entries()) {
      last = Math.max(last, Math.min(1, (count - rank) * (pValues[i] as number)));
      found[i] = last;
    }
  else
    for (const [rank, i] of [...order.entries()].reverse()) {
      last = Math.min(last, ((pValues[i] as number) * count) / (rank + 1));
      found[i] = last;
    }
  return found;
}
