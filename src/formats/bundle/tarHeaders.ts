/** Headers of a tar archive: ustar, the long names of GNU, and the records of pax (POSIX.1-2001). */
import { TetradError } from '#/core/protocol/errors';
import type { Listed } from './listEntries';

export const blockBytes = 512;

export interface TarListed extends Listed {
  /** Of its contents. */
  start: number;
}

export interface TarBytes {
  /** Fewer where the archive ends. */
  read(at: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** Names and paths in records: longer ones are no names. */
const longestRecord = 1024 ** 2;
const kinds: Record<string, string> = {
  '1': 'a link',
  '2': 'a link',
  '3': 'a device',
  '4': 'a device',
  '6': 'a pipe',
  S: 'a file with holes',
};

/** Whether a block is a header: by its check sum, which old archives have as well. */
export function isTarHeader(block: Uint8Array): boolean {
  if (block.length < blockBytes) return false;
  const claimed = numberAt(block, 148, 8);
  let sum = 0;
  for (let i = 0; i < blockBytes; i++) sum += i >= 148 && i < 156 ? 32 : (block[i] as number);
  return claimed === sum && claimed > 256;
}

export async function listTar(
  archive: TarBytes,
  name: string,
  mostEntries: number,
): Promise<{ listed: TarListed[]; cut: boolean }> {
  const listed: TarListed[] = [];
  let shared: Record<string, string> = {};
  let own: Record<string, string> = {};
  let at = 0;
  for (;;) {
    const block = await archive.read(at, blockBytes);
    if (block.length < blockBytes || block.every((byte) => byte === 0))
      return { listed, cut: block.length > 0 && block.length < blockBytes };
    if (!isTarHeader(block)) throw damaged(name, at);
    const type = String.fromCharCode(block[156] as number);
    const bytes = own.size === undefined ? numberAt(block, 124, 12) : Number(own.size);
    const start = at + blockBytes;
    if (!Number.isSafeInteger(bytes) || bytes < 0) throw damaged(name, at);
    at = start + Math.ceil(bytes / blockBytes) * blockBytes;
    if ('LKxg'.includes(type)) {
      if (bytes > longestRecord) throw damaged(name, start);
      const record = await archive.read(start, bytes);
      if (type === 'L') own.path = textOf(record);
      else if (type === 'x') own = { ...own, ...paxRecords(record) };
      else if (type === 'g') shared = { ...shared, ...paxRecords(record) };
      continue;
    }
    const path = own.path ?? shared.path ?? ustarName(block);
    own = {};
    if (type === '5' || path.endsWith('/')) continue;
    if (listed.length >= mostEntries)
      throw new TetradError({
        code: 'unsupported',
        message: `The archive holds more than ${mostEntries.toLocaleString('en')} files.`,
        place: name,
        hint: 'Divide it into several archives.',
      });
    listed.push({ name: path, bytes, start, refused: kinds[type] });
  }
}

function ustarName(block: Uint8Array): string {
  const name = textOf(block.subarray(0, 100));
  const isUstar = textOf(block.subarray(257, 262)) === 'ustar';
  // GNU uses the place of the prefix for times.
  const prefix = isUstar && block[262] === 0 ? textOf(block.subarray(345, 500)) : '';
  return prefix ? `${prefix}/${name}` : name;
}

/** "30 path=a/very/long/name\n", one behind the other. */
function paxRecords(bytes: Uint8Array): Record<string, string> {
  const records: Record<string, string> = {};
  let at = 0;
  while (at < bytes.length) {
    const space = bytes.indexOf(32, at);
    const length = Number(textOf(bytes.subarray(at, space)));
    if (space < 0 || !(length > 0)) break;
    const [, key = '', value = ''] =
      /^([^=]*)=([\s\S]*)$/.exec(textOf(bytes.subarray(space + 1, at + length - 1))) ?? [];
    if (key === 'path' || key === 'size') records[key] = value;
    at += length;
  }
  return records;
}

const textOf = (bytes: Uint8Array): string => {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
};

/** Octal digits, or base 256 where the first bit is set. */
function numberAt(block: Uint8Array, at: number, length: number): number {
  if ((block[at] as number) & 0x80) {
    let value = 0;
    for (let i = at + 1; i < at + length; i++) value = value * 256 + (block[i] as number);
    return value;
  }
  const digits = textOf(block.subarray(at, at + length)).trim();
  return digits === '' ? 0 : /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
}

const damaged = (place: string, at: number) =>
  new TetradError({
    code: 'badInput',
    message: `The tar archive is damaged: at byte ${at.toLocaleString('en')} no file begins.`,
    place,
    hint: 'Download or copy the archive again.',
  });
