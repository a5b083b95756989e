/** Finds where JSON values begin and end in bytes, so that one record at a time can be parsed. */
const quote = 34;
const backslash = 92;

export const isSpace = (c: number | undefined): boolean => c === 32 || c === 10 || c === 13 || c === 9;
const opens = (c: number | undefined): boolean => c === 123 || c === 91;
const closes = (c: number | undefined): boolean => c === 125 || c === 93;

export const deepestJson = 512;

/** The end of the value that starts at `start`; -1 if the bytes end first, -2 if it is nested too deeply. */
export function valueEnd(bytes: Uint8Array, start: number, final: boolean): number {
  let depth = 0;
  let at = start;
  while (at < bytes.length) {
    const c = bytes[at];
    if (c === quote) {
      at++;
      while (at < bytes.length && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1;
      if (at >= bytes.length) return -1;
      at++;
      if (depth === 0) return at;
      continue;
    }
    if (opens(c)) {
      if (++depth > deepestJson) return -2;
    } else if (closes(c)) {
      if (depth === 0) return at; // the end of a bare number before ] or }
      if (--depth === 0) return at + 1;
    } else if (depth === 0 && (c === 44 || c === 58 || isSpace(c))) return at;
    at++;
  }
  return final && depth === 0 && at > start ? at : -1;
}

/** Looks no further than `to`: on one long line a search for the next newline would cost all of it. */
export function countNewlines(bytes: Uint8Array, from: number, to: number): number {
  let lines = 0;
  for (let at = from; at < to; at++) if (bytes[at] === 10) lines++;
  return lines;
}
