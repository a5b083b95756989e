/** Decoded pieces by number, those used last, within so many bytes; one is always held. */
export class ByteCache<T> {
  peakBytes = 0;
  private heldBytes = 0;
  private readonly entries = new Map<number, { value: Promise<T>; bytes: number }>();
  private readonly allowedBytes: number;
  private readonly make: (key: number) => Promise<T>;
  private readonly bytesOf: (key: number) => number;

  constructor(allowedBytes: number, bytesOf: (key: number) => number, make: (key: number) => Promise<T>) {
    this.allowedBytes = allowedBytes;
    this.bytesOf = bytesOf;
    this.make = make;
  }

  get(key: number): Promise<T> {
    const known = this.entries.get(key);
    const entry = known ?? { value: this.make(key), bytes: this.bytesOf(key) };
    // Back to the end of the line: the first is the least recently used.
    this.entries.delete(key);
    if (!known) {
      this.makeRoom(entry.bytes);
      this.heldBytes += entry.bytes;
      this.peakBytes = Math.max(this.peakBytes, this.heldBytes);
      // What could not be read is asked for anew next time.
      entry.value.catch(() => {
        if (this.entries.get(key) === entry) this.drop(key);
      });
    }
    this.entries.set(key, entry);
    return entry.value;
  }

  private makeRoom(bytes: number): void {
    for (const key of this.entries.keys()) {
      if (this.heldBytes + bytes <= this.allowedBytes) return;
      this.drop(key);
    }
  }

  private drop(key: number): void {
    this.heldBytes -= this.entries.get(key)?.bytes ?? 0;
    this.entries.delete(key);
  }
}
