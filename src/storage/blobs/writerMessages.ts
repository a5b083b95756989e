/** What goes between a thread that stores bytes and the worker that hashes and writes them for it. */
export interface WriteRequest {
  id: number;
  handle: FileSystemFileHandle;
  /** Moved there and back; the first `bytes` of it are written. */
  memory: ArrayBuffer;
  bytes: number;
}

export type Written = { id: number; memory: ArrayBuffer } & (
  | { hash: string }
  | { failed: { name: string; message: string } }
);
