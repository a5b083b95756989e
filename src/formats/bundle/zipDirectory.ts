/** The directory at the end of a zip archive (PKWARE APPNOTE 6.3, sections 4.3.12 to 4.3.16), Zip64 among it. */
import { TetradError } from '#/core/protocol/errors';
import type { Slices } from '#/core/protocol/slices';
import { type BundleLimits, bundleLimits } from './bundle';
import { zipName } from './cp437';
import type { Listed } from './listEntries';

export interface ZipListed extends Listed {
  /** Of its own header in the file. */
  offset: number;
  packedBytes: number;
  method: number;
  crc: number;
}

export const stored = 0;
export const deflated = 8;

const endBytes = 22;
const longestComment = 65_535;
const headerBytes = 46;
const full16 = 0xffff;
const full32 = 0xffffffff;

export async function zipDirectory(file: Slices, limits: BundleLimits = bundleLimits): Promise<ZipListed[]> {
  const tailStart = Math.max(0, file.size - endBytes - longestComment - 20);
  const tail = await viewOf(file, tailStart, file.size);
  const at = findEnd(tail);
  if (at === undefined) throw damaged(file.name);
  let count = tail.getUint16(at + 10, true);
  let size = tail.getUint32(at + 12, true);
  let start = tail.getUint32(at + 16, true);
  let end = tailStart + at;
  if (count === full16 || size === full32 || start === full32) {
    const locator = at - 20;
    if (locator >= 0 && tail.getUint32(locator, true) === 0x07064b50) {
      const where = Number(tail.getBigUint64(locator + 8, true));
      const long = await viewOf(file, where, where + 56);
      if (long.byteLength < 56 || long.getUint32(0, true) !== 0x06064b50) throw damaged(file.name);
      count = Number(long.getBigUint64(32, true));
      size = Number(long.getBigUint64(40, true));
      start = Number(long.getBigUint64(48, true));
      end = where;
    }
  }
  if (count > limits.entries || size > limits.directoryBytes)
    throw new TetradError({
      code: 'unsupported',
      message: `The archive holds ${count.toLocaleString('en')} files; at most ${limits.entries.toLocaleString('en')} are read.`,
      place: file.name,
      hint: 'Divide it into several archives.',
    });
  // What stands before the archive (a program that unpacks itself) moves all of it.
  const before = end - size - start;
  if (before < 0) throw damaged(file.name);
  const directory = await viewOf(file, start + before, start + before + size);
  const listed: ZipListed[] = [];
  let position = 0;
  while (
    position + headerBytes <= directory.byteLength &&
    directory.getUint32(position, true) === 0x02014b50
  ) {
    const [one, next] = readHeader(directory, position, before, limits);
    // A name of its own marks a folder.
    if (!one.name.endsWith('/')) listed.push(one);
    if (listed.length > limits.entries) break;
    position = next;
  }
  if (position < directory.byteLength && listed.length < count) throw damaged(file.name);
  refuseOverlaps(listed);
  return listed;
}

function readHeader(
  view: DataView,
  at: number,
  before: number,
  limits: BundleLimits,
): [ZipListed, next: number] {
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  let packedBytes = view.getUint32(at + 20, true);
  let bytes = view.getUint32(at + 24, true);
  const nameBytes = view.getUint16(at + 28, true);
  const extraBytes = view.getUint16(at + 30, true);
  const next = at + headerBytes + nameBytes + extraBytes + view.getUint16(at + 32, true);
  let offset = view.getUint32(at + 42, true);
  const nameStart = view.byteOffset + at + headerBytes;
  let name = zipName(
    new Uint8Array(
      view.buffer,
      nameStart,
      Math.max(0, Math.min(nameBytes, view.byteLength - at - headerBytes)),
    ),
  );
  let extra = at + headerBytes + nameBytes;
  const extraEnd = Math.min(extra + extraBytes, view.byteLength);
  while (extra + 4 <= extraEnd) {
    const id = view.getUint16(extra, true);
    const size = view.getUint16(extra + 2, true);
    const stop = Math.min(extra + 4 + size, extraEnd);
    let field = extra + 4;
    if (id === 1) {
      const long = (value: number): number => {
        if (value !== full32 || field + 8 > stop) return value;
        field += 8;
        return Number(view.getBigUint64(field - 8, true));
      };
      bytes = long(bytes);
      packedBytes = long(packedBytes);
      offset = long(offset);
    }
    // Info-ZIP: the same name in UTF-8.
    if (id === 0x7075 && field + 5 < stop)
      name = zipName(new Uint8Array(view.buffer, view.byteOffset + field + 5, stop - field - 5));
    extra = stop;
  }
  const refused =
    flags & 1
      ? 'encrypted'
      : method !== stored && method !== deflated
        ? `compressed by method ${method}, which is not read`
        : bytes > limits.freeBytes && bytes > limits.ratio * packedBytes
          ? `it unpacks to more than ${limits.ratio.toLocaleString('en')} times its size`
          : undefined;
  return [
    {
      name,
      bytes,
      packedBytes,
      method,
      offset: offset + before,
      crc: view.getUint32(at + 16, true),
      refused,
    },
    next,
  ];
}

/** Entries that share bytes are made to unpack to far more than is there. */
function refuseOverlaps(listed: readonly ZipListed[]): void {
  let end = 0;
  for (const one of listed.toSorted((a, b) => a.offset - b.offset)) {
    if (one.offset < end) one.refused ??= 'it overlaps another file of the archive';
    end = Math.max(end, one.offset + 30 + one.packedBytes);
  }
}

function findEnd(tail: DataView): number | undefined {
  for (let at = tail.byteLength - endBytes; at >= 0; at--)
    if (
      tail.getUint8(at) === 0x50 &&
      tail.getUint32(at, true) === 0x06054b50 &&
      at + endBytes + tail.getUint16(at + 20, true) <= tail.byteLength
    )
      return at;
  return undefined;
}

const viewOf = async (file: Slices, start: number, end: number): Promise<DataView> =>
  new DataView(await file.slice(start, end).arrayBuffer());

const damaged = (place: string) =>
  new TetradError({
    code: 'badInput',
    message: 'The zip archive is damaged or cut short: its directory cannot be read.',
    place,
    hint: 'Download or copy the file again.',
  });
