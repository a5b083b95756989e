/**
 * Texts of a column that were met, from batch to batch: each is decoded once. Each batch numbers its own texts, so
 * `codes` is there for whoever fills one, and is fresh for the next.
 */
import { ByteKeys, grown } from '#/core/table/byteKeys';
import { decodeText } from '#/core/table/textDictionary';

/** Beyond so many the column hardly repeats itself. */
const mostKeys = 65_536;
const mostBytes = 4 * 1024 * 1024;
/** A text that has no code yet. */
export const noCode = -2;

export class KnownTexts {
  #keys = new ByteKeys();
  #texts: string[] = [];
  /** Different bytes may read as one text where they are not UTF-8. */
  #keyOfText = new Map<string, number>();
  #sameAs = new Map<number, number>();
  /** By the key of a text, in the batch that is filled now. */
  codes: Int32Array = new Int32Array(1024).fill(noCode);

  beginBatch(): void {
    if (this.#keys.size > mostKeys || this.#keys.bytes > mostBytes) {
      this.#keys = new ByteKeys();
      this.#texts = [];
      this.#keyOfText = new Map();
      this.#sameAs = new Map();
      this.codes = new Int32Array(1024);
    }
    this.codes.fill(noCode);
  }

  /** Equal for texts that are read as equal. */
  keyOf(bytes: Uint8Array, start: number, end: number, onBadBytes: () => void): number {
    const key = this.#keys.keyOf(bytes, start, end);
    if (key < this.#texts.length) return this.#sameAs.size === 0 ? key : (this.#sameAs.get(key) ?? key);
    const text = decodeText(bytes, start, end, onBadBytes);
    this.#texts.push(text);
    if (key === this.codes.length) {
      this.codes = grown(this.codes, key * 2);
      this.codes.fill(noCode, key);
    }
    const same = this.#keyOfText.get(text);
    if (same === undefined) this.#keyOfText.set(text, key);
    else this.#sameAs.set(key, same);
    return same ?? key;
  }

  textOf(key: number): string {
    return this.#texts[key] as string;
  }
}
