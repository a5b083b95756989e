/** Writes a file of the origin's own file system from its start, durably. */
import { canSync } from './syncFile';

export async function writeFile(handle: FileSystemFileHandle, bytes: Uint8Array): Promise<void> {
  if (canSync(handle)) {
    const file = await handle.createSyncAccessHandle();
    try {
      let at = 0;
      while (at < bytes.length) {
        const written = file.write(bytes.subarray(at), { at });
        if (written <= 0) throw new DOMException('The disk is full.', 'QuotaExceededError');
        at += written;
      }
      file.flush();
    } finally {
      file.close();
    }
    return;
  }
  const file = await handle.createWritable();
  try {
    await file.write(bytes as Uint8Array<ArrayBuffer>);
  } catch (thrown) {
    await file.abort().catch(() => {});
    throw thrown;
  }
  await file.close();
}
