/** How often one may ask: a bucket that fills by the second. Kept of those who asked in the last minute. */
export interface Limits {
  /** 0: go on; else seconds to wait. */
  take(who: string): number;
}

const forgetAfterMs = 60_000;
const mostKnown = 10_000;

export function createLimits(perSecond: number, burst: number, now: () => number = Date.now): Limits {
  const buckets = new Map<string, { left: number; at: number }>();
  return {
    take(who) {
      const at = now();
      const before = buckets.get(who) ?? { left: burst, at };
      const left = Math.min(burst, before.left + ((at - before.at) / 1000) * perSecond);
      buckets.delete(who);
      if (buckets.size >= mostKnown)
        for (const [key, bucket] of buckets)
          if (at - bucket.at > forgetAfterMs || buckets.size >= mostKnown) buckets.delete(key);
          else break;
      buckets.set(who, { left: left >= 1 ? left - 1 : left, at });
      return left >= 1 ? 0 : Math.max(1, Math.ceil((1 - left) / perSecond));
    },
  };
}
