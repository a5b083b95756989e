/** What groups are called: by number, the largest of the training rows first. */
export const noGroup = 'no group';

export const groupLabels = (groups: number, withNone: boolean): string[] => [
  ...Array.from({ length: groups }, (_, i) => `group ${i + 1}`),
  ...(withNone ? [noGroup] : []),
];

/** So many rows of each label. */
export function sizesOf(labels: ArrayLike<number>, groups: number): Float64Array {
  const counts = new Float64Array(groups);
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row] as number;
    if (label >= 0) counts[label] = (counts[label] as number) + 1;
  }
  return counts;
}

/** Of each label of before its place once groups are in the order of their sizes, the largest first. */
export function bySize(counts: ArrayLike<number>, groups: number): Int32Array {
  const order = Array.from({ length: groups }, (_, label) => label).sort(
    (a, b) => (counts[b] as number) - (counts[a] as number),
  );
  const places = new Int32Array(groups);
  for (const [place, label] of order.entries()) places[label] = place;
  return places;
}
