/** Memory for values of a column that do not lie in their page as the machine wants them; used again for the next of them. */
const memoryUnit = 65_536;

export class PageMemory {
  #values = new Uint8Array(0);

  /** A copy, until the next is asked for. */
  aligned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
    if (this.#values.length < bytes.length)
      this.#values = new Uint8Array(Math.ceil(bytes.length / memoryUnit) * memoryUnit);
    this.#values.set(bytes);
    return this.#values;
  }
}
