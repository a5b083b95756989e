/**
 * The files in a zip archive, read lazily: only the directory at its end is read to open it. Stored entries are
 * parts of the archive's Blob; deflated ones are unpacked when asked for, and never to more than they claim.
 */
import { TetradError } from '#/core/protocol/errors';
import type { ArraySource } from '../formatDef';
import { readBytes } from './boxBytes';
import { tooMuch } from './inflateOnce';

export interface ZipEntry {
  /** Path inside the archive. */
  path: string;
  bytes: number;
  /** The first bytes, without unpacking the rest. */
  head(bytes: number): Promise<Uint8Array<ArrayBuffer>>;
  whole(): Promise<ArraySource>;
}

const mostEntries = 1_000_000;
const mostUnpackedBytes = 4 * 1024 ** 3;
const stored = 0;
const deflated = 8;

export async function zipEntries(file: ArraySource, mostBytes = mostUnpackedBytes): Promise<ZipEntry[]> {
  const { BlobReader, configure, ZipReader } = await import('@zip.js/zip.js/lib/zip-core-native.js');
  configure({ useWebWorkers: false });
  const reader = new ZipReader(new BlobReader(file));
  const entries: ZipEntry[] = [];
  try {
    for await (const entry of reader.getEntriesGenerator()) {
      if (entries.length >= mostEntries) throw tooMany(file.name);
      if (entry.directory) continue;
      entries.push(zipEntry(file, entry, mostBytes));
    }
  } catch (cause) {
    if (cause instanceof TetradError) throw cause;
    throw new TetradError(
      {
        code: 'badInput',
        message: 'The zip archive is damaged or cut short: its directory cannot be read.',
        place: file.name,
        hint: 'Download or copy the file again.',
      },
      { cause },
    );
  }
  return entries;
}

interface Directory {
  filename: string;
  offset: number;
  compressedSize: number;
  uncompressedSize: number;
  compressionMethod: number;
  encrypted: boolean;
}

function zipEntry(file: ArraySource, entry: Directory, mostBytes: number): ZipEntry {
  const { filename: path, uncompressedSize: bytes, compressionMethod: method } = entry;
  const place = `${file.name}, ${path}`;
  const raw = async (): Promise<Blob> => {
    if (entry.encrypted || (method !== stored && method !== deflated))
      throw new TetradError({
        code: 'unsupported',
        message: entry.encrypted
          ? 'The entry is encrypted.'
          : `The entry is compressed with method ${method}.`,
        place,
        hint: 'Unpack the archive and zip it again without a password, stored or deflated.',
      });
    const local = new DataView((await readBytes(file, entry.offset, 30, path)).buffer);
    const start = entry.offset + 30 + local.getUint16(26, true) + local.getUint16(28, true);
    return file.slice(start, start + entry.compressedSize);
  };
  const unpack = async (): Promise<ArraySource> => {
    const blob = await raw();
    if (method === stored) return Object.assign(blob, { name: place });
    if (bytes > mostBytes) throw tooMuch(place, mostBytes);
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    let got = 0;
    for await (const piece of inflate(blob, place)) {
      got += piece.length;
      if (got > bytes) break;
      pieces.push(piece);
    }
    if (got !== bytes)
      throw damaged(
        place,
        `It unpacks to ${got > bytes ? 'more' : 'less'} than the ${bytes.toLocaleString('en')} bytes it claims.`,
      );
    return Object.assign(new Blob(pieces), { name: place });
  };
  return {
    path,
    bytes,
    whole: unpack,
    async head(wanted) {
      const blob = await raw();
      const length = Math.min(wanted, bytes);
      if (method === stored) return new Uint8Array(await blob.slice(0, length).arrayBuffer());
      const head = new Uint8Array(length);
      let got = 0;
      for await (const piece of inflate(blob, place)) {
        head.set(piece.subarray(0, length - got), got);
        got = Math.min(length, got + piece.length);
        if (got === length) break;
      }
      return head.slice(0, got);
    },
  };
}

async function* inflate(blob: Blob, place: string): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = blob.stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (cause) {
    throw damaged(place, 'Its compressed bytes are damaged.', cause);
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

const damaged = (place: string, message: string, cause?: unknown) =>
  new TetradError(
    { code: 'badInput', message, place, hint: 'Download or copy the archive again.' },
    { cause },
  );

const tooMany = (place: string) =>
  new TetradError({
    code: 'unsupported',
    message: `The archive holds more than ${mostEntries.toLocaleString('en')} files.`,
    place,
    hint: 'Write larger chunks, so that there are fewer files.',
  });

/** Names of the entries at the start of an archive, for telling apart what kind of archive it is. */
export function zipNamesIn(head: Uint8Array): string[] {
  const names: string[] = [];
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  for (let at = 0; at + 30 < head.length; at++) {
    if (head[at] !== 0x50 || view.getUint32(at) !== 0x504b0304) continue;
    const length = view.getUint16(at + 26, true);
    names.push(new TextDecoder().decode(head.subarray(at + 30, at + 30 + length)));
    at += 29 + length;
  }
  return names;
}
