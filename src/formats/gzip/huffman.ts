/** Huffman codes of deflate (RFC 1951, section 3.2.2) as tables looked up by the next bits of the stream. */
import { GzipFault } from './gzipFault';

const longest = 15;

export interface CodeTable {
  /** By the next `bits` bits: symbol << 4 | length of its code; 0 = no code begins so. */
  entries: Uint16Array;
  bits: number;
}

export const newTable = (): CodeTable => ({ entries: new Uint16Array(1 << longest), bits: 0 });

const counts = new Uint16Array(longest + 1);
const next = new Uint16Array(longest + 1);

/** The table of the codes whose lengths are given by symbol, written into `table`. */
export function fillTable(table: CodeTable, lengths: Uint8Array): void {
  counts.fill(0);
  for (const length of lengths) counts[length] = (counts[length] as number) + 1;
  counts[0] = 0;
  let bits = longest;
  while (bits > 0 && counts[bits] === 0) bits--;
  let free = 1;
  let code = 0;
  for (let length = 1; length <= longest; length++) {
    free = free * 2 - (counts[length] as number);
    if (free < 0) throw new GzipFault('damaged');
    code = (code + (counts[length - 1] as number)) << 1;
    next[length] = code;
  }
  // Only a lone code may leave others unused.
  if (free > 0 && bits > 1) throw new GzipFault('damaged');
  const { entries } = table;
  const size = 1 << bits;
  entries.fill(0, 0, size);
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol] as number;
    if (length === 0) continue;
    const own = next[length] as number;
    next[length] = own + 1;
    for (let at = reversed(own, length); at < size; at += 1 << length) entries[at] = (symbol << 4) | length;
  }
  table.bits = bits;
}

/** Codes are packed from their first bit on, so the table is looked up by their bits turned round. */
function reversed(code: number, length: number): number {
  let out = 0;
  for (let i = 0; i < length; i++) out |= ((code >> i) & 1) << (length - 1 - i);
  return out;
}
