/** A column of labels as it streams by: counts of the most frequent, the others pooled by a hash, and rows of each. */
import { bucketOf, type CategorySketch, hashLabel, restBuckets } from './sketch';

/** Counted one by one; beyond, a label that was not among them is pooled at once. */
const mostCounted = 20_000;
const mostLabels = 500;
const mostRows = 5;

interface Counted {
  count: number;
  rows: number[];
}

export class CategoryStream {
  #count = 0;
  #missing = 0;
  readonly #name: string;
  readonly #labels = new Map<string, Counted>();
  readonly #rest = new Float64Array(restBuckets);
  #isComplete = true;

  /** `watched`: labels that are counted however many others there are. */
  constructor(name: string, watched: readonly string[] = []) {
    this.#name = name;
    for (const label of watched) this.#labels.set(label, { count: 0, rows: [] });
  }

  /** By a dictionary; -1 = missing. */
  add(codes: Int32Array, dictionary: readonly string[], first: number, rows?: Uint32Array): void {
    this.#count += codes.length;
    const byCode = dictionary.map((label) => ({ label, count: 0, rows: [] as number[] }));
    for (let i = 0; i < codes.length; i++) {
      const own = byCode[codes[i] as number];
      if (!own) this.#missing++;
      else if (own.count++ < mostRows) own.rows.push(rows ? (rows[i] as number) : first + i);
    }
    for (const { label, count, rows } of byCode) if (count > 0) this.#join(label, count, rows);
  }

  #join(label: string, count: number, rows: number[]) {
    const known = this.#labels.get(label);
    if (known) {
      known.count += count;
      if (known.rows.length < mostRows) known.rows.push(...rows.slice(0, mostRows - known.rows.length));
    } else if (this.#labels.size < mostCounted) this.#labels.set(label, { count, rows });
    else {
      this.#isComplete = false;
      (this.#rest[bucketOf(label)] as number) += count;
    }
  }

  sketch(): CategorySketch {
    const seen = [...this.#labels].filter(([, { count }]) => count > 0);
    const sorted = seen.sort((a, b) => b[1].count - a[1].count || (a[0] < b[0] ? -1 : 1));
    const kept = sorted.slice(0, mostLabels);
    const rest = this.#rest.slice();
    for (const [label, { count }] of sorted.slice(mostLabels)) (rest[bucketOf(label)] as number) += count;
    return {
      form: 'category',
      name: this.#name,
      count: this.#count,
      missing: this.#missing,
      labels: kept.map(([label]) => label),
      counts: Float64Array.from(kept, ([, { count }]) => count),
      rest,
      once: sorted.filter(([, { count }]) => count === 1).length,
      ...(this.#isComplete && { known: new Set(sorted.map(([label]) => hashLabel(label))) }),
    };
  }

  get present(): number {
    return this.#count - this.#missing;
  }

  /** Every label that was counted, with how often; and the others by bucket. */
  counted(): { labels: Map<string, number>; rest: Float64Array } {
    return {
      labels: new Map([...this.#labels].map(([label, { count }]) => [label, count])),
      rest: this.#rest,
    };
  }

  /** The first rows with a label. */
  rowsOf(label: string): readonly number[] {
    return this.#labels.get(label)?.rows ?? [];
  }

  /** Labels that the other side never had: how often, which, and rows of them. */
  fresh(known: ReadonlySet<number>): { count: number; labels: string[]; rows: number[] } {
    const found = [...this.#labels]
      .filter(([label, { count }]) => count > 0 && !known.has(hashLabel(label)))
      .sort((a, b) => b[1].count - a[1].count);
    return {
      count: found.reduce((sum, [, { count }]) => sum + count, 0),
      labels: found.slice(0, 3).map(([label]) => label),
      rows: found.flatMap(([, { rows }]) => rows).slice(0, 10),
    };
  }
}
