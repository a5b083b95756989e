/** The contract of a file of arrays: recognise by the first bytes, then open without reading the values. */
import type { ArrayFile, FolderEntry } from '#/core/grid/arrayFile';

/** A file as the browser hands it over, or a Blob with a name. */
export type ArraySource = Blob & { readonly name: string };

export interface ArrayFormatDef {
  id: string;
  title: string;
  extensions: readonly string[];
  /** 0 = no, 1 = certain. `head` is the first 64 KiB, unpacked or as they lie in a .gz file. */
  match(head: Uint8Array, name: string): number;
  open(file: ArraySource): Promise<ArrayFile>;
  /** For formats that are a folder of files. */
  openFolder?(name: string, entries: readonly FolderEntry[]): Promise<ArrayFile>;
}
