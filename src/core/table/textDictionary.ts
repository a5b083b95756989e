/**
 * The distinct texts of one column of one chunk, in order of first appearance. Readers look texts up by
 * their bytes, so a repeated cell never becomes a string.
 */
import { ByteKeys, grown } from './byteKeys';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const windows1252 = new TextDecoder('windows-1252');
const longestDirectBytes = 256;

/** Bytes that are not UTF-8 are read as Windows-1252, and `onBadBytes` is told. */
export function decodeText(bytes: Uint8Array, start: number, end: number, onBadBytes?: () => void): string {
  let ascii = end - start <= longestDirectBytes;
  for (let i = start; ascii && i < end; i++) if ((bytes[i] as number) > 0x7f) ascii = false;
  const cell = bytes.subarray(start, end);
  if (ascii) return String.fromCharCode.apply(null, cell as unknown as number[]);
  try {
    return utf8.decode(cell);
  } catch {
    onBadBytes?.();
    return windows1252.decode(cell);
  }
}

export class TextDictionary {
  readonly entries: string[] = [];
  /** Of the first entries; the others were added by whoever knew them to be new. */
  #codes = new Map<string, number>();
  #mapped = 0;
  #keys = new ByteKeys();
  #keyCodes = new Int32Array(64);

  /** Of a text that is none of the entries. */
  addNew(text: string): number {
    return this.entries.push(text) - 1;
  }

  codeOf(text: string): number {
    for (; this.#mapped < this.entries.length; this.#mapped++)
      this.#codes.set(this.entries[this.#mapped] as string, this.#mapped);
    let code = this.#codes.get(text);
    if (code === undefined) {
      code = this.entries.push(text) - 1;
      this.#codes.set(text, code);
      this.#mapped++;
    }
    return code;
  }

  codeOfBytes(bytes: Uint8Array, start: number, end: number, onBadBytes?: () => void): number {
    const known = this.#keys.size;
    const key = this.#keys.keyOf(bytes, start, end);
    if (key < known) return this.#keyCodes[key] as number;
    if (key === this.#keyCodes.length) this.#keyCodes = grown(this.#keyCodes, key * 2);
    return (this.#keyCodes[key] = this.codeOf(decodeText(bytes, start, end, onBadBytes)));
  }
}
