/**
 * Files of one thread's own in <name>/scratch. While their thread lives they are locked by their handle, so whoever opens
 * one removes those that a closed tab left behind.
 */
import type { Scratch } from '#/core/protocol/storage';
import { canSync } from './syncFile';

/** undefined on the page, which has no such handles, and where OPFS is missing. */
export async function openScratch(name: string): Promise<Scratch | undefined> {
  try {
    const root = await navigator.storage.getDirectory();
    const home = await root.getDirectoryHandle(name, { create: true });
    const folder = await home.getDirectoryHandle('scratch', { create: true });
    await removeLeft(folder);
    const own = crypto.randomUUID();
    const handle = await folder.getFileHandle(own, { create: true });
    if (!canSync(handle)) {
      await folder.removeEntry(own);
      return undefined;
    }
    const file = await handle.createSyncAccessHandle();
    return {
      write(bytes, at) {
        for (let done = 0; done < bytes.length; ) {
          const written = file.write(bytes.subarray(done), { at: at + done });
          if (written <= 0) throw new DOMException('The disk is full.', 'QuotaExceededError');
          done += written;
        }
      },
      read: (into, at) => file.read(into, { at }) === into.length,
      async close() {
        file.close();
        await folder.removeEntry(own).catch(() => undefined);
      },
    };
  } catch {
    return undefined;
  }
}

async function removeLeft(folder: FileSystemDirectoryHandle): Promise<void> {
  // Refused while a thread has it open.
  for await (const name of folder.keys()) await folder.removeEntry(name).catch(() => undefined);
}
