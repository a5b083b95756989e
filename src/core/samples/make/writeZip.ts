/** Files in a zip archive, stored as they are. */
import { crc32 } from '../../crc32';

export interface NamedFile {
  path: string;
  bytes: Uint8Array;
}

export function writeZip(files: readonly NamedFile[]): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const { path, bytes } of files) {
    const name = encoder.encode(path);
    const facts = [crc32(bytes), bytes.length, bytes.length] as const;
    const local = new DataView(new ArrayBuffer(30));
    const entry = new DataView(new ArrayBuffer(46));
    local.setUint32(0, 0x04034b50, true);
    entry.setUint32(0, 0x02014b50, true);
    for (const [view, start] of [
      [local, 4],
      [entry, 6],
    ] as const) {
      view.setUint16(start, 20, true);
      // Names are UTF-8; the first day that a zip archive knows.
      view.setUint16(start + 2, 0x800, true);
      view.setUint16(start + 8, 33, true);
      for (const [i, fact] of facts.entries()) view.setUint32(start + 10 + 4 * i, fact, true);
      view.setUint16(start + 22, name.length, true);
    }
    entry.setUint32(42, at, true);
    parts.push(new Uint8Array(local.buffer), name, bytes);
    directory.push(new Uint8Array(entry.buffer), name);
    at += 30 + name.length + bytes.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, files.length, true);
  end.setUint16(10, files.length, true);
  end.setUint32(12, size, true);
  end.setUint32(16, at, true);
  return joined([...parts, ...directory, new Uint8Array(end.buffer)]);
}

export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
