/** Which encoding a text file is in, and its bytes as UTF-8 whatever it is. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export function sniffEncoding(head: Uint8Array): { encoding: Encoding; bomBytes: number } {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', bomBytes: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', bomBytes: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', bomBytes: 2 };
  // Text in a western script as UTF-16 has a zero in nearly every other byte.
  const zeros = [0, 0];
  const sample = head.subarray(0, 4096);
  sample.forEach((byte, i) => {
    if (byte === 0) (zeros as [number, number])[(i & 1) as 0 | 1]++;
  });
  const [even = 0, odd = 0] = zeros;
  if (odd > sample.length * 0.35 && even < sample.length * 0.05) return { encoding: 'utf-16le', bomBytes: 0 };
  if (even > sample.length * 0.35 && odd < sample.length * 0.05) return { encoding: 'utf-16be', bomBytes: 0 };
  return { encoding: isUtf8(head) ? 'utf-8' : 'windows-1252', bomBytes: 0 };
}

/** A character cut at the end of the head is no fault. */
function isUtf8(head: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}

export function decodeHead(head: Uint8Array): string {
  const { encoding, bomBytes } = sniffEncoding(head);
  return new TextDecoder(encoding).decode(head.subarray(bomBytes), { stream: true });
}

/** The stream's bytes as UTF-8 without a byte-order mark, in pieces. */
export async function* utf8Pieces(
  stream: ReadableStream<Uint8Array>,
  { encoding, bomBytes }: { encoding: Encoding; bomBytes: number },
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const decoder = encoding === 'utf-8' ? undefined : new TextDecoder(encoding);
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
      yield decoder ? encoder.encode(decoder.decode(piece, { stream: true })) : piece;
    }
    const rest = decoder?.decode();
    if (rest) yield encoder.encode(rest);
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
