/** A share with the interval that holds the true one in 95 of 100 cases (Wilson 1927): right for few cases and near 0 or 1. */
export interface ShareWithInterval {
  share: number;
  low: number;
  high: number;
  of: number;
}

const z = 1.959963984540054;

export function wilsonInterval(successes: number, of: number): ShareWithInterval {
  if (of === 0) return { share: Number.NaN, low: 0, high: 1, of };
  const share = successes / of;
  const spread = z * Math.sqrt((share * (1 - share) + z ** 2 / (4 * of)) / of);
  const centre = share + z ** 2 / (2 * of);
  const scale = 1 + z ** 2 / of;
  return {
    share,
    low: Math.max(0, (centre - spread) / scale),
    high: Math.min(1, (centre + spread) / scale),
    of,
  };
}
