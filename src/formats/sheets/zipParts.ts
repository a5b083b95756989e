/** The parts of a document that is a zip archive, each as it streams out, held to what is said of it. */
import { bytesText } from '#/core/bytesText';
import { TetradError } from '#/core/protocol/errors';
import { bundleLimits } from '../bundle/bundle';
import { stored, type ZipListed, zipDirectory } from '../bundle/zipDirectory';
import { XmlScanner, type XmlHandler } from './xmlScanner';

/** Rows of equal cells shrink to a hundredth; what shrinks to less is made to fill a computer. */
const mostRatio = 400;
const freeBytes = 64 * 1024 * 1024;
const mostBytes = 16 * 1024 ** 3;
const mostParts = 50_000;

export class ZipParts {
  readonly name: string;
  readonly #file: Blob;
  readonly #parts: Map<string, ZipListed>;

  private constructor(file: Blob, name: string, parts: readonly ZipListed[]) {
    this.#file = file;
    this.name = name;
    this.#parts = new Map(parts.map((part) => [part.name.replace(/^\//, ''), part]));
  }

  static async open(file: Blob, name: string): Promise<ZipParts> {
    const named = Object.assign(file.slice(), { name });
    return new ZipParts(
      file,
      name,
      await zipDirectory(named, { ...bundleLimits, entries: mostParts, ratio: 1e9 }),
    );
  }

  get paths(): string[] {
    return [...this.#parts.keys()];
  }

  has(path: string): boolean {
    return this.#parts.has(path);
  }

  bytesOf(path: string): number {
    return this.#parts.get(path)?.bytes ?? 0;
  }

  /** Small parts, whole. */
  async text(path: string, most = 64 * 1024 * 1024): Promise<string> {
    let text = '';
    for await (const piece of this.pieces(path)) {
      text += piece;
      if (text.length > most) throw this.#wrong(path, `It is larger than ${bytesText(most)}.`);
    }
    return text;
  }

  /** `progress` hears the share that was read. */
  async *pieces(path: string, progress?: (share: number) => void): AsyncGenerator<string> {
    const part = this.#parts.get(path);
    if (!part) throw this.#wrong(path, 'It is missing.');
    if (part.refused) throw this.#wrong(path, `It cannot be read: ${part.refused}.`);
    const decoder = new TextDecoder();
    let bytes = 0;
    const reader = (await this.#stream(part)).getReader();
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        bytes += value.length;
        if (bytes > mostBytes || (bytes > freeBytes && bytes > mostRatio * part.packedBytes))
          throw this.#wrong(
            path,
            `It unpacks to more than ${bytes > mostBytes ? bytesText(mostBytes) : `${mostRatio} times its size`}, which files made to fill a computer do.`,
          );
        progress?.(Math.min(1, bytes / Math.max(1, part.bytes)));
        yield decoder.decode(value, { stream: true });
      }
    } catch (cause) {
      if (cause instanceof TetradError) throw cause;
      throw this.#wrong(path, 'Its packed bytes are damaged.', cause);
    } finally {
      await reader.cancel().catch(() => undefined);
    }
    if (bytes !== part.bytes)
      throw this.#wrong(
        path,
        `It unpacks to ${bytes.toLocaleString('en')} bytes instead of ${part.bytes.toLocaleString('en')}.`,
      );
    yield decoder.decode();
  }

  async scan(path: string, handler: XmlHandler): Promise<void> {
    const scanner = new XmlScanner(handler);
    for await (const piece of this.pieces(path)) this.guard(path, () => scanner.push(piece));
    this.guard(path, () => scanner.end());
  }

  /** Whatever goes wrong in its XML is said with its place. */
  guard<T>(path: string, work: () => T): T {
    try {
      return work();
    } catch (cause) {
      if (cause instanceof TetradError) throw cause;
      throw this.#wrong(
        path,
        `It cannot be read${cause instanceof Error ? `: ${cause.message}` : ''}.`,
        cause,
      );
    }
  }

  async #stream(part: ZipListed): Promise<ReadableStream<Uint8Array>> {
    const head = new DataView(await this.#file.slice(part.offset, part.offset + 30).arrayBuffer());
    if (head.byteLength < 30 || head.getUint32(0, true) !== 0x04034b50)
      throw this.#wrong(part.name, 'It does not lie where the archive says.');
    const start = part.offset + 30 + head.getUint16(26, true) + head.getUint16(28, true);
    const packed = this.#file.slice(start, start + part.packedBytes).stream() as ReadableStream<
      Uint8Array<ArrayBuffer>
    >;
    return part.method === stored ? packed : packed.pipeThrough(new DecompressionStream('deflate-raw'));
  }

  #wrong(path: string, message: string, cause?: unknown): TetradError {
    return new TetradError(
      {
        code: 'badInput',
        message,
        place: `${this.name}, ${path}`,
        hint: 'Open the file in a spreadsheet program, save it again, and drop that; or save the sheet as CSV.',
      },
      { cause },
    );
  }
}
