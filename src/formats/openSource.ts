/** A dropped file as a stream of its contents: gzip is undone here, once, for every format. */
import { TetradError } from '#/core/protocol/errors';
import type { FormatSource } from './formatDef';

export const headBytes = 65_536;
/** A gzip file may say far more than it weighs; beyond this it is taken for an attack or a mistake. */
const mostInflatedBytes = 32 * 1024 ** 3;

export interface OpenedSource extends FormatSource {
  gzip: boolean;
  /** Bytes of the original file read by the last stream, for progress. */
  bytesRead(): number;
}

export async function openSource(file: Blob & { name: string }): Promise<OpenedSource> {
  if (file.size === 0)
    throw new TetradError({
      code: 'badInput',
      message: 'The file is empty.',
      place: file.name,
      hint: 'Choose a file with a header row and at least one row of data.',
    });
  const magic = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const gzip = magic[0] === 0x1f && magic[1] === 0x8b;
  let bytesRead = 0;
  const stream = (): ReadableStream<Uint8Array> => {
    bytesRead = 0;
    const counted = file.stream().pipeThrough(
      new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform(piece, controller) {
          bytesRead += piece.length;
          controller.enqueue(piece);
        },
      }),
    );
    return gzip ? inflate(counted, file.name) : counted;
  };
  return {
    name: gzip ? file.name.replace(/\.gz$/i, '') : file.name,
    head: gzip ? await readHead(stream()) : new Uint8Array(await file.slice(0, headBytes).arrayBuffer()),
    stream,
    gzip,
    bytesRead: () => bytesRead,
  };
}

function inflate(stream: ReadableStream<Uint8Array<ArrayBuffer>>, name: string): ReadableStream<Uint8Array> {
  const reader = stream.pipeThrough(new DecompressionStream('gzip')).getReader();
  let inflatedBytes = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) return controller.close();
        inflatedBytes += value.length;
        if (inflatedBytes > mostInflatedBytes)
          throw new TetradError({
            code: 'unsupported',
            message: 'The compressed file holds more than 32 GB.',
            place: name,
            hint: 'Unpack it and import a part of it.',
          });
        controller.enqueue(value);
      } catch (cause) {
        await reader.cancel().catch(() => undefined);
        if (cause instanceof TetradError) throw cause;
        throw new TetradError(
          {
            code: 'badInput',
            message: 'The gzip file is damaged or cut short.',
            place: name,
            hint: 'Download or compress it again; a file made of several gzip parts must be unpacked first.',
          },
          { cause },
        );
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

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
