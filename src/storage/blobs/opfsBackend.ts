/**
 * Blobs in the origin private file system: <name>/blobs/ab/<hash>. Bytes are written under a
 * temporary name in <name>/incoming and moved when complete, so a torn write never has a hash as its name.
 */
import { withWriterLock } from '../locks';
import type { BlobBackend, StoredBlob } from './blobBackend';
import { openScratch } from './opfsScratch';
import { canSync } from './syncFile';
import { writeFile } from './writeFile';
import type { WriterBeside } from './writerBeside';

type Movable = FileSystemFileHandle & {
  move(to: FileSystemDirectoryHandle, name: string): Promise<void>;
};
/** Fewer bytes are written before another thread has heard of them. */
const fewestBeside = 1024 * 1024;

interface IncomingFile {
  name: string;
  handle: FileSystemFileHandle;
}

const canMove = (): boolean =>
  typeof FileSystemFileHandle !== 'undefined' && 'move' in FileSystemFileHandle.prototype;
const isMissing = (thrown: unknown): boolean =>
  thrown instanceof DOMException && thrown.name === 'NotFoundError';

async function readFile(handle: FileSystemFileHandle): Promise<Uint8Array<ArrayBuffer>> {
  if (canSync(handle)) {
    try {
      const file = await handle.createSyncAccessHandle({ mode: 'read-only' });
      try {
        const bytes = new Uint8Array(file.getSize());
        file.read(bytes, { at: 0 });
        return bytes;
      } finally {
        file.close();
      }
    } catch (thrown) {
      // Another thread holds the file where read-only handles are still exclusive: read it as a File.
      if (!(thrown instanceof DOMException) || thrown.name !== 'NoModificationAllowedError') throw thrown;
    }
  }
  return new Uint8Array(await (await handle.getFile()).arrayBuffer());
}

/** undefined where OPFS is missing or refuses (private windows of some browsers). */
export async function openOpfsBackend(name: string, writer?: WriterBeside): Promise<BlobBackend | undefined> {
  if (!canMove() || !navigator.storage?.getDirectory) return undefined;
  let blobs: FileSystemDirectoryHandle;
  let incoming: FileSystemDirectoryHandle;
  try {
    const root = await navigator.storage.getDirectory();
    const home = await root.getDirectoryHandle(name, { create: true });
    blobs = await home.getDirectoryHandle('blobs', { create: true });
    incoming = await home.getDirectoryHandle('incoming', { create: true });
  } catch {
    return undefined;
  }
  const folders = new Map<string, Promise<FileSystemDirectoryHandle>>();
  const folderOf = (hash: string, create: boolean): Promise<FileSystemDirectoryHandle> => {
    const prefix = hash.slice(0, 2);
    const known = folders.get(prefix);
    if (known) return known;
    const opening = blobs.getDirectoryHandle(prefix, { create });
    folders.set(prefix, opening);
    opening.catch(() => folders.delete(prefix));
    return opening;
  };
  const find = async (hash: string): Promise<FileSystemFileHandle | undefined> => {
    try {
      return await (await folderOf(hash, false)).getFileHandle(hash);
    } catch (thrown) {
      if (isMissing(thrown)) return undefined;
      throw thrown;
    }
  };

  const incomingFile = async (): Promise<IncomingFile> => {
    const temporary = crypto.randomUUID();
    return { name: temporary, handle: await incoming.getFileHandle(temporary, { create: true }) };
  };
  const orRemoved = async <T>(file: IncomingFile, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (thrown) {
      await incoming.removeEntry(file.name).catch(() => {});
      throw thrown;
    }
  };
  /** A file that holds those bytes. */
  const moveTo = async (hash: string, file: IncomingFile, bytes: Uint8Array): Promise<void> => {
    const folder = await folderOf(hash, true);
    // Two threads with the same bytes: the second move would pull the file from under a reader of the first.
    await withWriterLock(`${name}:blob:${hash}`, async () => {
      const there = await find(hash);
      if (there && (await there.getFile()).size === bytes.length && (await isSame(there, bytes)))
        await incoming.removeEntry(file.name);
      else await (file.handle as Movable).move(folder, hash);
    });
  };

  return {
    name: 'opfs',
    size: async (hash) => {
      const handle = await find(hash);
      return handle && (await handle.getFile()).size;
    },
    read: async (hash) => {
      const handle = await find(hash);
      return handle && (await readFile(handle));
    },
    open: async (hash) => {
      const handle = await find(hash);
      return handle && (await handle.getFile());
    },
    write: async (hash, bytes) => {
      const file = await incomingFile();
      await orRemoved(file, async () => {
        await writeFile(file.handle, bytes);
        await moveTo(hash, file, bytes);
      });
    },
    stage: async (bytes) => {
      if (!writer || bytes.length < fewestBeside) return undefined;
      const file = await incomingFile();
      const hash = await orRemoved(file, () => writer.write(file.handle, bytes));
      if (hash === undefined) {
        await incoming.removeEntry(file.name);
        return undefined;
      }
      return {
        hash,
        keep: () => orRemoved(file, () => moveTo(hash, file, bytes)),
        drop: () => incoming.removeEntry(file.name),
      };
    },
    remove: async (hash) => {
      try {
        await (await folderOf(hash, false)).removeEntry(hash);
      } catch (thrown) {
        if (!isMissing(thrown)) throw thrown;
      }
    },
    list: async function* (): AsyncGenerator<StoredBlob> {
      for await (const folder of blobs.values()) {
        if (folder.kind !== 'directory') continue;
        for await (const entry of folder.values()) {
          if (entry.kind !== 'file' || !/^[0-9a-f]{64}$/.test(entry.name)) continue;
          const file = await entry.getFile();
          yield { hash: entry.name, bytes: file.size, modifiedAt: file.lastModified };
        }
      }
    },
    sweep: async (before) => {
      let freed = 0;
      for await (const entry of incoming.values()) {
        if (entry.kind !== 'file') continue;
        const file = await entry.getFile().catch(() => undefined);
        if (!file || file.lastModified >= before) continue;
        await incoming.removeEntry(entry.name).then(
          () => {
            freed += file.size;
          },
          () => {}, // Still open in another thread: next time.
        );
      }
      return freed;
    },
    scratch: () => openScratch(name),
    close() {
      writer?.close();
      folders.clear();
    },
  };
}

async function isSame(handle: FileSystemFileHandle, bytes: Uint8Array): Promise<boolean> {
  const stored = await readFile(handle);
  return stored.length === bytes.length && stored.every((byte, at) => byte === bytes[at]);
}
