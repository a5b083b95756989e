/** Rows of a b-tree in the order of their keys: tables by number, those without row numbers by what their key is. */
import type { Pager } from './pager';

export type Value = number | bigint | string | Uint8Array | null;

export interface Row {
  id: bigint;
  payload: Uint8Array;
}

const deepest = 64;
const mostPayload = 256 * 1024 * 1024;

/** Page by page. `kind`: a table with row numbers, or a tree of records. */
export async function* rowsOf(pager: Pager, root: number, kind: 'table' | 'index'): AsyncGenerator<Row[]> {
  const seen = new Set<number>();
  yield* walk(pager, root, kind, 0, seen);
}

async function* walk(
  pager: Pager,
  number: number,
  kind: 'table' | 'index',
  depth: number,
  seen: Set<number>,
): AsyncGenerator<Row[]> {
  // A page that is met again would never end.
  if (seen.has(number) || depth > deepest) throw new Error(`page ${number} is part of itself`);
  seen.add(number);
  const page = await pager.page(number);
  const view = new DataView(page.buffer, page.byteOffset, page.length);
  const start = number === 1 ? 100 : 0;
  const type = view.getUint8(start);
  const isLeaf = type === 13 || type === 10;
  if (kind === 'table' ? type !== 13 && type !== 5 : type !== 10 && type !== 2)
    throw new Error(`page ${number} is no page of this table`);
  const cells = view.getUint16(start + 3);
  const first = start + (isLeaf ? 8 : 12);
  if (first + cells * 2 > page.length) throw new Error(`page ${number} claims more cells than fit in it`);
  const rows: Row[] = [];
  for (let i = 0; i < cells; i++) {
    let at = view.getUint16(first + 2 * i);
    if (!isLeaf) {
      if (at + 4 > page.length) throw new Error(`page ${number} is damaged`);
      yield* walk(pager, view.getUint32(at), kind, depth + 1, seen);
      at += 4;
      if (kind === 'table') continue;
    }
    const [length, afterLength] = varint(page, at);
    let id = 0n;
    let body = afterLength;
    if (kind === 'table') [id, body] = bigVarint(page, afterLength);
    const payload = payloadAt(pager, page, body, length, kind);
    const row = { id, payload: payload instanceof Uint8Array ? payload : await payload };
    if (isLeaf) rows.push(row);
    else yield [row];
  }
  if (isLeaf) yield rows;
  else yield* walk(pager, view.getUint32(start + 8), kind, depth + 1, seen);
}

/** What does not fit into a page goes on in others. */
function payloadAt(
  pager: Pager,
  page: Uint8Array,
  at: number,
  length: number,
  kind: 'table' | 'index',
): Uint8Array | Promise<Uint8Array> {
  const { usable } = pager;
  if (length > mostPayload || length > pager.pages * pager.pageSize)
    throw new Error('a row is longer than the database');
  const most = kind === 'table' ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23;
  if (length <= most) {
    if (at + length > page.length) throw new Error('a row lies outside its page');
    return page.subarray(at, at + length);
  }
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const fitting = least + ((length - least) % (usable - 4));
  const here = fitting <= most ? fitting : least;
  if (at + here + 4 > page.length) throw new Error('a row lies outside its page');
  return overflowing(pager, page.subarray(at, at + here + 4), here, length);
}

async function overflowing(
  pager: Pager,
  begin: Uint8Array,
  here: number,
  length: number,
): Promise<Uint8Array> {
  const out = new Uint8Array(length);
  out.set(begin.subarray(0, here));
  let next = new DataView(begin.buffer, begin.byteOffset + here, 4).getUint32(0);
  for (let filled = here; filled < length; ) {
    const more = await pager.page(next);
    const part = more.subarray(4, Math.min(pager.usable, 4 + length - filled));
    out.set(part, filled);
    filled += part.length;
    next = new DataView(more.buffer, more.byteOffset, 4).getUint32(0);
  }
  return out;
}

/** The values of a record: a header of types, then their bytes. */
export function valuesOf(pager: Pager, payload: Uint8Array, most: number): Value[] {
  const [headerEnd, first] = varint(payload, 0);
  if (headerEnd > payload.length) throw new Error('the header of a row is longer than the row');
  const view = new DataView(payload.buffer, payload.byteOffset, payload.length);
  const values: Value[] = [];
  let at = first;
  let body = headerEnd;
  while (at < headerEnd && values.length < most) {
    const [type, next] = varint(payload, at);
    at = next;
    const size = type >= 12 ? (type - (type % 2 === 0 ? 12 : 13)) / 2 : (sizes[type] ?? -1);
    if (size < 0 || body + size > payload.length) throw new Error('a value lies outside its row');
    values.push(valueAt(pager, view, payload, type, body, size));
    body += size;
  }
  return values;
}

const sizes = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0];

function valueAt(
  pager: Pager,
  view: DataView,
  bytes: Uint8Array,
  type: number,
  at: number,
  size: number,
): Value {
  switch (type) {
    case 0:
      return null;
    case 1:
      return view.getInt8(at);
    case 2:
      return view.getInt16(at);
    case 3:
      return (view.getInt8(at) << 16) | view.getUint16(at + 1);
    case 4:
      return view.getInt32(at);
    case 5:
      return view.getInt16(at) * 4_294_967_296 + view.getUint32(at + 2);
    case 6: {
      const value = view.getBigInt64(at);
      return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
        ? Number(value)
        : value;
    }
    case 7:
      return view.getFloat64(at);
    case 8:
      return 0;
    case 9:
      return 1;
    default: {
      const part = bytes.subarray(at, at + size);
      return type % 2 === 0 ? part : pager.text(part);
    }
  }
}

function varint(bytes: Uint8Array, at: number): [value: number, next: number] {
  const [value, next] = bigVarint(bytes, at);
  if (value < 0n || value > BigInt(Number.MAX_SAFE_INTEGER)) throw new Error('a length is too large');
  return [Number(value), next];
}

function bigVarint(bytes: Uint8Array, at: number): [value: bigint, next: number] {
  let small = 0;
  for (let i = 0; i < 4; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) throw new Error('a row ends in the middle of a number');
    small = small * 128 + (byte & 0x7f);
    if (byte < 0x80) return [BigInt(small), at + i + 1];
  }
  let value = BigInt(small);
  for (let i = 4; i < 9; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) throw new Error('a row ends in the middle of a number');
    if (i === 8) return [BigInt.asIntN(64, (value << 8n) | BigInt(byte)), at + 9];
    value = (value << 7n) | BigInt(byte & 0x7f);
    if (byte < 0x80) return [value, at + i + 1];
  }
  return [value, at + 9];
}
