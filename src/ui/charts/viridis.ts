/** The viridis colour map (van der Walt & Smith 2015, public domain) by its values at ninths, blended between. */
const stops = [
  [68, 1, 84],
  [72, 40, 120],
  [62, 74, 137],
  [49, 104, 142],
  [38, 130, 142],
  [31, 158, 137],
  [53, 183, 121],
  [110, 206, 88],
  [181, 222, 43],
  [253, 231, 37],
] as const;

/** `share` from 0 to 1, dark to light. */
export function viridis(share: number): string {
  const at = Math.min(Math.max(share, 0), 1) * (stops.length - 1);
  const below = Math.min(Math.floor(at), stops.length - 2);
  const [low, high] = [stops[below], stops[below + 1]] as [readonly number[], readonly number[]];
  const channels = low.map((value, i) => Math.round(value + ((high[i] as number) - value) * (at - below)));
  return `rgb(${channels.join(' ')})`;
}
