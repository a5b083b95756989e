/** A file that counts the bytes asked of it, also synchronously as a worker would; for tests. */
import type { ArraySource } from '../formatDef';

export interface CountingFile {
  file: ArraySource;
  bytesRead(): number;
}

export const countingFile = (bytes: Uint8Array<ArrayBuffer>, name: string): CountingFile =>
  computedFile(bytes.length, (from, to) => bytes.slice(from, to), name);

/** A file of any size that exists nowhere: `bytes` works out what lies from `from` to `to`. */
export function computedFile(
  size: number,
  bytes: (from: number, to: number) => Uint8Array<ArrayBuffer>,
  name: string,
): CountingFile {
  let read = 0;
  const take = (from: number, to: number): Uint8Array<ArrayBuffer> => {
    read += to - from;
    return bytes(from, to);
  };
  const part = (from: number, to: number): Blob =>
    Object.defineProperty(
      Object.assign(new Blob([]), {
        slice: (start = 0, end = to - from) => part(Math.min(from + start, to), Math.min(from + end, to)),
        arrayBuffer: async () => take(from, to).buffer,
        readNow: () => take(from, to).buffer,
        stream: () => {
          let at = from;
          return new ReadableStream<Uint8Array>({
            pull(controller) {
              if (at >= to) return controller.close();
              const end = Math.min(at + 1024, to);
              controller.enqueue(take(at, end));
              at = end;
            },
          });
        },
      }),
      'size',
      { value: to - from },
    );
  return { file: Object.assign(part(0, size), { name }), bytesRead: () => read };
}

/** What FileReaderSync is in a worker, for files made above. */
export class CountingReader {
  readAsArrayBuffer(blob: Blob & { readNow?: () => ArrayBuffer }): ArrayBuffer {
    if (!blob.readNow) throw new Error('Only counting files can be read here.');
    return blob.readNow();
  }
}
