/** Byte-pair encoding, the use of it: of the pairs that were learnt the earliest is merged first, leftmost before others. */
import { Heap } from './heap';
import { pairBase } from './learnMerges';

/** What each pair becomes, by the pair; its rank is its place among the merges. */
export type MergeTable = ReadonlyMap<number, { rank: number; id: number }>;

export function mergeTable(merges: readonly number[], tokens: readonly string[]): MergeTable {
  const ids = new Map(tokens.map((token, id) => [token, id]));
  const table = new Map<number, { rank: number; id: number }>();
  for (let i = 0; i < merges.length; i += 2) {
    const [left, right] = [merges[i] as number, merges[i + 1] as number];
    const id = ids.get(`${tokens[left]}${tokens[right]}`);
    if (id !== undefined) table.set(left * pairBase + right, { rank: i / 2, id });
  }
  return table;
}

const placeBase = 2 ** 30;

export function mergeSymbols(given: readonly number[], table: MergeTable): number[] {
  const symbols = [...given];
  const next = symbols.map((_, i) => (i + 1 < symbols.length ? i + 1 : -1));
  const last = symbols.map((_, i) => i - 1);
  // The rank, then the place.
  const heap = new Heap<number>((a, b) => a < b);
  const offer = (at: number): void => {
    const after = next[at] as number;
    if (after < 0) return;
    const merge = table.get((symbols[at] as number) * pairBase + (symbols[after] as number));
    if (merge) heap.push(merge.rank * placeBase + at);
  };
  for (let at = 0; at + 1 < symbols.length; at++) offer(at);
  for (let best = heap.pop(); best !== undefined; best = heap.pop()) {
    const at = best % placeBase;
    const after = next[at] as number;
    if (symbols[at] === -1 || after < 0) continue;
    const merge = table.get((symbols[at] as number) * pairBase + (symbols[after] as number));
    if (!merge || merge.rank !== Math.floor(best / placeBase)) continue;
    symbols[at] = merge.id;
    symbols[after] = -1;
    const beyond = next[after] as number;
    next[at] = beyond;
    if (beyond >= 0) last[beyond] = at;
    offer(at);
    const before = last[at] as number;
    if (before >= 0) offer(before);
  }
  return symbols.filter((symbol) => symbol !== -1);
}
