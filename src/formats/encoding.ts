/** Which encoding a text file is in, and its bytes as UTF-8 whatever it is. */
import type { DataIssue } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { Ambiguity } from '#/core/reading/reading';
import type { ReadOptions } from '#/core/reading/readOptions';
import { guessLegacy } from './encoding/guessLegacy';
import { Utf32Decoder } from './encoding/utf32';

export interface SniffedEncoding {
  encoding: string;
  bomBytes: number;
  /** Other encodings that fit nearly as well. */
  doubt?: Ambiguity;
}

const marks: [string, readonly number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-32le', [0xff, 0xfe, 0, 0]],
  ['utf-32be', [0, 0, 0xfe, 0xff]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** The encoding asked for, or the one the bytes speak for. */
export function encodingOf(head: Uint8Array, options: ReadOptions = {}): SniffedEncoding {
  const { encoding } = options;
  if (encoding === undefined) return sniffEncoding(head);
  const known = marks.find(([name]) => name === encoding.toLowerCase());
  const marked = known?.[1].every((byte, i) => head[i] === byte) ? known[1].length : 0;
  if (!known) decoderOf(encoding);
  const given = { encoding: encoding.toLowerCase(), bomBytes: marked };
  requireEncoding(head, given);
  return given;
}

/** Bytes that mean nothing in the encoding that is given; a few among many good ones are told where they are read. */
function requireEncoding(head: Uint8Array, given: SniffedEncoding): void {
  if (given.encoding === 'utf-8' && isMostlyUtf8(head)) return;
  const text = decodeHead(head, given);
  const bad = text.match(/\ufffd/g)?.length ?? 0;
  const good = text.match(/[^\0-\x7f\ufffd]/g)?.length ?? 0;
  // Any bytes are some letters of UTF-16, but a table has delimiters and line ends.
  const narrow = /^utf-(?:16|32)/.test(given.encoding) && head.length > 0 && !head.includes(0);
  if (!narrow && (bad === 0 || bad * 10 < good)) return;
  const line = narrow ? 1 : text.slice(0, text.indexOf('\ufffd')).split(/\r\n|[\r\n]/).length;
  throw new TetradError({
    code: 'badInput',
    message: `The file is not in ${given.encoding}: line ${line} holds bytes that mean nothing in it.`,
    place: `options.encoding, line ${line}`,
    hint: `Its bytes speak for ${sniffEncoding(head).encoding}. Leave the encoding out to have it recognised.`,
  });
}

export function sniffEncoding(head: Uint8Array): SniffedEncoding {
  for (const [encoding, bytes] of marks)
    if (bytes.every((byte, i) => head[i] === byte)) return { encoding, bomBytes: bytes.length };
  const wide = sniffWide(head);
  if (wide) return { encoding: wide, bomBytes: 0 };
  if (isMostlyUtf8(head)) return { encoding: 'utf-8', bomBytes: 0 };
  return { ...guessLegacy(head), bomBytes: 0 };
}

/** Every unit of UTF-16 and UTF-32 that is ASCII has zeros; digits, delimiters and line ends are in any script. */
function sniffWide(head: Uint8Array): string | undefined {
  const sample = head.subarray(0, 8192);
  const zeros = [0, 0, 0, 0];
  sample.forEach((byte, i) => {
    if (byte === 0) (zeros[i & 3] as number)++;
  });
  const [a = 0, b = 0, c = 0, d = 0] = zeros;
  const quarter = sample.length / 4;
  if (quarter < 1 || a + b + c + d === 0) return undefined;
  if (a < quarter * 0.05 && c > quarter * 0.9 && d > quarter * 0.9) return 'utf-32le';
  if (d < quarter * 0.05 && a > quarter * 0.9 && b > quarter * 0.9) return 'utf-32be';
  const even = a + c;
  const odd = b + d;
  const encoding = odd > even * 20 ? 'utf-16le' : even > odd * 20 ? 'utf-16be' : undefined;
  if (!encoding || even + odd < sample.length * 0.04) return undefined;
  const text = new TextDecoder(encoding).decode(sample.subarray(0, sample.length & ~1), { stream: true });
  // Of binary data hardly any is text this way.
  const odds = text.match(/(?![\t\r\n])[\p{Cc}\p{Cn}\p{Co}\ufffd]/gu)?.length ?? 0;
  return odds <= text.length * 0.01 ? encoding : undefined;
}

/** UTF-8, perhaps with a few bytes that are none. A character cut at the end of the head is no fault. */
function isMostlyUtf8(head: Uint8Array): boolean {
  let good = 0;
  let bad = 0;
  for (let at = 0; at < head.length; at++) {
    const c = head[at] as number;
    if (c < 0x80) continue;
    const more = c >= 0xc2 && c < 0xe0 ? 1 : c >= 0xe0 && c < 0xf0 ? 2 : c >= 0xf0 && c < 0xf5 ? 3 : 0;
    let follow = 0;
    while (follow < more && ((head[at + 1 + follow] as number) & 0xc0) === 0x80) follow++;
    if (more > 0 && follow === more) {
      good++;
      at += more;
    } else if (more === 0 || at + 1 + follow < head.length) bad++;
  }
  return bad === 0 || bad * 10 < good;
}

export function decodeHead(head: Uint8Array, sniffed: SniffedEncoding = sniffEncoding(head)): string {
  return decoderOf(sniffed.encoding).decode(head.subarray(sniffed.bomBytes), { stream: true });
}

interface Decoder {
  decode(bytes?: Uint8Array, options?: { stream?: boolean }): string;
}

function decoderOf(encoding: string): Decoder {
  if (encoding === 'utf-32le' || encoding === 'utf-32be') return new Utf32Decoder(encoding === 'utf-32le');
  try {
    return new TextDecoder(encoding);
  } catch (cause) {
    throw new TetradError(
      {
        code: 'badInput',
        message: `There is no encoding called “${encoding}”.`,
        place: 'options.encoding',
        hint: 'Names are those browsers know: utf-8, utf-16le, windows-1252, windows-1251, shift_jis, gbk, big5, euc-kr.',
      },
      { cause },
    );
  }
}

/** Says once where bytes stand that are nothing in the encoding. */
function badCharacters(encoding: string, report: (issue: DataIssue) => void): (text: string) => void {
  let line = 1;
  let told = false;
  return (text) => {
    if (told) return;
    const at = text.indexOf('\ufffd');
    for (let i = text.indexOf('\n'); i >= 0 && (at < 0 || i < at); i = text.indexOf('\n', i + 1)) line++;
    if (at < 0) return;
    told = true;
    report({
      severity: 'warning',
      message: `The file holds bytes that mean nothing in ${encoding}; they became “\ufffd”.`,
      hint: 'Another encoding may be meant: give it in the options of the import.',
      line,
    });
  };
}

/** The stream's bytes as UTF-8 without a byte-order mark, in pieces. */
export async function* utf8Pieces(
  stream: ReadableStream<Uint8Array>,
  { encoding, bomBytes }: SniffedEncoding,
  signal: AbortSignal,
  report?: (issue: DataIssue) => void,
): AsyncGenerator<Uint8Array> {
  const decoder = encoding === 'utf-8' ? undefined : decoderOf(encoding);
  const see = report && badCharacters(encoding, report);
  const encoder = new TextEncoder();
  const reader = stream.getReader();
  let skip = bomBytes;
  try {
    for (;;) {
      signal.throwIfAborted();
      const { done, value } = await reader.read();
      if (done) break;
      const skipped = Math.min(skip, value.length);
      skip -= skipped;
      const piece = value.subarray(skipped);
      if (decoder) {
        const text = decoder.decode(piece, { stream: true });
        see?.(text);
        yield encoder.encode(text);
      } else yield piece;
    }
    const rest = decoder?.decode();
    if (rest) see?.(rest);
    if (rest) yield encoder.encode(rest);
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
