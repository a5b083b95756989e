/**
 * The header of an HDF5 object as it lies in the file: what the library does not hand on is there, such as the bits of
 * a number type and the fill value. https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html
 */

/** Some bytes of the file, at once. */
export type ReadNow = (position: number, length: number) => Uint8Array<ArrayBuffer>;

export interface HeaderMessage {
  type: number;
  shared: boolean;
  data: DataView<ArrayBuffer>;
}

export interface FileGeometry {
  /** Addresses count from here: behind a block of the user's. */
  base: number;
  offsetBytes: number;
  lengthBytes: number;
}

export const messageTypes = { oldFill: 4, datatype: 3, fill: 5, external: 7, continuation: 16 } as const;

/** More parts than any real header has. */
const mostBlocks = 1000;
const signature = '\x89HDF\r\n\x1a\n';

const textOf = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

export function readGeometry(read: ReadNow, fileBytes: number): FileGeometry | undefined {
  for (let base = 0; base + 24 <= fileBytes; base = base === 0 ? 512 : base * 2) {
    const head = read(base, 24);
    if (textOf(head.subarray(0, 8)) !== signature) continue;
    const at = (head[8] as number) < 2 ? 13 : 9;
    return { base, offsetBytes: head[at] as number, lengthBytes: head[at + 1] as number };
  }
  return undefined;
}

/** Throws RangeError where the bytes are not there. */
export function readMessages(read: ReadNow, geometry: FileGeometry, address: number): HeaderMessage[] {
  const messages: HeaderMessage[] = [];
  const blocks: Block[] = [firstBlock(read, geometry.base + address)];
  for (let block = blocks.shift(), seen = 0; block && seen < mostBlocks; block = blocks.shift(), seen++)
    for (const message of messagesIn(read, block)) {
      messages.push(message);
      if (message.type === messageTypes.continuation) blocks.push(nextBlock(message, geometry, block));
    }
  return messages;
}

interface Block {
  position: number;
  length: number;
  version: 1 | 2;
  /** Each message says when it was made. */
  ordered: boolean;
}

function firstBlock(read: ReadNow, position: number): Block {
  const head = new DataView(read(position, 32).buffer);
  if (head.getUint8(0) === 1)
    return { position: position + 16, length: head.getUint32(8, true), version: 1, ordered: false };
  const flags = head.getUint8(5);
  const at = 6 + (flags & 32 ? 16 : 0) + (flags & 16 ? 4 : 0);
  const sizeBytes = 1 << (flags & 3);
  return {
    position: position + at + sizeBytes,
    length: numberAt(head, at, sizeBytes),
    version: 2,
    ordered: (flags & 4) !== 0,
  };
}

function nextBlock({ data }: HeaderMessage, geometry: FileGeometry, { version, ordered }: Block): Block {
  const position = geometry.base + numberAt(data, 0, geometry.offsetBytes);
  const length = numberAt(data, geometry.offsetBytes, geometry.lengthBytes);
  // Those of version 2 stand between a signature and a check sum.
  return version === 1
    ? { position, length, version, ordered }
    : { position: position + 4, length: length - 8, version, ordered };
}

function messagesIn(read: ReadNow, { position, length, version, ordered }: Block): HeaderMessage[] {
  const bytes = read(position, length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const prefix = version === 1 ? 8 : ordered ? 6 : 4;
  const messages: HeaderMessage[] = [];
  for (let at = 0; at + prefix <= bytes.length; ) {
    const type = version === 1 ? view.getUint16(at, true) : view.getUint8(at);
    const size = view.getUint16(at + (version === 1 ? 2 : 1), true);
    const flags = view.getUint8(at + (version === 1 ? 4 : 3));
    if (at + prefix + size > bytes.length) break;
    const data = new DataView(bytes.buffer, bytes.byteOffset + at + prefix, size);
    messages.push({ type, shared: (flags & 2) !== 0, data });
    at += prefix + size;
  }
  return messages;
}

/** Where a message that is shared lies: of a type with a name of its own. */
export function sharedAddress({ data }: HeaderMessage, { offsetBytes }: FileGeometry): number {
  return numberAt(data, data.getUint8(0) === 1 ? 8 : 2, offsetBytes);
}

export function numberAt(view: DataView, at: number, bytes: number): number {
  let value = 0;
  for (let i = bytes - 1; i >= 0; i--) value = value * 256 + view.getUint8(at + i);
  return value;
}
