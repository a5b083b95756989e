/** Where blob bytes lie. A backend never shows a hash whose bytes are not complete. */
import type { BlobBackend as BackendName, Scratch } from '#/core/protocol/storage';

export interface StoredBlob {
  hash: string;
  bytes: number;
  modifiedAt: number;
}

export interface StagedBlob {
  hash: string;
  /** As `write` of it. */
  keep(): Promise<void>;
  drop(): Promise<void>;
}

export interface BlobBackend {
  readonly name: BackendName;
  /** Size of a stored blob; undefined when it is not there. */
  size(hash: string): Promise<number | undefined>;
  /** undefined when it is not there. */
  read(hash: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** As `read`, without reading it where the backend can; undefined when it is not there. */
  open(hash: string): Promise<Blob | undefined>;
  /** Durable and visible at once, or not at all. Replaces what is there. */
  write(hash: string, bytes: Uint8Array): Promise<void>;
  /** Hashes bytes and writes them beside this thread, durable and not visible yet; undefined where that cannot be. */
  stage?(bytes: Uint8Array): Promise<StagedBlob | undefined>;
  remove(hash: string): Promise<void>;
  list(): AsyncIterable<StoredBlob>;
  /** Removes half-written files older than `before`. Answers the bytes freed. */
  sweep(before: number): Promise<number>;
  scratch?(): Promise<Scratch | undefined>;
  close(): void;
}
