/** A small seeded generator (mulberry32) for the generated samples. */
export function sampleRandom(seed: number) {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    uniform,
    /** Box and Muller. */
    normal: (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    chance: (p: number): boolean => uniform() < p,
    /** One of the entries, each as likely as its second element says. */
    pick: <E extends readonly [string, number, ...unknown[]]>(entries: readonly E[]): E => {
      let left = uniform() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      for (const entry of entries) {
        left -= entry[1];
        if (left < 0) return entry;
      }
      return entries[0] as E;
    },
  };
}
