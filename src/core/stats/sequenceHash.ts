/** A hash of 64 bits of a sequence that comes batch by batch: equal for equal sequences, however they are cut. */
import { hashLoopsFor } from './hashLoops';

const lanes = 4;

export class SequenceHash {
  readonly #state = Int32Array.from({ length: 2 * lanes }, (_, i) =>
    i < lanes ? 0x811c9dc5 ^ i : 0x2545f491 + i,
  );

  #count = 0;

  addAll(words: Int32Array): void {
    const loops = hashLoopsFor(Math.ceil(words.length / 2));
    if (!loops) return this.#mix(words);
    const start = -this.#count & (lanes - 1);
    const end = start + ((words.length - start) & -lanes);
    this.#mix(words.subarray(0, start));
    loops.mixWords(this.#state, words.subarray(start, end));
    this.#count += end - start;
    this.#mix(words.subarray(end));
  }

  addNumbers(values: Float64Array): void {
    this.addAll(new Int32Array(values.buffer, values.byteOffset, values.length * 2));
  }

  text(): string {
    let [a, b] = [0x811c9dc5, 0x2545f491];
    this.#state.forEach((word, i) => {
      a = Math.imul(a ^ word, 0x01000193);
      b = Math.imul((b ^ word) + i, 0x9e3779b1);
      b = (b << 13) | (b >>> 19);
    });
    return `${a >>> 0}:${b >>> 0}`;
  }

  /** As the module does, word by word. */
  #mix(words: Int32Array) {
    const state = this.#state;
    for (let i = 0; i < words.length; i++) {
      const word = words[i] as number;
      const lane = this.#count++ & (lanes - 1);
      state[lane] = Math.imul((state[lane] as number) ^ word, 0x01000193);
      const mixed = Math.imul((state[lane + lanes] as number) ^ word, 0x9e3779b1);
      state[lane + lanes] = (mixed << 13) | (mixed >>> 19);
    }
  }
}
