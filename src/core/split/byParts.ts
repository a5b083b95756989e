/** The data's own division: a column that names the part of every sample. */
export type PartName = 'train' | 'val' | 'test';

export const partWords: ReadonlyMap<string, PartName> = new Map<string, PartName>([
  ['train', 'train'],
  ['training', 'train'],
  ['validation', 'val'],
  ['val', 'val'],
  ['valid', 'val'],
  ['dev', 'val'],
  ['test', 'test'],
  ['testing', 'test'],
  ['holdout', 'test'],
  ['hold-out', 'test'],
]);

export interface Parts extends Record<PartName, Uint32Array<ArrayBuffer>> {
  /** How many have none. */
  without: number;
}

/** Whatever has another name is kept for a test. */
export function byParts(parts: readonly (string | null)[]): Parts {
  const found: Record<PartName, number[]> = { train: [], val: [], test: [] };
  let without = 0;
  parts.forEach((part, i) => {
    const name = part?.trim().toLowerCase();
    if (!name) without++;
    else found[partWords.get(name) ?? 'test'].push(i);
  });
  return {
    train: Uint32Array.from(found.train),
    val: Uint32Array.from(found.val),
    test: Uint32Array.from(found.test),
    without,
  };
}
