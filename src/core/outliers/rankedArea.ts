/** Chance that an odd row has a higher score than a usual one: the area under the ROC curve. Equal scores count half. */
export function rankedArea(scores: ArrayLike<number>, isOdd: ArrayLike<boolean>): number {
  const order = Array.from(scores, (_, row) => row).sort(
    (a, b) => (scores[a] as number) - (scores[b] as number),
  );
  let [ranks, odd] = [0, 0];
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && scores[order[to] as number] === scores[order[from] as number]) to++;
    for (let at = from; at < to; at++)
      if (isOdd[order[at] as number]) {
        ranks += (from + to + 1) / 2;
        odd++;
      }
    from = to;
  }
  return (ranks - (odd * (odd + 1)) / 2) / (odd * (order.length - odd));
}
