import { type FetchedFile, type FileOrigin, originOf } from '#/core/sources/sourceDef';

/** Of the files that the page got from a source: an import of one writes it into the version. */
const origins = new WeakMap<Blob, FileOrigin>();

export const fileOrigin = (file: Blob): FileOrigin | undefined => origins.get(file);

export function withOrigin(file: File, fetched: FetchedFile): File {
  origins.set(file, originOf(fetched));
  return file;
}
