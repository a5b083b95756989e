/** The data's own division: a column that names the part of every sample. */
const trainParts = new Set(['train', 'training']);
const valParts = new Set(['validation', 'val', 'valid', 'dev']);

export interface Parts {
  train: Uint32Array<ArrayBuffer>;
  val: Uint32Array<ArrayBuffer>;
  /** Whatever has another name. */
  test: Uint32Array<ArrayBuffer>;
  /** How many have none. */
  without: number;
}

export function byParts(parts: readonly (string | null)[]): Parts {
  const found = { train: [] as number[], val: [] as number[], test: [] as number[] };
  let without = 0;
  parts.forEach((part, i) => {
    const name = part?.trim().toLowerCase();
    if (!name) without++;
    else if (trainParts.has(name)) found.train.push(i);
    else if (valParts.has(name)) found.val.push(i);
    else found.test.push(i);
  });
  return {
    train: Uint32Array.from(found.train),
    val: Uint32Array.from(found.val),
    test: Uint32Array.from(found.test),
    without,
  };
}
