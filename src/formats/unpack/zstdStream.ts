/** A file packed with Zstandard as a stream of its contents, bounded as gzip is; the library is loaded when one comes. */
import { bytesText } from '#/core/bytesText';
import { TetradError } from '#/core/protocol/errors';
import { type GunzipLimits, isBomb, type Unpacking } from '../gzip/gunzip';

/** Unpacked at a time. */
const pieceBytes = 64 * 1024;

export const isZstd = ([a, b, c, d]: Uint8Array): boolean =>
  a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd;

export function zstdStream(
  file: Blob & { name: string },
  limits: GunzipLimits,
  progress: Unpacking,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const pieces = unpacked(file, limits, progress);
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

async function* unpacked(
  file: Blob & { name: string },
  limits: GunzipLimits,
  progress: Unpacking,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { Decompress } = await import('fzstd');
  const { requireWindow } = await import('./zstd');
  const out: Uint8Array<ArrayBuffer>[] = [];
  const { mostBytes } = limits;
  const begunAt = performance.now();
  let bytes = 0;
  const refuse = (message: string, cause?: unknown): TetradError =>
    new TetradError(
      {
        code: cause ? 'badInput' : 'unsupported',
        message,
        place: file.name,
        hint: cause
          ? 'It was probably cut short: download or copy it again.'
          : 'Unpack it yourself (unzstd) and import what is inside.',
      },
      { cause },
    );
  const unpack = new Decompress((piece) => {
    bytes += piece.length;
    if (bytes > mostBytes || isBomb(bytes, progress.bytesRead, limits, performance.now() - begunAt))
      throw refuse(
        `It unpacks to more than ${bytesText(Math.min(bytes, mostBytes))}, which is too much for its size.`,
      );
    // The library writes into what it hands out again.
    out.push(new Uint8Array(piece));
  });
  try {
    for (let at = 0; at < file.size; at += pieceBytes) {
      const piece = new Uint8Array(await file.slice(at, at + pieceBytes).arrayBuffer());
      if (at === 0) requireWindow(piece);
      progress.bytesRead += piece.length;
      unpack.push(piece, at + pieceBytes >= file.size);
      yield* out.splice(0);
    }
  } catch (cause) {
    if (cause instanceof TetradError) throw cause;
    throw refuse('The packed data are damaged or cut short.', cause);
  }
}
