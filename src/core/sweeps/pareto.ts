/** Several objectives, all to be as small as possible: who is beaten by whom, and how much a front covers. */

/** At least as good in all, better in one. */
export const dominates = (a: readonly number[], b: readonly number[]): boolean =>
  a.every((value, at) => value <= (b[at] as number)) && a.some((value, at) => value < (b[at] as number));

/** Indices of the points that none dominates, in their order. */
export const paretoFront = (points: readonly (readonly number[])[]): number[] =>
  points.flatMap((point, at) => (points.some((other) => dominates(other, point)) ? [] : [at]));

/** Of each point its front: 0 dominated by none, 1 by none but those of 0, and so on. */
export function paretoRanks(points: readonly (readonly number[])[]): number[] {
  const ranks = new Array<number>(points.length).fill(-1);
  let left = points.map((_, at) => at);
  for (let rank = 0; left.length > 0; rank++) {
    const front = paretoFront(left.map((at) => points[at] as readonly number[])).map(
      (i) => left[i] as number,
    );
    for (const at of front) ranks[at] = rank;
    left = left.filter((at) => ranks[at] === -1);
  }
  return ranks;
}

/** Volume between the points and a reference that is worse in all; points beyond it count nothing. By slicing (Zitzler 1999). */
export function hypervolume(points: readonly (readonly number[])[], reference: readonly number[]): number {
  const within = points.filter((point) => point.every((value, at) => value < (reference[at] as number)));
  const front = paretoFront(within).map((at) => within[at] as readonly number[]);
  const last = reference.length - 1;
  if (front.length === 0) return 0;
  if (last === 0) return (reference[0] as number) - Math.min(...front.map(([value]) => value as number));
  const slices = front.toSorted((a, b) => (a[last] as number) - (b[last] as number));
  let volume = 0;
  for (const [at, point] of slices.entries()) {
    const depth = ((slices[at + 1] ?? reference)[last] as number) - (point[last] as number);
    if (depth > 0)
      volume +=
        depth *
        hypervolume(
          slices.slice(0, at + 1).map((one) => one.slice(0, last)),
          reference.slice(0, last),
        );
  }
  return volume;
}

/** How far the neighbours of each point are in its front, per objective summed: the ends are infinitely alone (Deb 2002). */
export function crowding(points: readonly (readonly number[])[]): number[] {
  const distance = new Array<number>(points.length).fill(0);
  for (let k = 0; k < (points[0]?.length ?? 0); k++) {
    const order = points
      .map((_, at) => at)
      .sort((a, b) => (points[a]?.[k] as number) - (points[b]?.[k] as number));
    const valueAt = (i: number): number => points[order[i] as number]?.[k] as number;
    const range = valueAt(order.length - 1) - valueAt(0) || 1;
    for (const [i, at] of order.entries())
      distance[at] =
        i === 0 || i === order.length - 1
          ? Number.POSITIVE_INFINITY
          : (distance[at] as number) + (valueAt(i + 1) - valueAt(i - 1)) / range;
  }
  return distance;
}
