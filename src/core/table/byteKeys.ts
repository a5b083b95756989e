/** Numbers texts by their bytes, from 0, in order of first appearance: a hash table over one buffer of all their bytes. */
export class ByteKeys {
  // Slot -> key + 1; key -> its hash, where its bytes begin.
  #slots = new Int32Array(256);
  #hashes = new Int32Array(64);
  #starts = new Int32Array(64);
  #arena = new Uint8Array(1024);
  size = 0;
  /** Of all texts. */
  bytes = 0;

  /** A text that is new gets the number `size` has before. */
  keyOf(bytes: Uint8Array, start: number, end: number): number {
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
      if (this.#hashes[key - 1] === hash && this.#equals(key - 1, bytes, start, end)) return key - 1;
      slot = (slot + 1) & mask;
    }
    return this.#add(hash, slot, bytes, start, end);
  }

  #equals(key: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.#starts[key] as number;
    const to = key + 1 < this.size ? (this.#starts[key + 1] as number) : this.bytes;
    if (to - from !== end - start) return false;
    const arena = this.#arena;
    for (let i = start, j = from; i < end; i++, j++) if (bytes[i] !== arena[j]) return false;
    return true;
  }

  #add(hash: number, slot: number, bytes: Uint8Array, start: number, end: number): number {
    const key = this.size++;
    if (key === this.#hashes.length) {
      this.#hashes = grown(this.#hashes, key * 2);
      this.#starts = grown(this.#starts, key * 2);
    }
    this.#hashes[key] = hash;
    this.#starts[key] = this.bytes;
    const needed = this.bytes + end - start;
    if (needed > this.#arena.length) {
      const arena = new Uint8Array(Math.max(needed, this.#arena.length * 2));
      arena.set(this.#arena);
      this.#arena = arena;
    }
    this.#arena.set(bytes.subarray(start, end), this.bytes);
    this.bytes = needed;
    this.#slots[slot] = key + 1;
    if (this.size * 2 > this.#slots.length) this.#rehash();
    return key;
  }

  #rehash() {
    const slots = new Int32Array(this.#slots.length * 4);
    const mask = slots.length - 1;
    for (let key = 0; key < this.size; key++) {
      let slot = (this.#hashes[key] as number) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = key + 1;
    }
    this.#slots = slots;
  }
}

export function grown(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const out = new Int32Array(length);
  out.set(array);
  return out;
}
