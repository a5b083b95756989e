/** The entries that are counted most, as many as wanted; of equals the first in the order of code units. */
export function mostFrequent(counts: ReadonlyMap<string, number>, most: number): string[] {
  return [...counts]
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .slice(0, Math.max(0, most))
    .map(([text]) => text);
}
