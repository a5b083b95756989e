import { type Distribution, shareUpTo } from './distribution';

/** The earth mover's distance of two spreads of numbers, in their own unit: the area between the cumulative shares. */
export function wasserstein(a: Distribution, b: Distribution): number {
  const places = Float64Array.from([...a.values, ...b.values]).sort();
  let area = 0;
  for (let i = 1; i < places.length; i++) {
    const [from, to] = [places[i - 1] as number, places[i] as number];
    if (to === from) continue;
    const before = shareUpTo(a, from) - shareUpTo(b, from);
    // Where only some ranks are known the share rises between them: its middle stands for the stretch.
    const apart = a.exact && b.exact ? before : (before + justBelow(a, to) - justBelow(b, to)) / 2;
    area += Math.abs(apart) * (to - from);
  }
  return area;
}

/** The share below `value`, as the stretch before it ends. */
function justBelow(distribution: Distribution, value: number): number {
  const { values, atMost, exact } = distribution;
  if (!exact) return shareUpTo(distribution, value);
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? 0 : (atMost[low - 1] as number) / (atMost[atMost.length - 1] as number);
}
