/** How far two divisions of the same rows agree: 1 for the same, 0 as by chance (Hubert and Arabie 1985). */
export function adjustedRand(a: ArrayLike<number | string>, b: ArrayLike<number | string>): number {
  const pairs = (count: number) => (count * (count - 1)) / 2;
  const [both, ofA, ofB] = [new Map<string, number>(), new Map<string, number>(), new Map<string, number>()];
  const add = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  for (let i = 0; i < a.length; i++) {
    add(both, `${a[i]}\n${b[i]}`);
    add(ofA, String(a[i]));
    add(ofB, String(b[i]));
  }
  const sum = (counts: Map<string, number>) => [...counts.values()].reduce((all, n) => all + pairs(n), 0);
  const [together, inA, inB] = [sum(both), sum(ofA), sum(ofB)];
  const byChance = (inA * inB) / Math.max(1, pairs(a.length));
  const most = (inA + inB) / 2;
  return most === byChance ? 1 : (together - byChance) / (most - byChance);
}
