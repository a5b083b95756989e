/** A dropped file opened as arrays, when it is of a format that holds some. */
import type { ArrayFile, FolderEntry } from '#/core/grid/arrayFile';
import { arrayFormats, sniffArrayFormat } from '#/formats/arrays/index';

const headBytes = 65_536;

export interface OpenedFile {
  format: { id: string; title: string };
  arrays: ArrayFile;
}

/** `folder`: what is in it, when `file` only stands for a folder that is one store. */
export type OpenArrays = (file: File, folder?: readonly FolderEntry[]) => Promise<OpenedFile | undefined>;

/** undefined when no format of arrays knows the file: it may be a table. */
export const openArrays: OpenArrays = async (file, folder) => {
  if (folder) {
    const store = arrayFormats.find(({ openFolder }) => openFolder !== undefined);
    return store?.openFolder && { format: store, arrays: await store.openFolder(file.name, folder) };
  }
  const head = new Uint8Array(await file.slice(0, headBytes).arrayBuffer());
  const format = sniffArrayFormat(head, file.name);
  return format && { format, arrays: await format.open(file) };
};
