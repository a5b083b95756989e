/** Files that a worker reads and writes at once; in every browser with OPFS, and not in the DOM library that page and worker code share. */
export interface SyncAccessHandle {
  read(into: Uint8Array, options: { at: number }): number;
  write(from: Uint8Array, options: { at: number }): number;
  getSize(): number;
  flush(): void;
  close(): void;
}

type SyncFile = FileSystemFileHandle & {
  createSyncAccessHandle(options?: { mode: 'read-only' }): Promise<SyncAccessHandle>;
};

/** Workers only; on the page writes go through createWritable. */
export const canSync = (handle: FileSystemFileHandle): handle is SyncFile =>
  'createSyncAccessHandle' in handle;
