/** Texts and dates of an .npy array as texts: dates as ISO 8601, so that a table reads them as what they are. */
import { TetradError } from '#/core/protocol/errors';
import type { NpyTexts } from './npyHeader';

/** NaT of datetime64. */
const noTime = -(2n ** 63n);

/** `count` elements of `strideBytes` each, the first at the start of `bytes`. `place`: the file and the array. */
export function readNpyTexts(
  bytes: Uint8Array<ArrayBuffer>,
  field: NpyTexts,
  { strideBytes, count, place }: { strideBytes: number; count: number; place: string },
): (string | null)[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const latin = new TextDecoder('latin1');
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  const read = { U: wide, S: narrow, M: moment }[field.code];
  return Array.from({ length: count }, (_, i) => read(i * strideBytes));

  function wide(at: number): string {
    let text = '';
    for (let i = 0; i < field.bytes; i += 4) {
      const point = view.getUint32(at + i, field.littleEndian);
      if (point > 0x10ffff) throw damaged(place);
      text += String.fromCodePoint(point);
    }
    return text.replace(/\0+$/, '');
  }
  function narrow(at: number): string {
    const own = bytes.subarray(at, at + field.bytes);
    const end = own.findLastIndex((byte) => byte !== 0) + 1;
    try {
      return utf8.decode(own.subarray(0, end));
    } catch {
      return latin.decode(own.subarray(0, end));
    }
  }
  function moment(at: number): string | null {
    const value = view.getBigInt64(at, field.littleEndian);
    return value === noTime ? null : isoOf(value, field.unit);
  }
}

/** Nanoseconds in a unit of fixed length. */
const lengths: Record<string, bigint> = {
  W: 604_800_000_000_000n,
  D: 86_400_000_000_000n,
  h: 3_600_000_000_000n,
  m: 60_000_000_000n,
  s: 1_000_000_000n,
  ms: 1_000_000n,
  us: 1_000n,
  ns: 1n,
};

function isoOf(value: bigint, unit: string): string | null {
  const [, times = '', name = ''] = /^(\d*)([A-Za-z]+)$/.exec(unit) ?? [];
  const count = value * BigInt(times || 1);
  if (name === 'Y' || name === 'M') {
    const months = Number(count) * (name === 'Y' ? 12 : 1);
    return dateText(Date.UTC(1970, months));
  }
  const length = lengths[name];
  if (length === undefined) return String(value);
  const nanos = count * length;
  const second = 1_000_000_000n;
  const rest = ((nanos % second) + second) % second;
  const date = dateText(Number((nanos - rest) / 1_000_000n), name !== 'D' && name !== 'W');
  if (date === null || rest === 0n) return date;
  return `${date}.${rest.toString().padStart(9, '0').replace(/0+$/, '')}`;
}

function dateText(epochMs: number, withTime = false): string | null {
  const date = new Date(epochMs);
  if (Number.isNaN(date.getTime())) return null;
  return withTime ? date.toISOString().slice(0, 19) : date.toISOString().slice(0, 10);
}

const damaged = (place: string) =>
  new TetradError({
    code: 'badInput',
    message: 'A text in the array is no Unicode.',
    place,
    hint: 'Write the file again with numpy.save.',
  });
