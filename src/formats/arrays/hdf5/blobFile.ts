/**
 * A Blob as a file of the HDF5 library: read synchronously in blocks when the library asks, nothing before.
 * Needs FileReaderSync, which workers have; elsewhere the whole file is loaded first.
 */
import { TetradError } from '#/core/protocol/errors';
import { signLife } from '#/core/protocol/heartbeat';
import type { ArraySource } from '../../formatDef';
import type { ReadNow } from './objectHeader';

/** The part of Emscripten's file system used here. */
export interface LibraryFiles {
  writeFile(path: string, bytes: Uint8Array): void;
  unlink(path: string): void;
  lookupPath(path: string): { node: FileNode };
}

/** TypeScript's DOM library leaves out what only workers have. */
declare const FileReaderSync: { new (): { readAsArrayBuffer(blob: Blob): ArrayBuffer } };

interface FileNode {
  usedBytes: number;
  stream_ops: Record<string, unknown>;
}

const blockBytes = 64 * 1024;
/** 128 MB: the headers of some thousand datasets, each of which is visited several times. */
const keptBlocks = 2048;
/** Blocks read at once while the library goes through the file from front to back. */
const blocksAhead = 16;
const stepsToRun = 4;
const mostBytesInMemory = 2 ** 31 - 1;

/** Puts the file at `path`; `read` is for what the library does not tell. What was read wrong is told by `failure` because the library loses it. */
export async function addBlobFile(
  files: LibraryFiles,
  path: string,
  file: ArraySource,
): Promise<{ failure(): unknown; read: ReadNow }> {
  if (typeof FileReaderSync === 'undefined') {
    if (file.size > mostBytesInMemory)
      throw new TetradError({
        code: 'unsupported',
        message: 'Files of more than 2 GB can only be read in a worker.',
        place: file.name,
        hint: 'Cut the file into smaller ones.',
      });
    const bytes = new Uint8Array(await file.arrayBuffer());
    files.writeFile(path, bytes);
    return { failure: () => undefined, read: (position, length) => bytes.slice(position, position + length) };
  }
  files.writeFile(path, new Uint8Array(0));
  const { node } = files.lookupPath(path);
  Object.defineProperty(node, 'usedBytes', { value: file.size });
  const blocks = new BlobBlocks(file);
  let failure: unknown;
  const read = (_: unknown, target: Int8Array, at: number, length: number, position: number): number => {
    try {
      return blocks.read(new Uint8Array(target.buffer, target.byteOffset + at, length), position);
    } catch (thrown) {
      failure = thrown;
      throw thrown;
    }
  };
  node.stream_ops = { ...node.stream_ops, read };
  return {
    failure: () => failure,
    read(position, length) {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, file.size - position)));
      blocks.read(bytes, position);
      return bytes;
    },
  };
}

/** The blocks read last are kept: the library reads its structures in small pieces. */
class BlobBlocks {
  readonly #reader = new FileReaderSync();
  readonly #blocks = new Map<number, Uint8Array>();
  /** Read last, and how often in a row the next one lay close behind. */
  #last = -1;
  #steps = 0;

  constructor(private readonly file: Blob) {}

  read(target: Uint8Array, position: number): number {
    const length = Math.min(target.length, this.file.size - position);
    if (length <= 0) return 0;
    if (length >= blockBytes) {
      target.set(this.#slice(position, length));
      return length;
    }
    for (let done = 0; done < length; ) {
      const index = Math.floor((position + done) / blockBytes);
      const skip = position + done - index * blockBytes;
      const part = this.#block(index).subarray(skip, skip + length - done);
      target.set(part, done);
      done += part.length;
    }
    return length;
  }

  #block(index: number): Uint8Array {
    const kept = this.#blocks.get(index);
    if (kept) return kept;
    const isNear = index > this.#last && index <= this.#last + blocksAhead;
    this.#steps = isNear ? this.#steps + 1 : 0;
    const count = this.#steps >= stepsToRun ? blocksAhead : 1;
    const bytes = this.#slice(index * blockBytes, count * blockBytes);
    for (let i = 0; i < count && i * blockBytes < bytes.length; i++)
      this.#keep(index + i, bytes.slice(i * blockBytes, (i + 1) * blockBytes));
    this.#last = index + count - 1;
    return this.#blocks.get(index) ?? new Uint8Array(0);
  }

  #keep(index: number, block: Uint8Array): void {
    const oldest = this.#blocks.keys().next().value;
    if (this.#blocks.size >= keptBlocks && oldest !== undefined) this.#blocks.delete(oldest);
    this.#blocks.set(index, block);
  }

  #slice(start: number, length: number): Uint8Array {
    // Whoever asks for more of the file is not lost in it.
    signLife();
    return new Uint8Array(this.#reader.readAsArrayBuffer(this.file.slice(start, start + length)));
  }
}
