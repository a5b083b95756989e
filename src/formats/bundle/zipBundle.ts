/** The files in a zip archive. Neighbours are read from the disk in one piece; each is checked against its check sum. */
import { TetradError } from '#/core/protocol/errors';
import type { Slices } from '#/core/protocol/slices';
import { crc32 } from '#/core/crc32';
import { BlobWindow } from './blobWindow';
import { type Bundle, type BundleEntry, type BundleLimits, bundleLimits } from './bundle';
import { LeftOut } from './leftOut';
import { listEntries } from './listEntries';
import { requireRoom } from './requireRoom';
import { stored, zipDirectory, type ZipListed } from './zipDirectory';

const localBytes = 30;

export async function zipBundle(file: Slices, limits: BundleLimits = bundleLimits): Promise<Bundle> {
  const leftOut = new LeftOut();
  const window = new BlobWindow(file);
  const listed = (await zipDirectory(file, limits)).toSorted((a, b) => a.offset - b.offset);
  const entries = listEntries(
    listed,
    leftOut,
    (one, path) => new ZipEntry({ file, window, limits }, one, path),
  );
  return {
    name: file.name,
    holder: 'zip',
    fileBytes: file.size,
    entries,
    leaveOut: (path, why) => leftOut.add(path, why),
    told: () => leftOut.issues(),
  };
}

interface Archive {
  file: Slices;
  window: BlobWindow;
  limits: BundleLimits;
}

class ZipEntry implements BundleEntry {
  readonly path: string;
  readonly bytes: number;
  readonly #archive: Archive;
  readonly #listed: ZipListed;

  constructor(archive: Archive, listed: ZipListed, path: string) {
    this.path = path;
    this.bytes = listed.bytes;
    this.#archive = archive;
    this.#listed = listed;
  }

  async head(most: number): Promise<Uint8Array<ArrayBuffer>> {
    const wanted = Math.min(most, this.bytes);
    const start = await this.#start();
    const { method, packedBytes } = this.#listed;
    if (method === stored) return await this.#archive.window.read(start, wanted);
    // Rarely is a file packed to more than it was.
    const packed = await this.#archive.window.read(start, Math.min(packedBytes, wanted + 1024));
    return await this.#inflate(packed, wanted, true);
  }

  async whole(): Promise<Uint8Array<ArrayBuffer>> {
    requireRoom(this.bytes, this.#archive.limits, this.#place);
    const { method, packedBytes, crc } = this.#listed;
    const packed = await this.#archive.window.read(await this.#start(), packedBytes);
    if (packed.length < packedBytes) throw this.#damaged('The archive ends in the middle of it.');
    const bytes = method === stored ? packed : await this.#inflate(packed, this.bytes, false);
    if (bytes.length !== this.bytes)
      throw this.#damaged(`It does not unpack to the ${this.bytes.toLocaleString('en')} bytes it claims.`);
    if (crc32(bytes) !== crc) throw this.#damaged('Its bytes do not match their check sum.');
    return bytes;
  }

  async blob(): Promise<Blob> {
    const { file } = this.#archive;
    if (this.#listed.method !== stored || !(file instanceof Blob)) return new Blob([await this.whole()]);
    const onDisk: Blob = file;
    const start = await this.#start();
    return onDisk.slice(start, start + this.bytes);
  }

  get #place(): string {
    return `${this.#archive.file.name}, ${this.path}`;
  }

  /** Behind its own header, which may be longer than the directory says. */
  async #start(): Promise<number> {
    const { offset } = this.#listed;
    const bytes = await this.#archive.window.read(offset, localBytes);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    if (bytes.length < localBytes || view.getUint32(0, true) !== 0x04034b50)
      throw this.#damaged('It does not lie where the directory of the archive says.');
    return offset + localBytes + view.getUint16(26, true) + view.getUint16(28, true);
  }

  /** At most `most`; what is cut short is an error only where all of it is wanted. */
  async #inflate(
    packed: Uint8Array<ArrayBuffer>,
    most: number,
    isPart: boolean,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const whole = new Uint8Array(most);
    let got = 0;
    const reader = new Blob([packed])
      .stream()
      .pipeThrough(new DecompressionStream('deflate-raw'))
      .getReader();
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        if (!isPart && got + value.length > most) throw this.#damaged('It unpacks to more than it claims.');
        whole.set(value.subarray(0, most - got), got);
        got = Math.min(most, got + value.length);
        if (isPart && got === most) break;
      }
    } catch (cause) {
      if (cause instanceof TetradError) throw cause;
      if (!isPart) throw this.#damaged('Its compressed bytes are damaged.', cause);
    } finally {
      await reader.cancel().catch(() => undefined);
    }
    return whole.subarray(0, got);
  }

  #damaged(message: string, cause?: unknown): TetradError {
    return new TetradError(
      { code: 'badInput', message, place: this.#place, hint: 'Download or copy the archive again.' },
      { cause },
    );
  }
}
