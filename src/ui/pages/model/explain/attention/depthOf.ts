/** How deep a share is coloured: the least not at all (0), the largest fully (1). */
export function depthOf(shares: Float64Array): (token: number) => number {
  const least = Math.min(...shares);
  const range = Math.max(Math.max(...shares) - least, Number.MIN_VALUE);
  return (token) => Number((((shares[token] as number) - least) / range).toFixed(3));
}
