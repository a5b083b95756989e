/** A dropped file opened as arrays, when it is of a format that holds some. */
import type { ArrayFile } from '#/core/grid/arrayFile';
import { sniffArrayFormat } from '#/formats/arrays/index';

const headBytes = 65_536;

export interface OpenedFile {
  format: { id: string; title: string };
  arrays: ArrayFile;
}

export type OpenArrays = (file: File) => Promise<OpenedFile | undefined>;

/** undefined when no format of arrays knows the file: it may be a table. */
export const openArrays: OpenArrays = async (file) => {
  const head = new Uint8Array(await file.slice(0, headBytes).arrayBuffer());
  const format = sniffArrayFormat(head, file.name);
  return format && { format, arrays: await format.open(file) };
};
