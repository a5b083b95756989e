/**
 * The distinct texts of one column of one chunk, in order of first appearance. Readers look texts up by
 * their bytes: a hash table over a byte arena, so a repeated cell never becomes a string.
 */
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
  #codes = new Map<string, number>();
  // Byte keys: slot -> key + 1; key -> hash, span in the arena, code.
  #slots = new Int32Array(256);
  #hashes = new Int32Array(64);
  #starts = new Int32Array(64);
  #keyCodes = new Int32Array(64);
  #keys = 0;
  #arena = new Uint8Array(1024);
  #arenaBytes = 0;

  codeOf(text: string): number {
    let code = this.#codes.get(text);
    if (code === undefined) {
      code = this.entries.push(text) - 1;
      this.#codes.set(text, code);
    }
    return code;
  }

  codeOfBytes(bytes: Uint8Array, start: number, end: number, onBadBytes?: () => void): number {
    let hash = 0x811c9dc5 ^ (end - start);
    let at = start;
    // Four bytes a multiplication.
    for (; at + 4 <= end; at += 4) {
      const four =
        (bytes[at] as number) |
        ((bytes[at + 1] as number) << 8) |
        ((bytes[at + 2] as number) << 16) |
        ((bytes[at + 3] as number) << 24);
      hash = Math.imul(hash ^ four, 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    for (; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
    hash ^= hash >>> 15;
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let key = this.#slots[slot] as number; key !== 0; key = this.#slots[slot] as number) {
      if (this.#hashes[key - 1] === hash && this.#equals(key - 1, bytes, start, end))
        return this.#keyCodes[key - 1] as number;
      slot = (slot + 1) & mask;
    }
    const code = this.codeOf(decodeText(bytes, start, end, onBadBytes));
    this.#addKey(hash, slot, bytes, start, end, code);
    return code;
  }

  #equals(key: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.#starts[key] as number;
    const to = key + 1 < this.#keys ? (this.#starts[key + 1] as number) : this.#arenaBytes;
    if (to - from !== end - start) return false;
    for (let i = start, j = from; i < end; i++, j++) if (bytes[i] !== this.#arena[j]) return false;
    return true;
  }

  #addKey(hash: number, slot: number, bytes: Uint8Array, start: number, end: number, code: number) {
    const key = this.#keys++;
    if (key === this.#hashes.length) {
      this.#hashes = grown(this.#hashes, key * 2);
      this.#starts = grown(this.#starts, key * 2);
      this.#keyCodes = grown(this.#keyCodes, key * 2);
    }
    this.#hashes[key] = hash;
    this.#starts[key] = this.#arenaBytes;
    this.#keyCodes[key] = code;
    const needed = this.#arenaBytes + end - start;
    if (needed > this.#arena.length) {
      const arena = new Uint8Array(Math.max(needed, this.#arena.length * 2));
      arena.set(this.#arena);
      this.#arena = arena;
    }
    this.#arena.set(bytes.subarray(start, end), this.#arenaBytes);
    this.#arenaBytes = needed;
    this.#slots[slot] = key + 1;
    if (this.#keys * 2 > this.#slots.length) this.#rehash();
  }

  #rehash() {
    const slots = new Int32Array(this.#slots.length * 4);
    const mask = slots.length - 1;
    for (let key = 0; key < this.#keys; key++) {
      let slot = (this.#hashes[key] as number) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = key + 1;
    }
    this.#slots = slots;
  }
}

function grown(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const out = new Int32Array(length);
  out.set(array);
  return out;
}
