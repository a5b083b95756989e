/**
 * Which judged rows were learnt from: the same input as the model takes it, and the same target, in a training row.
 * Exact, by a table of row numbers (open addressing) instead of a set of texts: 8 bytes a training row.
 */
import type { Split } from '../../kinds/preparedData';

/** By judged row; undefined where a row is no frame of its own, or is not held. */
export function copiesOf(train: Split, judged: Split): Uint8Array | undefined {
  const [learnt, asked] = [bitsOf(train), bitsOf(judged)];
  if (!learnt || !asked || train.rows === 0 || learnt.width !== asked.width) return undefined;
  const table = new Int32Array(2 ** Math.ceil(Math.log2(train.rows + 1) + 1));
  const mask = table.length - 1;
  const isEqual = (row: number, other: number): boolean => {
    if (learnt.target[row] !== asked.target[other]) return false;
    const [a, b] = [row * learnt.width, other * asked.width];
    for (let i = 0; i < learnt.width; i++)
      if (wordOf(learnt.bits[a + i]) !== wordOf(asked.bits[b + i])) return false;
    return true;
  };
  for (let row = 0; row < train.rows; row++) {
    let at = hashOf(learnt, row) & mask;
    while (table[at]) at = (at + 1) & mask;
    table[at] = row + 1;
  }
  return Uint8Array.from({ length: judged.rows }, (_, row) => {
    let at = hashOf(asked, row) & mask;
    for (let found = table[at]; found; found = table[at]) {
      if (isEqual(found - 1, row)) return 1;
      at = (at + 1) & mask;
    }
    return 0;
  });
}

interface Bits {
  bits: Uint32Array;
  width: number;
  target: Uint32Array;
}

function bitsOf({ rows, features, source, frames, target, targetFrames }: Split): Bits | undefined {
  if (source || frames || targetFrames || rows === 0) return undefined;
  const of = (values: Float32Array | Int32Array) =>
    new Uint32Array(values.buffer, values.byteOffset, values.length);
  return { bits: of(features), width: features.length / rows, target: of(target) };
}

/** Zero has two ways to be written. */
const wordOf = (bits: number | undefined): number => (bits === 0x80000000 ? 0 : (bits ?? 0));

/** FNV-1a over words, then mixed, for its low bits choose the place. */
function hashOf({ bits, width, target }: Bits, row: number): number {
  let hash = 0x811c9dc5 ^ (target[row] as number);
  for (let i = row * width; i < (row + 1) * width; i++) hash = Math.imul(hash ^ wordOf(bits[i]), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
