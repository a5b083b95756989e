/**
 * Memory of a column that is read page by page, used again for the next of them: pages that are unpacked, values that do
 * not lie as the machine wants them, places in a dictionary. What is handed out is there until the next of its kind is.
 */
const memoryUnit = 65_536;

export class PageMemory {
  #page = new Uint8Array(0);
  #values = new Uint8Array(0);
  #numbers = new Float64Array(0);
  #indices = new Int32Array(0);
  #gaps = new Int32Array(0);

  page(bytes: number): Uint8Array {
    if (this.#page.length < bytes) this.#page = new Uint8Array(enough(bytes));
    return this.#page.subarray(0, bytes);
  }

  /** A copy. */
  aligned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
    if (this.#values.length < bytes.length) this.#values = new Uint8Array(enough(bytes.length));
    this.#values.set(bytes);
    return this.#values;
  }

  numbers(count: number): Float64Array {
    if (this.#numbers.length < count) this.#numbers = new Float64Array(enough(count));
    return this.#numbers.subarray(0, count);
  }

  indices(count: number): Int32Array {
    if (this.#indices.length < count) this.#indices = new Int32Array(enough(count));
    return this.#indices.subarray(0, count);
  }

  gaps(count: number): Int32Array {
    if (this.#gaps.length < count) this.#gaps = new Int32Array(enough(count));
    return this.#gaps;
  }
}

const enough = (count: number): number => Math.ceil(count / memoryUnit) * memoryUnit;
