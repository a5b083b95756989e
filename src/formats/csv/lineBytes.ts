/** Bytes at the ends of lines and cells, and at the start of a remark. */
export const LF = 10;
export const CR = 13;
export const space = 32;
export const tab = 9;
export const hash = 35;

/** Behind the newline at `at`; -1 where its second byte may be missing yet. */
export function afterLine(bytes: Uint8Array, at: number, end: number, final: boolean): number {
  if (at === end) return at;
  if (bytes[at] === LF) return at + 1;
  if (at + 1 === end && bytes[at] === CR && !final) return -1;
  return bytes[at] === CR && at + 1 < end && bytes[at + 1] === LF ? at + 2 : at + 1;
}

export const isBlank = (c: number): boolean => c === space || c === tab || c === LF || c === CR;

/** Where the delimiter or the end of the line stands. */
export function endOfCell(bytes: Uint8Array, start: number, end: number, delimiter: number): number {
  for (let at = start; at < end; at++) {
    const c = bytes[at] as number;
    if (c === delimiter || c === LF || c === CR) return at;
  }
  return end;
}
