/** Pages of a database file, read in neighbourhoods and kept for a while; texts in the encoding of the database. */
import { TetradError } from '#/core/protocol/errors';

const windowBytes = 1024 * 1024;
const windowsKept = 16;

export class Pager {
  readonly name: string;
  readonly pageSize: number;
  /** Without what is reserved at the end of each. */
  readonly usable: number;
  readonly pages: number;
  readonly #file: Blob;
  readonly #decoder: TextDecoder;
  readonly #windows = new Map<number, Promise<Uint8Array>>();
  readonly #perWindow: number;

  private constructor(file: Blob, name: string, header: DataView) {
    this.name = name;
    this.#file = file;
    const size = header.getUint16(16);
    this.pageSize = size === 1 ? 65_536 : size;
    this.usable = this.pageSize - header.getUint8(20);
    this.pages = Math.floor(file.size / this.pageSize);
    this.#perWindow = Math.max(1, Math.floor(windowBytes / this.pageSize));
    const encoding = header.getUint32(56);
    this.#decoder = new TextDecoder(encoding === 2 ? 'utf-16le' : encoding === 3 ? 'utf-16be' : 'utf-8');
  }

  static async open(file: Blob, name: string): Promise<Pager> {
    const header = new DataView(await file.slice(0, 100).arrayBuffer());
    const bad = (what: string) =>
      new TetradError({
        code: 'badInput',
        message: `The SQLite database cannot be read: ${what}.`,
        place: name,
        hint: 'It is damaged or cut short: copy it again, best with “sqlite3 old.db ".backup new.db"”.',
      });
    if (header.byteLength < 100) throw bad('it is shorter than its header');
    const pager = new Pager(file, name, header);
    const { pageSize } = pager;
    if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0 || pager.usable < 480)
      throw bad(`its pages cannot be ${pageSize} bytes long`);
    if (pager.pages < 1) throw bad('it ends in its first page');
    const said = header.getUint32(28);
    const isSaid = said > 0 && header.getUint32(24) === header.getUint32(92);
    if (isSaid && said > pager.pages)
      throw bad(
        `it should have ${said.toLocaleString('en')} pages, but ends after ${pager.pages.toLocaleString('en')}`,
      );
    return pager;
  }

  /** From 1. The first begins with the header of the file. */
  async page(number: number): Promise<Uint8Array> {
    if (!(number >= 1 && number <= this.pages)) throw new Error(`there is no page ${number}`);
    const window = Math.floor((number - 1) / this.#perWindow);
    let bytes = this.#windows.get(window);
    if (!bytes) {
      const start = window * this.#perWindow * this.pageSize;
      bytes = this.#file
        .slice(start, start + this.#perWindow * this.pageSize)
        .arrayBuffer()
        .then((buffer) => new Uint8Array(buffer));
      this.#windows.set(window, bytes);
      const [oldest] = this.#windows.keys();
      if (this.#windows.size > windowsKept && oldest !== undefined) this.#windows.delete(oldest);
    }
    const at = ((number - 1) % this.#perWindow) * this.pageSize;
    return (await bytes).subarray(at, at + this.pageSize);
  }

  text(bytes: Uint8Array): string {
    return this.#decoder.decode(bytes);
  }
}
