/** May bytes be a word for missing? By the first two and how many there are, so that hardly a text is looked at twice. */
import { longestMissing, missingTokens } from '#/core/table/cellValue';

/** Bit n: one of n bytes begins so. */
const lengths = new Uint32Array(65_536);
for (const token of missingTokens)
  if (token !== '')
    (lengths[(token.charCodeAt(0) << 8) | (token.charCodeAt(1) || 0)] as number) |= 1 << token.length;

export function mayBeMissing(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  if (length > longestMissing) return false;
  const begin = ((bytes[start] as number) << 8) | (length > 1 ? (bytes[start + 1] as number) : 0);
  return (((lengths[begin] as number) >>> length) & 1) === 1;
}
