/** The files in a tar archive, also one packed with gzip, which is unpacked as far as the entry that is asked for. */
import { TetradError } from '#/core/protocol/errors';
import { BlobWindow } from './blobWindow';
import { type Bundle, type BundleEntry, type BundleLimits, bundleLimits } from './bundle';
import { GzipCursor } from './gzipCursor';
import { LeftOut } from './leftOut';
import { listEntries } from './listEntries';
import { requireRoom } from './requireRoom';
import { listTar, type TarBytes, type TarListed } from './tarHeaders';

export async function tarBundle(
  file: Blob & { name: string },
  isGzip: boolean,
  limits: BundleLimits = bundleLimits,
): Promise<Bundle> {
  const leftOut = new LeftOut();
  const bytes: TarBytes = isGzip ? new GzipCursor(file, limits) : new BlobWindow(file);
  const { listed, cut } = await listTar(bytes, file.name, limits.entries);
  const archive = { file, bytes, limits, isGzip };
  const entries = listEntries(listed, leftOut, (one, path) => new TarEntry(archive, one, path));
  if (cut) leftOut.add(file.name, 'what comes after its end: the archive was cut short');
  return {
    name: file.name,
    holder: 'tar',
    fileBytes: file.size,
    ...(isGzip && { forward: true as const }),
    entries,
    leaveOut: (path, why) => leftOut.add(path, why),
    told: () => leftOut.issues(),
  };
}

interface Archive {
  file: Blob & { name: string };
  bytes: TarBytes;
  limits: BundleLimits;
  isGzip: boolean;
}

class TarEntry implements BundleEntry {
  readonly path: string;
  readonly bytes: number;
  readonly #archive: Archive;
  readonly #start: number;

  constructor(archive: Archive, { bytes, start }: TarListed, path: string) {
    this.path = path;
    this.bytes = bytes;
    this.#archive = archive;
    this.#start = start;
  }

  head(most: number): Promise<Uint8Array<ArrayBuffer>> {
    return this.#archive.bytes.read(this.#start, Math.min(most, this.bytes));
  }

  async whole(): Promise<Uint8Array<ArrayBuffer>> {
    const place = `${this.#archive.file.name}, ${this.path}`;
    requireRoom(this.bytes, this.#archive.limits, place);
    const bytes = await this.#archive.bytes.read(this.#start, this.bytes);
    if (bytes.length === this.bytes) return bytes;
    throw new TetradError({
      code: 'badInput',
      message: 'The archive ends in the middle of it.',
      place,
      hint: 'Download or copy the archive again.',
    });
  }

  async blob(): Promise<Blob> {
    const { file, isGzip } = this.#archive;
    if (isGzip || this.#start + this.bytes > file.size) return new Blob([await this.whole()]);
    return file.slice(this.#start, this.#start + this.bytes);
  }
}
