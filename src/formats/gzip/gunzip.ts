/**
 * A gzip file unpacked as a stream: by the browser, and by our own reader from where the browser's stops, which is at
 * the end of the first member in some of them. What it may unpack to is bounded, whatever the file claims.
 */
import { bytesText } from '#/core/bytesText';
import type { DataIssue } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import { GzipFault } from './gzipFault';
import { MemberReader } from './memberReader';

export interface GunzipLimits {
  /** At most this much, however well it is packed. */
  mostBytes: number;
  /** Beyond `freeBytes` no more than this many times what was read of the file. */
  mostRatio: number;
  freeBytes: number;
  /** So long what is packed beyond that ratio may take, whatever is free: waiting is what a bomb costs as well. */
  mostMs?: number;
}

/** Text hardly ever shrinks to a tenth; what unpacks to hundreds of times its size is made to fill memory. */
export const tableLimits: GunzipLimits = {
  mostBytes: 32 * 1024 ** 3,
  mostRatio: 100,
  freeBytes: 256 * 1024 ** 2,
  mostMs: 5_000,
};

/** Whether what came out of a file so far is more than anybody should wait for or keep. */
export function isBomb(
  bytes: number,
  bytesRead: number,
  { mostRatio, freeBytes, mostMs = Number.POSITIVE_INFINITY }: GunzipLimits,
  elapsedMs: number,
): boolean {
  return bytes > mostRatio * Math.max(1, bytesRead) && (bytes > freeBytes || elapsedMs > mostMs);
}

/** The browser unpacks each piece whole before it hands anything over: up to a thousand times as much. */
const pieceBytes = 16 * 1024;
const unpackHint = 'Unpack it yourself (gunzip -k) and import what is inside.';

export interface Unpacking {
  /** Compressed bytes read. */
  bytesRead: number;
  /** What the file holds besides its members. */
  told: DataIssue[];
}

export function gunzip(
  file: Blob & { name: string },
  limits: GunzipLimits,
  progress: Unpacking,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const pieces = bounded(file.name, unpacked(file, progress), limits, progress);
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}

async function* bounded(
  name: string,
  pieces: AsyncGenerator<Uint8Array<ArrayBuffer>>,
  limits: GunzipLimits,
  progress: Unpacking,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { mostBytes, mostRatio } = limits;
  const begunAt = performance.now();
  let bytes = 0;
  for await (const piece of pieces) {
    bytes += piece.length;
    if (bytes > mostBytes)
      throw refuse(name, `It unpacks to more than ${bytesText(mostBytes)}.`, unpackHint, 'unsupported');
    if (isBomb(bytes, progress.bytesRead, limits, performance.now() - begunAt))
      throw refuse(
        name,
        `It unpacks to more than ${mostRatio} times its size: its first ${bytesText(progress.bytesRead)} became ${bytesText(bytes)}.`,
        `Data hardly ever shrink so much; files made to fill a computer do. If you trust it: ${unpackHint}`,
        'unsupported',
      );
    yield piece;
  }
}

async function* unpacked(
  file: Blob & { name: string },
  progress: Unpacking,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let bytes = 0;
  const isWhole = async (): Promise<boolean> => {
    const size = new DataView(await file.slice(-4).arrayBuffer());
    return size.byteLength === 4 && size.getUint32(0, true) === bytes % 2 ** 32;
  };
  try {
    for await (const piece of browserPieces(file, progress)) {
      bytes += piece.length;
      yield piece;
    }
    // A browser that stops at the end of the first member in silence is found out by the size the last one states.
    if (await isWhole()) return;
  } catch {
    // What is wrong, or what comes after the first member, our own reader says.
  }
  const reader = new MemberReader(file);
  let known = bytes;
  try {
    for await (const piece of reader.pieces()) {
      const fresh = piece.subarray(Math.min(known, piece.length));
      known -= piece.length - fresh.length;
      progress.bytesRead = Math.max(progress.bytesRead, reader.bytesRead);
      if (fresh.length > 0) yield fresh;
    }
  } catch (thrown) {
    if (!(thrown instanceof GzipFault)) throw thrown;
    throw faulty(file, reader, thrown);
  }
  progress.told = behind(file, reader);
}

async function* browserPieces(file: Blob, progress: Unpacking): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const small = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(piece, controller) {
      for (let at = 0; at < piece.length; at += pieceBytes)
        controller.enqueue(piece.subarray(at, at + pieceBytes));
    },
  });
  const counted = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>(
    {
      transform(piece, controller) {
        progress.bytesRead += piece.length;
        controller.enqueue(piece);
      },
    },
    { highWaterMark: 1 },
    { highWaterMark: 0 },
  );
  const reader = file
    .stream()
    .pipeThrough(small)
    .pipeThrough(counted)
    .pipeThrough(new DecompressionStream('gzip'))
    .getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function behind({ size }: Blob, { garbageAt, endAt }: MemberReader): DataIssue[] {
  if (garbageAt !== undefined)
    return [
      {
        severity: 'warning',
        message: `Behind the compressed data stand ${bytesText(size - garbageAt)} that are no gzip; they were left out.`,
        hint: 'If the file was joined from several, one of them was not compressed. If rows are missing, download it again.',
      },
    ];
  if (endAt === size) return [];
  return [
    {
      severity: 'info',
      message: `Behind the compressed data stand ${bytesText(size - endAt)} of zeros, as tapes and some downloads add them.`,
    },
  ];
}

function faulty(
  { name, size }: Blob & { name: string },
  { members, memberAt }: MemberReader,
  { kind }: GzipFault,
): TetradError {
  const part = members > 1 ? `Part ${members} of the gzip file` : 'The gzip file';
  return refuse(
    members > 1 ? `${name}, part ${members}, from byte ${(memberAt + 1).toLocaleString('en')}` : name,
    kind === 'cut'
      ? `${part} is cut short: it ends at byte ${size.toLocaleString('en')} before its data do.`
      : `${part} is damaged: its bytes are not what was compressed.`,
    'Download or compress it again.',
  );
}

const refuse = (
  place: string,
  message: string,
  hint: string,
  code: 'badInput' | 'unsupported' = 'badInput',
): TetradError => new TetradError({ code, message, place, hint });
