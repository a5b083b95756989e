/** An entry that is a gzip file of one file, as what it unpacks to. */
import { bytesText } from '#/core/bytesText';
import { TetradError } from '#/core/protocol/errors';
import { gunzip } from '../gzip/gunzip';
import { type BundleEntry, type BundleLimits, bundleLimits } from './bundle';

const ending = /\.gz$/i;

/** By its name here, by its first bytes when it is read: what is no gzip stays as it is. */
export const unpackedEntry = (entry: BundleEntry, limits: BundleLimits = bundleLimits): BundleEntry =>
  ending.test(entry.path) ? new UnpackedEntry(entry, limits) : entry;

class UnpackedEntry implements BundleEntry {
  readonly path: string;
  readonly bytes: number;
  readonly #packed: BundleEntry;
  readonly #limits: BundleLimits;

  constructor(packed: BundleEntry, limits: BundleLimits) {
    this.#packed = packed;
    this.#limits = limits;
    this.path = packed.path.replace(ending, '');
    this.bytes = packed.bytes;
  }

  async head(most: number): Promise<Uint8Array<ArrayBuffer>> {
    if (!(await this.#isGzip())) return await this.#packed.head(most);
    return await this.#read(most, true);
  }

  async whole(): Promise<Uint8Array<ArrayBuffer>> {
    if (!(await this.#isGzip())) return await this.#packed.whole();
    return await this.#read(this.#limits.entryBytes, false);
  }

  async blob(): Promise<Blob> {
    return (await this.#isGzip()) ? new Blob([await this.whole()]) : await this.#packed.blob();
  }

  async #isGzip(): Promise<boolean> {
    const [first, second] = await this.#packed.head(2);
    return first === 0x1f && second === 0x8b;
  }

  async #read(most: number, isPart: boolean): Promise<Uint8Array<ArrayBuffer>> {
    const { ratio, freeBytes } = this.#limits;
    const file = Object.assign((await this.#packed.blob()).slice(), { name: this.#packed.path });
    const limits = { mostBytes: Number.POSITIVE_INFINITY, mostRatio: ratio, freeBytes };
    const reader = gunzip(file, limits, { bytesRead: 0, told: [] }).getReader();
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    let got = 0;
    try {
      while (got < most || !isPart) {
        const { done, value } = await reader.read();
        if (done) break;
        pieces.push(value);
        got += value.length;
        if (got > most && !isPart)
          throw new TetradError({
            code: 'unsupported',
            message: `It unpacks to more than the ${bytesText(most)} that are held of one file.`,
            place: this.#packed.path,
            hint: 'Unpack it, and divide it into smaller files.',
          });
      }
    } finally {
      await reader.cancel().catch(() => undefined);
    }
    const bytes = new Uint8Array(got);
    let at = 0;
    for (const piece of pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    return isPart ? bytes.subarray(0, most) : bytes;
  }
}
