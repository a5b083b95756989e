/** A dropped file as a stream of its contents: gzip and Zstandard are undone here, once, for every format. */
import type { DataIssue } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { FormatSource } from './formatDef';
import { gunzip, type GunzipLimits, tableLimits, type Unpacking } from './gzip/gunzip';
import { isZstd, zstdStream } from './unpack/zstdStream';

export const headBytes = 65_536;

export interface OpenedSource extends FormatSource {
  gzip: boolean;
  zstd?: boolean;
  /** The file, where its bytes are the contents. */
  opened?: Blob;
  /** Bytes of the original file read by the last stream, for progress. */
  bytesRead(): number;
  /** What was noticed about the packing, once the last stream has ended. */
  told(): readonly DataIssue[];
}

export async function openSource(
  file: Blob & { name: string },
  limits: GunzipLimits = tableLimits,
): Promise<OpenedSource> {
  if (file.size === 0)
    throw new TetradError({
      code: 'badInput',
      message: 'The file is empty.',
      place: file.name,
      hint: 'Choose a file with a header row and at least one row of data.',
    });
  const magic = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  const zstd = isZstd(magic);
  const gzip = magic[0] === 0x1f && magic[1] === 0x8b;
  let progress: Unpacking = { bytesRead: 0, told: [] };
  let share = 0;
  let unpacked: Promise<Blob> | undefined;
  const stream = (): ReadableStream<Uint8Array> => {
    progress = { bytesRead: 0, told: [] };
    if (zstd) return zstdStream(file, limits, progress);
    return gzip ? gunzip(file, limits, progress) : file.stream().pipeThrough(counting(progress));
  };
  return {
    name: gzip ? file.name.replace(/\.gz$/i, '') : zstd ? file.name.replace(/\.zst$/i, '') : file.name,
    head:
      gzip || zstd ? await readHead(stream()) : new Uint8Array(await file.slice(0, headBytes).arrayBuffer()),
    stream,
    blob: () => (unpacked ??= gzip || zstd ? blobOf(stream(), file.name) : Promise.resolve(file)),
    tellRead: (done) => (share = done),
    gzip,
    zstd,
    ...(!gzip && !zstd && { opened: file }),
    bytesRead: () => Math.max(progress.bytesRead, Math.round(share * file.size)),
    told: () => progress.told,
  };
}

/** The browser may keep it on disk. */
async function blobOf(stream: ReadableStream<Uint8Array>, name: string): Promise<Blob> {
  let failed: unknown;
  const told = stream.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array<ArrayBuffer>>({
      transform: (piece, controller) => controller.enqueue(piece as Uint8Array<ArrayBuffer>),
    }),
  );
  try {
    return await new Response(told).blob();
  } catch (cause) {
    failed = cause;
  }
  if (failed instanceof TetradError) throw failed;
  throw new TetradError(
    {
      code: 'outOfMemory',
      message: 'The browser cannot hold what the file unpacks to.',
      place: name,
      hint: 'Unpack it yourself (gunzip -k, unzstd) and drop the file inside, which is then read in parts.',
    },
    { cause: failed },
  );
}

const counting = (progress: Unpacking) =>
  new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(piece, controller) {
      progress.bytesRead += piece.length;
      controller.enqueue(piece);
    },
  });

async function readHead(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const head = new Uint8Array(headBytes);
  const reader = stream.getReader();
  let size = 0;
  while (size < headBytes) {
    const { done, value } = await reader.read();
    if (done) break;
    const part = value.subarray(0, headBytes - size);
    head.set(part, size);
    size += part.length;
  }
  await reader.cancel().catch(() => undefined);
  return head.slice(0, size);
}
