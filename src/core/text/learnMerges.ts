/**
 * Byte-pair encoding, the learning of it (Gage 1994, Sennrich et al. 2016): the neighbours that stand together most
 * often become one symbol, until there are as many as wanted. Counts of pairs are kept up to date as symbols merge, so
 * that each merge costs what it changes. Ties go to the pair of the older symbols: the same texts, the same merges.
 */
import { Heap } from './heap';

export interface CountedWord {
  /** Ids of its symbols. */
  symbols: readonly number[];
  count: number;
}

/** Two ids as one number; ids stay below it. */
export const pairBase = 2 ** 24;

interface Pair {
  key: number;
  count: number;
}

/** Adds to `tokens` what the merges make; returns the merges, flat: left, right, left, right. */
export function learnMerges(
  words: readonly CountedWord[],
  tokens: string[],
  size: number,
  join: (left: string, right: string) => string,
  leastCount = 2,
): number[] {
  const ids = new Map(tokens.map((token, id) => [token, id]));
  const merges: number[] = [];
  const chain = new Chain(words);
  const heap = new Heap<Pair>((a, b) => a.count > b.count || (a.count === b.count && a.key < b.key));
  for (const [key, count] of chain.counts) heap.push({ key, count });
  while (tokens.length < size) {
    const pair = heap.pop();
    if (!pair || pair.count < leastCount) break;
    const count = chain.counts.get(pair.key) ?? 0;
    if (count !== pair.count) {
      if (count >= leastCount) heap.push({ key: pair.key, count });
      continue;
    }
    const left = Math.floor(pair.key / pairBase);
    const right = pair.key % pairBase;
    const token = join(tokens[left] as string, tokens[right] as string);
    const id = ids.get(token) ?? tokens.length;
    if (id === tokens.length) {
      tokens.push(token);
      ids.set(token, id);
    }
    merges.push(left, right);
    for (const key of chain.merge(left, right, id)) {
      const now = chain.counts.get(key) ?? 0;
      if (now >= leastCount) heap.push({ key, count: now });
    }
  }
  return merges;
}

/** The symbols of all words in one row, linked, with where each pair begins. */
class Chain {
  readonly counts = new Map<number, number>();
  private readonly places = new Map<number, number[]>();
  /** -1: swallowed by the symbol before it. */
  private readonly symbols: Int32Array;
  /** Of the word's next and last symbol; -1 for none. */
  private readonly next: Int32Array;
  private readonly last: Int32Array;
  private readonly weight: Float64Array;

  constructor(words: readonly CountedWord[]) {
    const total = words.reduce((sum, word) => sum + word.symbols.length, 0);
    this.symbols = new Int32Array(total);
    this.next = new Int32Array(total).fill(-1);
    this.last = new Int32Array(total).fill(-1);
    this.weight = new Float64Array(total);
    let at = 0;
    for (const { symbols, count } of words)
      for (let i = 0; i < symbols.length; i++, at++) {
        this.symbols[at] = symbols[i] as number;
        this.weight[at] = count;
        if (i === 0) continue;
        this.next[at - 1] = at;
        this.last[at] = at - 1;
        this.add(symbols[i - 1] as number, symbols[i] as number, at - 1);
      }
  }

  private add(left: number, right: number, place: number): number {
    const key = left * pairBase + right;
    this.counts.set(key, (this.counts.get(key) ?? 0) + (this.weight[place] as number));
    const places = this.places.get(key);
    if (places) places.push(place);
    else this.places.set(key, [place]);
    return key;
  }

  private remove(left: number, right: number, place: number): void {
    const key = left * pairBase + right;
    this.counts.set(key, (this.counts.get(key) ?? 0) - (this.weight[place] as number));
  }

  /** The pair becomes `id` wherever it stands; returns the pairs that there are more of now. */
  merge(left: number, right: number, id: number): Set<number> {
    const { symbols, next, last } = this;
    const key = left * pairBase + right;
    const places = this.places.get(key) ?? [];
    this.places.delete(key);
    const grown = new Set<number>();
    for (const at of places) {
      const after = next[at] as number;
      // What stood here has been merged otherwise since.
      if (symbols[at] !== left || after < 0 || symbols[after] !== right) continue;
      const before = last[at] as number;
      const beyond = next[after] as number;
      if (before >= 0) this.remove(symbols[before] as number, left, before);
      if (beyond >= 0) this.remove(right, symbols[beyond] as number, after);
      symbols[at] = id;
      symbols[after] = -1;
      next[at] = beyond;
      if (beyond >= 0) last[beyond] = at;
      if (before >= 0) grown.add(this.add(symbols[before] as number, id, before));
      if (beyond >= 0) grown.add(this.add(id, symbols[beyond] as number, at));
    }
    this.counts.delete(key);
    grown.delete(key);
    return grown;
  }
}
