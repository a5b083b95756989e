/**
 * The bytes around the entries of a zip archive whose entries are stored (PKWARE APPNOTE 6.3.10, sections 4.3.7 to
 * 4.3.16), Zip64 where a number needs it: so that a zip is made around bytes that lie somewhere already.
 */

export interface ZippedEntry {
  name: string;
  bytes: number;
  crc: number;
  /** Of its own header, from the beginning of the file. */
  offset: number;
}

const utf8 = 1 << 11;
const full32 = 0xffffffff;
const full16 = 0xffff;
const plainVersion = 20;
const longVersion = 45;
/** 1 January 1980, the earliest there is: the same bytes for the same content. */
const date = (1 << 5) | 1;

const fields = (size: number) => {
  const bytes = new Uint8Array(size);
  return { bytes, view: new DataView(bytes.buffer) };
};

/** What stands before the bytes of an entry. */
export function entryHeader({
  name,
  bytes: size,
  crc,
}: Omit<ZippedEntry, 'offset'>): Uint8Array<ArrayBuffer> {
  const path = new TextEncoder().encode(name);
  const isLong = size >= full32;
  const { bytes, view } = fields(30 + path.length + (isLong ? 20 : 0));
  view.setUint32(0, 0x04034b50, true);
  view.setUint16(4, isLong ? longVersion : plainVersion, true);
  view.setUint16(6, utf8, true);
  view.setUint16(12, date, true);
  view.setUint32(14, crc, true);
  view.setUint32(18, isLong ? full32 : size, true);
  view.setUint32(22, isLong ? full32 : size, true);
  view.setUint16(26, path.length, true);
  view.setUint16(28, isLong ? 20 : 0, true);
  bytes.set(path, 30);
  if (isLong) setLong(view, 30 + path.length, [size, size]);
  return bytes;
}

/** What stands at the end. `start`: where it begins in the file. */
export function directory(entries: readonly ZippedEntry[], start: number): Uint8Array<ArrayBuffer> {
  const records = entries.map(directoryRecord);
  const size = records.reduce((sum, record) => sum + record.length, 0);
  const isLong = entries.length >= full16 || size >= full32 || start >= full32;
  const { bytes, view } = fields(size + (isLong ? 76 : 0) + 22);
  let at = 0;
  for (const record of records) {
    bytes.set(record, at);
    at += record.length;
  }
  if (isLong) {
    view.setUint32(at, 0x06064b50, true);
    view.setBigUint64(at + 4, 44n, true);
    view.setUint16(at + 12, longVersion, true);
    view.setUint16(at + 14, longVersion, true);
    for (const [i, value] of [entries.length, entries.length, size, start].entries())
      view.setBigUint64(at + 24 + 8 * i, BigInt(value), true);
    view.setUint32(at + 56, 0x07064b50, true);
    view.setBigUint64(at + 64, BigInt(start + at), true);
    view.setUint32(at + 72, 1, true);
    at += 76;
  }
  view.setUint32(at, 0x06054b50, true);
  view.setUint16(at + 8, Math.min(entries.length, full16), true);
  view.setUint16(at + 10, Math.min(entries.length, full16), true);
  view.setUint32(at + 12, Math.min(size, full32), true);
  view.setUint32(at + 16, Math.min(start, full32), true);
  return bytes;
}

function directoryRecord({ name, bytes: size, crc, offset }: ZippedEntry): Uint8Array<ArrayBuffer> {
  const path = new TextEncoder().encode(name);
  const long = [...(size >= full32 ? [size, size] : []), ...(offset >= full32 ? [offset] : [])];
  const extra = long.length > 0 ? 4 + 8 * long.length : 0;
  const { bytes, view } = fields(46 + path.length + extra);
  view.setUint32(0, 0x02014b50, true);
  view.setUint16(4, longVersion, true);
  view.setUint16(6, extra > 0 ? longVersion : plainVersion, true);
  view.setUint16(8, utf8, true);
  view.setUint16(14, date, true);
  view.setUint32(16, crc, true);
  view.setUint32(20, Math.min(size, full32), true);
  view.setUint32(24, Math.min(size, full32), true);
  view.setUint16(28, path.length, true);
  view.setUint16(30, extra, true);
  view.setUint32(42, Math.min(offset, full32), true);
  bytes.set(path, 46);
  if (extra > 0) setLong(view, 46 + path.length, long);
  return bytes;
}

/** The extra field of sizes and places that 32 bits do not hold. */
function setLong(view: DataView, at: number, values: readonly number[]): void {
  view.setUint16(at, 1, true);
  view.setUint16(at + 2, 8 * values.length, true);
  for (const [i, value] of values.entries()) view.setBigUint64(at + 4 + 8 * i, BigInt(value), true);
}
