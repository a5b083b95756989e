/** Parts of a cell put beside each other, in memory that the next cell uses again. */
export class HeldBytes {
  bytes = new Uint8Array(1024);

  /** Puts bytes[from, to) behind the first `held`; answers how many there are now. */
  add(bytes: Uint8Array, from: number, to: number, held: number): number {
    const needed = held + to - from;
    if (needed > this.bytes.length) {
      const longer = new Uint8Array(needed * 2);
      longer.set(this.bytes.subarray(0, held));
      this.bytes = longer;
    }
    this.bytes.set(bytes.subarray(from, to), held);
    return needed;
  }
}
