/**
 * What sets groups apart: of each column how far the rows of a group are from all, in standard deviations. Of texts it is
 * the share of the value that is most frequent in the group, as the share of a coin: (p - q) / √(q (1 - q)).
 */
export interface ToldColumn {
  name: string;
  /** By row; null where missing. Of numbers `numbers` instead. */
  cells?: readonly (string | null)[];
  /** NaN where missing. */
  numbers?: ArrayLike<number>;
}

export interface Trait {
  column: string;
  /** Standard deviations; 0: as all. */
  apart: number;
  /** Of numbers the mean of the group and of all. */
  mean?: { own: number; all: number };
  /** Of texts the value that is most frequent in the group, with its share there and among all. */
  value?: { text: string; own: number; all: number };
}

/** Less than this is no difference to speak of. */
const leastApart = 0.3;
/** Of a value that all or none have else: a coin that never falls is not divided by. */
const leastSpread = 0.05;

/** By group (index into labels) the columns by which it differs most, first those by most. */
export function traitsOf(
  columns: readonly ToldColumn[],
  group: ArrayLike<number>,
  groups: number,
  most = 6,
): Trait[][] {
  const all: Trait[][] = Array.from({ length: groups }, () => []);
  for (const column of columns) {
    const own = column.numbers
      ? numberTraits(column.name, column.numbers, group, groups)
      : textTraits(column.name, column.cells ?? [], group, groups);
    for (const [label, trait] of own.entries())
      if (trait && Math.abs(trait.apart) >= leastApart) all[label]?.push(trait);
  }
  return all.map((traits) => traits.sort((a, b) => Math.abs(b.apart) - Math.abs(a.apart)).slice(0, most));
}

function numberTraits(
  column: string,
  numbers: ArrayLike<number>,
  group: ArrayLike<number>,
  groups: number,
): (Trait | undefined)[] {
  const sums = new Float64Array(groups);
  const counts = new Float64Array(groups);
  let [sum, square, count] = [0, 0, 0];
  for (let row = 0; row < group.length; row++) {
    const value = numbers[row] as number;
    if (!Number.isFinite(value)) continue;
    const label = group[row] as number;
    sums[label] = (sums[label] as number) + value;
    counts[label] = (counts[label] as number) + 1;
    sum += value;
    count++;
  }
  const mean = sum / count;
  for (let row = 0; row < group.length; row++) {
    const value = numbers[row] as number;
    if (Number.isFinite(value)) square += (value - mean) ** 2;
  }
  const spread = Math.sqrt(square / count);
  return Array.from(counts, (own, label) => {
    if (own === 0 || !(spread > 0)) return undefined;
    const ownMean = (sums[label] as number) / own;
    return { column, apart: (ownMean - mean) / spread, mean: { own: ownMean, all: mean } };
  });
}

function textTraits(
  column: string,
  cells: readonly (string | null)[],
  group: ArrayLike<number>,
  groups: number,
): (Trait | undefined)[] {
  const byGroup = Array.from({ length: groups }, () => new Map<string, number>());
  const all = new Map<string, number>();
  const counts = new Float64Array(groups);
  let count = 0;
  for (let row = 0; row < group.length; row++) {
    const cell = cells[row];
    if (cell === null || cell === undefined) continue;
    const label = group[row] as number;
    const own = byGroup[label];
    own?.set(cell, (own.get(cell) ?? 0) + 1);
    all.set(cell, (all.get(cell) ?? 0) + 1);
    counts[label] = (counts[label] as number) + 1;
    count++;
  }
  return byGroup.map((own, label) => {
    const [most] = [...own].sort((a, b) => b[1] - a[1]);
    if (!most || all.size < 2) return undefined;
    const [text, times] = most;
    const [p, q] = [times / (counts[label] as number), (all.get(text) as number) / count];
    const apart = (p - q) / Math.max(leastSpread, Math.sqrt(q * (1 - q)));
    return { column, apart, value: { text, own: p, all: q } };
  });
}
