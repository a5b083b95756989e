/**
 * Files that belong together, whatever holds them: a folder, several files, an archive, or one file alone. All are listed
 * at once, none is read before it is asked for. What cannot be used is left out and told; the rest stays.
 */
import type { DataIssue } from '#/core/protocol/dataset';

export interface BundleEntry {
  /** "train/cat/1.png": as it is told to a person, without tricks, and no other entry's. */
  readonly path: string;
  /** As stored in the bundle; of an entry that is gzip itself, still packed. */
  readonly bytes: number;
  /** Its first bytes, at most so many. */
  head(most: number): Promise<Uint8Array<ArrayBuffer>>;
  /** All of it, checked; refused where it is too large to be held. */
  whole(): Promise<Uint8Array<ArrayBuffer>>;
  /** All of it, on disk where it lies there unpacked. */
  blob(): Promise<Blob>;
}

export interface Bundle {
  name: string;
  holder: 'file' | 'folder' | 'zip' | 'tar';
  /** Of what was dropped. */
  fileBytes: number;
  /** Unpacked from front to back: going back to an entry starts over. */
  forward?: true;
  /** In the order in which they are read fastest. */
  entries: readonly BundleEntry[];
  /** For what turns out later: an image that is cut short. `why`: "cut short". */
  leaveOut(path: string, why: string): void;
  /** What was left out so far, one issue for each reason. */
  told(): DataIssue[];
}

export const bundleLimits = {
  entries: 1_000_000,
  /** Of a directory of names. */
  directoryBytes: 256 * 1024 ** 2,
  /** Held at once of one entry. */
  entryBytes: 1024 ** 3,
  /** Nothing that is data shrinks to less than a thousandth. */
  ratio: 1000,
  /** Below this it is not looked at. */
  freeBytes: 1024 ** 2,
};
export type BundleLimits = typeof bundleLimits;
